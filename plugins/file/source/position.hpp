#pragma once
// Where reading a file stopped, and by what the file is known again.

#include "plugins/file/formats/descriptor.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace oar::file {

struct Position {
  std::int64_t offset = 0;  // of the next record, unpacked
  std::int64_t extent = 0;  // bytes of the file that the fingerprints speak of
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::string head;  // fingerprint of the extent's first KiB
  std::string tail;  // of its last KiB

  bool operator==(Position const&) const = default;
};
BOOST_DESCRIBE_STRUCT(Position, (), (offset, extent, device, inode, head, tail))

// Bytes at each end that a fingerprint speaks of.
inline constexpr std::int64_t fingerprinted = 1024;

// The position behind bytes that were read: of plain files. `head` and `tail` are their first and last KiB, so that a
// file that changes meanwhile is found out.
Position position_behind(FileState const& state, std::int64_t offset, std::string_view head, std::string_view tail);

// The position at `offset` of a file whose first `extent` bytes count; looks at the file.
Result<Position> position_at(Descriptor const& file, std::string const& path, std::int64_t offset, std::int64_t extent);

// Does the file begin with what was read up to the position? A copy does, and so does the same file that grew.
Result<bool> continues(Descriptor const& file, std::string const& path, Position const& position);

// What was read up to the position stands in the file still; else it was cut or written anew meanwhile, and what was
// read may be a mixture.
Result<void> check_unchanged(Descriptor const& file, std::string const& path, Position const& position);

}  // namespace oar::file
