#include "host/plugins/dll.hpp"

#define BOOST_DLL_USE_STD_FS
#include <boost/dll/runtime_symbol_info.hpp>
#include <boost/dll/shared_library.hpp>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

namespace oar::plugins::dll {

namespace {

namespace load_mode = boost::dll::load_mode;
using boost::dll::shared_library;

// Lazy binding is Boost.DLL's default: a missing symbol would then end the process in the middle of a sync. It has no
// name for NODELETE, which also keeps the code mapped when a plugin closes itself.
load_mode::type mode() {
#if defined(RTLD_NODELETE)
  return static_cast<load_mode::type>(load_mode::rtld_now | load_mode::rtld_local | RTLD_NODELETE);
#else
  return load_mode::rtld_now | load_mode::rtld_local;
#endif
}

// Never destroyed, not even at exit; a library mapped twice is kept once.
shared_library* keep(shared_library mapped) {
  static auto* const mutex = new std::mutex;
  static auto* const kept = new std::vector<std::unique_ptr<shared_library>>;
  std::lock_guard lock{*mutex};
  for (auto const& each : *kept)
    if (each->native() == mapped.native()) return each.get();
  return kept->emplace_back(std::make_unique<shared_library>(std::move(mapped))).get();
}

// "boost::dll::shared_library::load() failed (dlerror system message: TEXT): Bad file descriptor" -> TEXT
std::string system_text(std::string_view text) {
  constexpr std::string_view before = "system message: ";
  std::size_t const begin = text.find(before), end = text.rfind(')');
  if (begin == text.npos || end == text.npos) return std::string{text};
  return std::string{text.substr(begin + before.size(), end - begin - before.size())};
}

}  // namespace

std::string suffix() { return shared_library::suffix().string(); }

std::filesystem::path executable() {
  boost::dll::fs::error_code ec;
  std::filesystem::path const program = boost::dll::program_location(ec);
  if (ec) return {};
  std::filesystem::path const real = std::filesystem::canonical(program, ec);
  return ec ? program : real;
}

// Its overloads with an error_code swallow the loader's text; the throwing ones carry it inside words of their own.
Result<Mapped> Mapped::map(std::filesystem::path const& absolute) {
  try {
    return Mapped{keep(shared_library{absolute, mode()})};
  } catch (std::exception const& thrown) {
    return Error::of(Errc::config, system_text(thrown.what()));
  }
}

void* Mapped::function(char const* symbol) const {
  auto const& library = *static_cast<shared_library const*>(library_);
  if (!library.has(symbol)) return nullptr;
  return reinterpret_cast<void*>(&library.get<void()>(symbol));
}

}  // namespace oar::plugins::dll
