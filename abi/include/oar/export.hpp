#pragma once
// The one exported symbol of a plugin, from its classes: OAR_EXPORT_SOURCE, OAR_EXPORT_DESTINATION, OAR_EXPORT_BOTH.
//
//   OAR_EXPORT_SOURCE(Hello, {.id = "org.example.hello", .name = "hello", .version = "0.1.0", .summary = "Greets"})
//
// The class has `using Config = ...` (described, each member with a sentence) and a constructor from Config, or from
// Config and oar::Host; or a static Result<std::unique_ptr<Class>> open(Config, oar::Host) where the settings can be
// wrong together.

#include <oar/abi/plugin.h>
#include <oar/config.hpp>
#include <oar/detail/call.hpp>
#include <oar/host.hpp>
#include <oar/json_schema.hpp>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace oar {

// Who a plugin is: the facts of its descriptor.
struct About {
  char const* id = "";       // reverse DNS, unique for ever
  char const* name = "";     // what users write in `path:`
  char const* version = "";  // semantic version
  char const* summary = "";  // one sentence
  char const* vendor = "";
  char const* url = "";
};

namespace detail {

template <class Class, class Config>
Result<std::unique_ptr<Class>> construct(Config config, Host host) {
  if constexpr (requires { Class::open(std::move(config), host); })
    return Class::open(std::move(config), host);
  else if constexpr (std::is_constructible_v<Class, Config, Host>)
    return std::make_unique<Class>(std::move(config), host);
  else
    return std::make_unique<Class>(std::move(config));
}

// One oar_plugin over a Class with one role. Role adds get_extension's tables and the calls behind them.
template <class Role>
class Instance {
 public:
  using Class = typename Role::Class;
  using Config = typename Class::Config;
  static_assert(all_described<Config>(), "each member of Config needs its sentence in oar_settings()");

  Instance(oar_host const* host, oar_descriptor const* descriptor) : host_{host} {
    abi_ = {sizeof(oar_plugin), 0, this, descriptor, destroy, get_spec, configure, test_connection, get_extension};
  }

  oar_plugin* abi() { return &abi_; }
  static Instance& of(oar_plugin* plugin) { return *static_cast<Instance*>(plugin->self); }

  // The configured connector and its calls, or why there is none.
  Result<typename Role::Calls*> calls() {
    if (!calls_) return Error::of(Errc::invalid_state, "the plugin is not configured");
    return &*calls_;
  }

 private:
  static void OAR_CALL destroy(oar_plugin* plugin) { delete &of(plugin); }

  static oar_status OAR_CALL get_spec(oar_plugin*, oar_buf* out, oar_error* error) {
    return guarded(error, [&]() -> Result<void> {
      give(json_schema<Config>(), out);
      return {};
    });
  }

  static oar_status OAR_CALL configure(oar_plugin* plugin, oar_str text, oar_error* error) {
    return guarded(error, [&]() -> Result<void> {
      auto& self = of(plugin);
      if (self.object_) return Error::of(Errc::invalid_state, "configure was called twice");
      auto config = OAR_TRY(read_config<Config>(view(text)));
      self.object_ = OAR_TRY(construct<Class>(std::move(config), self.host_));
      self.calls_.emplace(*self.object_);
      return {};
    });
  }

  static oar_status OAR_CALL test_connection(oar_plugin* plugin, oar_buf* report, oar_error* error) {
    return guarded(error, [&]() -> Result<void> {
      OAR_TRY(of(plugin).calls());
      OAR_TRY(of(plugin).object_->test_connection());
      give("{}", report);
      return {};
    });
  }

  static void const* OAR_CALL get_extension(oar_plugin*, char const* id) { return Role::extension(id); }

  Host host_;
  std::unique_ptr<Class> object_;
  std::optional<typename Role::Calls> calls_;
  oar_plugin abi_{};
};

// The entry of a library with one plugin per Role; each has a descriptor of its own.
template <class... Roles>
class Entry {
 public:
  static oar_entry const* get(About const& about) {
    static Entry* const entry = new Entry{about};  // never destroyed: R10
    return &entry->abi_;
  }

 private:
  explicit Entry(About const& about)
      : ids_{std::string{about.id} + (sizeof...(Roles) > 1 ? Roles::suffix : "")...},
        descriptors_{describe<Roles>(about)...} {
    for (std::size_t i = 0; i < ids_.size(); ++i) descriptors_[i].id = ids_[i].c_str();
    self() = this;
  }

  template <class Role>
  static oar_descriptor describe(About const& about) {
    return {sizeof(oar_descriptor), Role::flag,    about.id,  about.name,
            about.vendor,           about.version, about.url, about.summary};
  }

  static Entry*& self() {
    static Entry* entry = nullptr;
    return entry;
  }

  static oar_status OAR_CALL init(oar_str, oar_error*) { return OAR_OK; }
  static void OAR_CALL deinit() {}
  static std::uint32_t OAR_CALL count() { return sizeof...(Roles); }
  static oar_descriptor const* OAR_CALL descriptor(std::uint32_t i) {
    return i < sizeof...(Roles) ? &self()->descriptors_[i] : nullptr;
  }

  static oar_status OAR_CALL create(oar_host const* host, oar_str id, oar_plugin** out, oar_error* error) {
    return guarded(error, [&]() -> Result<void> {
      std::size_t i = 0;
      auto const made = (create_if<Roles>(i++, host, view(id), out) || ...);
      if (made) return {};
      return Error::of(Errc::not_found, "this library has no plugin ", view(id));
    });
  }

  template <class Role>
  static bool create_if(std::size_t i, oar_host const* host, std::string_view id, oar_plugin** out) {
    if (self()->ids_[i] != id) return false;
    *out = (new Instance<Role>{host, &self()->descriptors_[i]})->abi();
    return true;
  }

  std::array<std::string, sizeof...(Roles)> ids_;
  std::array<oar_descriptor, sizeof...(Roles)> descriptors_;
  oar_entry abi_{sizeof(oar_entry), OAR_ABI_MAJOR, OAR_ABI_MINOR, 0, init, deinit, count, descriptor, create};
};

}  // namespace detail
}  // namespace oar

#define OAR_EXPORT_ENTRY(entry, ...)                                                                       \
  extern "C" OAR_EXPORT oar_entry const* OAR_CALL oar_plugin_entry_v1(oar_host const*, oar_error* error) { \
    oar_entry const* table = nullptr;                                                                      \
    ::oar::detail::guarded(error, [&]() -> ::oar::Result<void> {                                           \
      table = entry::get(::oar::About __VA_ARGS__);                                                        \
      return {};                                                                                           \
    });                                                                                                    \
    return table;                                                                                          \
  }
#define OAR_EXPORT_SOURCE(Class, ...) \
  OAR_EXPORT_ENTRY(::oar::detail::Entry<::oar::detail::SourceRole<Class>>, __VA_ARGS__)
#define OAR_EXPORT_DESTINATION(Class, ...) \
  OAR_EXPORT_ENTRY(::oar::detail::Entry<::oar::detail::DestinationRole<Class>>, __VA_ARGS__)
// A library with both roles: two descriptors, "<id>.source" and "<id>.destination", each with settings of its own.
#define OAR_EXPORT_BOTH(SourceClass, DestinationClass, ...)                                                           \
  using OarBothRoles =                                                                                                \
      ::oar::detail::Entry<::oar::detail::SourceRole<SourceClass>, ::oar::detail::DestinationRole<DestinationClass>>; \
  OAR_EXPORT_ENTRY(OarBothRoles, __VA_ARGS__)
