#pragma once
// A plugin library in this process: mapped, shaken hands with, and never unmapped.

#include <oar/abi/plugin.h>

#include <filesystem>
#include <memory>
#include <vector>

#include "host/plugins/descriptor.hpp"
#include "host/plugins/host_handle.hpp"

namespace oar::plugins {

// Loading and instances belong to one control thread ([main] in the ABI). When the last holder lets go, deinit() is
// called; the code stays mapped, because batches made by it may still be alive.
class Library {
 public:
  // Refuses what is not a plugin for this host, each case with its own words (README.md lists them).
  static Result<std::shared_ptr<Library const>> load(std::filesystem::path const& path);
  // The same, and what entry and init log goes to these services.
  static Result<std::shared_ptr<Library const>> load(std::filesystem::path const& path, HostServices& services);

  Library(Library const&) = delete;
  Library& operator=(Library const&) = delete;
  ~Library();

  std::filesystem::path const& path() const { return path_; }
  std::vector<Descriptor> const& descriptors() const { return descriptors_; }
  std::uint32_t abi_minor() const { return entry_->abi_minor; }
  oar_entry const& entry() const { return *entry_; }

 private:
  Library(std::filesystem::path path, oar_entry const* entry) : path_{std::move(path)}, entry_{entry} {}

  static Result<std::shared_ptr<Library const>> open(std::filesystem::path const& absolute, HostServices& services);
  Result<void> start();

  std::filesystem::path path_;
  oar_entry const* entry_;
  bool started_ = false;  // init succeeded, deinit is owed
  std::vector<Descriptor> descriptors_;
};

}  // namespace oar::plugins
