#include "plugin.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace conformance {

std::string name_of(oar_status status) {
  static constexpr auto names = std::to_array<char const*>({"OAR_OK",
                                                            "OAR_E_INTERNAL",
                                                            "OAR_E_INVALID_ARGUMENT",
                                                            "OAR_E_INVALID_STATE",
                                                            "OAR_E_UNSUPPORTED",
                                                            "OAR_E_CONFIG",
                                                            "OAR_E_AUTH",
                                                            "OAR_E_PERMISSION",
                                                            "OAR_E_NOT_FOUND",
                                                            "OAR_E_IO",
                                                            "OAR_E_RATE_LIMITED",
                                                            "OAR_E_TIMEOUT",
                                                            "OAR_E_CANCELLED",
                                                            "OAR_E_DATA",
                                                            "OAR_E_SCHEMA",
                                                            "OAR_E_NO_MEMORY",
                                                            "OAR_E_CURSOR_EXPIRED",
                                                            "OAR_E_COMMIT_UNKNOWN",
                                                            "OAR_E_PLUGIN_CRASHED",
                                                            "OAR_E_CONFLICT"});
  auto const known = status >= 0 && static_cast<std::size_t>(status) < names.size();
  return known ? names[static_cast<std::size_t>(status)] : "status " + std::to_string(status);
}

ErrorBox::ErrorBox() {
  room_.now = oar::detail::empty_error();
  room_.now.struct_size = sizeof room_;
  std::memset(room_.later, 0xA5, sizeof room_.later);
}

bool ErrorBox::untouched() const {
  return room_.now.struct_size == sizeof room_ &&
         std::all_of(std::begin(room_.later), std::end(room_.later), [](auto byte) { return byte == 0xA5; });
}

std::string ErrorBox::text(oar_status status) const {
  auto const& message = room_.now.message;
  return name_of(status) + ": " + std::string{message, ::strnlen(message, sizeof message)};
}

void must(std::string_view rule, oar_status status, ErrorBox const& error, std::string_view attempt) {
  expect_of(rule, status == OAR_OK, attempt, ": ", error.text(status));
}

namespace {

oar_descriptor const* find_descriptor(oar_entry const& entry, Quirks const& quirks) {
  auto const role = *quirks.role == Role::source ? OAR_ROLE_SOURCE : OAR_ROLE_DESTINATION;
  for (std::uint32_t i = 0; i < entry.count(); ++i) {
    auto const* one = entry.descriptor(i);
    if (one && (one->flags & static_cast<std::uint32_t>(role)) && (!quirks.id || *quirks.id == one->id)) return one;
  }
  return nullptr;
}

}  // namespace

Library const& Library::of(Run const& run) {
  static Library const* const library = new Library{run};
  return *library;
}

Library::Library(Run const& run) {
  constexpr std::string_view rule = "library.loads";
  auto const path = fs::absolute(run.plugin).string();
  auto* const handle = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  expect_of(rule, handle != nullptr, "dlopen: ", handle ? "" : ::dlerror());
  function_ = reinterpret_cast<oar_entry_fn>(::dlsym(handle, OAR_ENTRY_SYMBOL));
  expect_of(rule, function_ != nullptr, "the library exports no " OAR_ENTRY_SYMBOL);
  ErrorBox error;
  entry_ = function_(host_.get(), error.get());
  expect_of(rule, entry_ != nullptr, OAR_ENTRY_SYMBOL " refused: ", error.now().message);
  expect_of(rule, entry_->abi_major == OAR_ABI_MAJOR, "abi_major is ", entry_->abi_major, ", not ", OAR_ABI_MAJOR);
  expect_of(rule, entry_->required_minor <= OAR_ABI_MINOR, "it needs a host of minor ", entry_->required_minor);
  must(rule, entry_->init(borrow(path), error.get()), error, "init");
  descriptor_ = find_descriptor(*entry_, run.quirks);
  expect_of(rule, descriptor_ != nullptr, "no descriptor of the quirks' role", run.quirks.id ? " and id" : "");
}

Instance::Instance(Run const& run, Configured configured) {
  constexpr std::string_view rule = "plugin.creates";
  auto const& library = Library::of(run);
  auto const status = library.entry().create(host_.get(), borrow(library.descriptor().id), &plugin_, error.get());
  must(rule, status, error, "create");
  expect_of(rule, plugin_ != nullptr, "create answered OAR_OK and no plugin");
  auto const is_source = *run.quirks.role == Role::source;
  auto const* capability = plugin_->get_extension(plugin_, is_source ? OAR_SOURCE : OAR_DESTINATION);
  expect_of(rule, capability != nullptr, "get_extension(", is_source ? OAR_SOURCE : OAR_DESTINATION, ") is NULL");
  if (is_source)
    source_ = static_cast<oar_source const*>(capability);
  else
    destination_ = static_cast<oar_destination const*>(capability);
  if (configured == Configured::yes)
    must("spec.accepts-config", configure(json::serialize(run.config())), error, "configure");
}

void Instance::destroy() {
  if (plugin_) plugin_->destroy(plugin_);
  plugin_ = nullptr;
}

oar_status Instance::configure(std::string_view text) { return plugin_->configure(plugin_, borrow(text), error.get()); }

std::string Instance::spec() {
  oar_buf text{};
  must("spec.draft-07", plugin_->get_spec(plugin_, &text, error.get()), error, "get_spec");
  std::string copy{view(oar_bytes{text.data, text.size})};
  if (text.release) text.release(&text);
  return copy;
}

}  // namespace conformance
