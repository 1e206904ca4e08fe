#pragma once
// Appends rows as files: each commit makes one new file for each of its tables.

#include <oar/destination.hpp>

#include <memory>
#include <utility>

#include "plugins/file/destination/config.hpp"
#include "plugins/file/destination/file_names.hpp"

namespace oar::file {

class FileDestination final : public Destination {
 public:
  using Config = DestinationConfig;
  static Result<std::unique_ptr<FileDestination>> open(Config const& config, Host host);
  explicit FileDestination(FileNames names) : names_{std::move(names)} {}

  Result<std::unique_ptr<Writer>> open(WriterOptions options) override;
  // Looks at the folder; makes nothing.
  Result<void> test_connection() override;

 private:
  FileNames names_;
};

}  // namespace oar::file
