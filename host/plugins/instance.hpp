#pragma once
// One configured connector: owns an oar_plugin and destroys it.

#include <oar/abi/destination.h>
#include <oar/abi/source.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "host/plugins/library.hpp"

namespace oar::plugins {

// Created and destroyed on the control thread. Everything opened from it (catalogs, plans, scans, writers) ends before
// it does.
class Instance {
 public:
  // The handle belongs to the instance: it outlives it.
  static Result<Instance> create(std::shared_ptr<Library const> library, Choice const& choice, HostHandle const& host);

  Instance(Instance&&) noexcept = default;
  // Swaps: the old plugin is destroyed with `from`, and before its library is let go.
  Instance& operator=(Instance&& from) noexcept {
    std::swap(library_, from.library_);
    std::swap(descriptor_, from.descriptor_);
    std::swap(plugin_, from.plugin_);
    return *this;
  }

  Descriptor const& descriptor() const { return descriptor_; }
  Library const& library() const { return *library_; }
  // Whom to blame: "made (sqlite.so)", by its name in the config and its library.
  std::string who(std::string_view name) const;
  oar_plugin* raw() const { return plugin_.get(); }

  // The JSON Schema of its settings.
  Result<std::string> spec() const;
  // Once, before anything below.
  Result<void> configure(std::string_view config_json);
  // A JSON object to show. A plugin that cannot test answers Errc::unsupported.
  Result<std::string> test_connection();

  // The role's functions, valid as long as the instance; an error when the plugin does not have that role.
  Result<oar_source const*> source() const;
  Result<oar_destination const*> destination() const;
  // Any other capability by its id; NULL = it has none of that name.
  void const* extension(char const* id) const;

 private:
  struct Destroy {
    void operator()(oar_plugin* plugin) const;
  };

  Instance(std::shared_ptr<Library const> library, Descriptor descriptor, oar_plugin* plugin)
      : library_{std::move(library)}, descriptor_{std::move(descriptor)}, plugin_{plugin} {}

  std::shared_ptr<Library const> library_;  // before plugin_: outlives it
  Descriptor descriptor_;
  std::unique_ptr<oar_plugin, Destroy> plugin_;
};

}  // namespace oar::plugins
