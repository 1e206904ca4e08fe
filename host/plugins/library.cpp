#include "host/plugins/library.hpp"

#include <algorithm>
#include <string>

#include "host/plugins/binary.hpp"
#include "host/plugins/call.hpp"
#include "host/plugins/dll.hpp"
#include "host/plugins/trust.hpp"

namespace oar::plugins {

namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t most_plugins = 1000;  // in one library; more is a bug, not a wish
constexpr unsigned newest_probed_major = 9;

std::string version(std::uint32_t major, std::uint32_t minor) {
  return std::to_string(major) + "." + std::to_string(minor);
}

std::string ours() { return version(OAR_ABI_MAJOR, OAR_ABI_MINOR); }

template <class... Parts>
Error refused(Parts const&... parts) {
  return Error::of(Errc::config, parts...);
}

// What the system's words mean to somebody who did not build the library; they are kept, for somebody who did.
Error not_loaded(std::string const& text) {
  auto const says = [&](char const* words) { return text.find(words) != text.npos; };
  if (says("undefined symbol"))
    return refused("cannot be loaded: it uses a symbol that neither it nor its libraries have (", text,
                   "); it was linked without a library, or against another version of one");
  if (says("cannot open shared object file"))
    return refused("cannot be loaded: a library that it needs is not installed (", text, ")");
  if (says("version `")) return refused("cannot be loaded: it was built for a newer system (", text, ")");
  return refused("cannot be loaded: ", text);
}

Error other_major(std::string const& theirs) {
  return refused("speaks version ", theirs, " of the plugin ABI, this host speaks ", ours(),
                 "; get the plugin built for ABI ", OAR_ABI_MAJOR, ", or another oarlock");
}

// A library without our entry may be no plugin at all, or one for another major.
Error no_entry(dll::Mapped const& mapped) {
  std::string const stem = std::string{OAR_ENTRY_SYMBOL}.substr(0, std::string_view{OAR_ENTRY_SYMBOL}.size() - 1);
  for (unsigned major = 0; major <= newest_probed_major; ++major)
    if (mapped.function((stem + std::to_string(major)).c_str())) return other_major(std::to_string(major));
  return refused("is a library, but not an Oarlock plugin: it does not export ", OAR_ENTRY_SYMBOL,
                 "; a plugin defines it with OAR_EXPORT_SOURCE or OAR_EXPORT_DESTINATION");
}

Result<oar_entry const*> call_entry(oar_entry_fn function, HostServices& services) {
  HostHandle const host{services};
  oar_entry const* entry = nullptr;
  CallError why;
  try {
    entry = function(host.get(), why);
  } catch (...) {
    return thrown_out_of("its entry");
  }
  if (entry) return entry;
  if (why.empty()) return refused("its entry returned NULL and gave no reason");
  return why.reported().within("its entry refused this host");
}

Result<void> check_versions(oar_entry const& entry) {
  if (!OAR_HAS(oar_entry, &entry, required_minor))
    return refused("its entry table has only ", entry.struct_size, " bytes: it is damaged");
  if (entry.abi_major != OAR_ABI_MAJOR) return other_major(version(entry.abi_major, entry.abi_minor));
  if (entry.required_minor > OAR_ABI_MINOR)
    return refused("needs version ", version(entry.abi_major, entry.required_minor),
                   " of the plugin ABI, this host speaks ", ours(),
                   "; upgrade oarlock, or get an older version of the plugin");
  return {};
}

Result<void> check_table(oar_entry const& entry) {
  if (entry.struct_size < sizeof(oar_entry))
    return refused("its entry table has ", entry.struct_size, " bytes, expected at least ", sizeof(oar_entry));
  if (!entry.init || !entry.deinit || !entry.count || !entry.descriptor || !entry.create)
    return refused("its entry table lacks a function that every plugin has to have");
  return {};
}

Result<std::vector<Descriptor>> read_descriptors(oar_entry const& entry) {
  std::vector<Descriptor> all;
  try {
    std::uint32_t const count = entry.count();
    if (count == 0) return refused("holds no plugin: its count is 0");
    if (count > most_plugins)
      return refused("says that it holds ", count, " plugins, at most ", most_plugins, " are taken");
    for (std::uint32_t i = 0; i < count; ++i) all.push_back(OAR_TRY(checked_copy(entry.descriptor(i))));
  } catch (...) {
    return thrown_out_of("descriptor");
  }
  for (auto one = all.begin(); one != all.end(); ++one)
    if (std::any_of(all.begin(), one, [&](Descriptor const& other) { return other.id == one->id; }))
      return refused("holds two plugins of one id, ", one->id);
  return all;
}

HostServices& silent_services() {
  static auto* const services = new HostServices;
  return *services;
}

}  // namespace

Result<std::shared_ptr<Library const>> Library::load(fs::path const& path) { return load(path, silent_services()); }

Result<std::shared_ptr<Library const>> Library::load(fs::path const& path, HostServices& services) {
  std::error_code ec;
  fs::path const absolute = fs::absolute(path, ec).lexically_normal();
  if (ec || !fs::exists(absolute, ec)) return Error::of(Errc::not_found, path.string(), ": no such file");
  OAR_TRY(check_writers(absolute));
  OAR_TRY(check_binary(absolute));
  return open(absolute, services).within(absolute.string());
}

Result<std::shared_ptr<Library const>> Library::open(fs::path const& absolute, HostServices& services) {
  auto const mapped = dll::Mapped::map(absolute);
  if (!mapped) return not_loaded(mapped.error().message());
  void* const symbol = mapped->function(OAR_ENTRY_SYMBOL);
  if (!symbol) return no_entry(*mapped);

  oar_entry const* const entry = OAR_TRY(call_entry(reinterpret_cast<oar_entry_fn>(symbol), services));
  OAR_TRY(check_versions(*entry));
  OAR_TRY(check_table(*entry));
  std::shared_ptr<Library> library{new Library{absolute, entry}};
  OAR_TRY(library->start());
  return std::shared_ptr<Library const>{std::move(library)};
}

Result<void> Library::start() {
  std::string const path = path_.string();
  auto started = call("init", [&](oar_error* error) { return entry_->init(str(path), error); });
  if (!started) return std::move(started).within("init");
  started_ = true;
  descriptors_ = OAR_TRY(read_descriptors(*entry_));
  return {};
}

Library::~Library() {
  if (!started_) return;
  try {
    entry_->deinit();
  } catch (...) {  // nobody is left who could be told
  }
}

}  // namespace oar::plugins
