#pragma once
// The bytes of a file in order, unpacked where it is compressed.

#include "plugins/file/formats/descriptor.hpp"
#include "plugins/file/formats/format.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace oar::file {

class BytesIn {
 public:
  virtual ~BytesIn() = default;

  // Fills what it can; 0 is the end. A compressed file that is broken or cut off is an error (Errc::data).
  virtual Result<std::size_t> read(std::span<char> into) = 0;
  // Goes on at this byte of what read() gives; only forwards.
  virtual Result<void> skip(std::int64_t count) = 0;
};

Result<std::unique_ptr<BytesIn>> bytes_of(Descriptor file, std::string path, Compression compression);

}  // namespace oar::file
