#pragma once
// Compression of a file while it is written.

#include <oar/durable_file.hpp>

#include <memory>
#include <string_view>

namespace oar::file {

class Compressor {
 public:
  virtual ~Compressor() = default;
  virtual Result<void> add(std::string_view text, DurableFile& into) = 0;
  // After the last add: what is still inside, and the end of the stream.
  virtual Result<void> finish(DurableFile& into) = 0;
};

// zlib's default level. Source of the format: RFC 1952
Result<std::unique_ptr<Compressor>> gzip_compressor();
// zstd's default level, with a checksum. Source of the format: RFC 8878
Result<std::unique_ptr<Compressor>> zstd_compressor();

}  // namespace oar::file
