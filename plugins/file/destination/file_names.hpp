#pragma once
// From the settings to the names of files: a template whose words are filled in for each file.

#include <oar/result.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "plugins/file/destination/config.hpp"

namespace oar::file {

class FileNames {
 public:
  // Errc::config says which setting is wrong and what to write: the path must differ for each commit, and its ending
  // must not say another format or compression than the settings.
  static Result<FileNames> from(DestinationConfig const& config);

  WriteFormat format() const { return format_; }
  WriteCompression compression() const { return compression_; }

  // The name of a file that is not there yet: each call gives another one.
  std::string fresh(std::string_view table, std::string_view sync_id) const;
  // The folder that all files are below, "." when the path begins with a word or a file name.
  std::string const& folder() const { return folder_; }

 private:
  enum class Word : std::uint8_t { text, table, sync_id, uuid, format };
  struct Piece {
    Word word;
    std::string text;
  };

  Result<void> read(std::string_view path);
  Result<void> settle_endings(DestinationConfig const& config);
  bool has(Word word) const;

  std::vector<Piece> pieces_;
  std::string folder_;
  WriteFormat format_ = WriteFormat::csv;
  WriteCompression compression_ = WriteCompression::none;
};

}  // namespace oar::file
