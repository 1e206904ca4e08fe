#include "plugins/file/source/position.hpp"

#include "plugins/file/source/fingerprint.hpp"

#include <algorithm>
#include <array>
#include <cerrno>

namespace oar::file {
namespace {

Result<std::string> fingerprint_at(Descriptor const& file, std::string const& path, std::int64_t from,
                                   std::int64_t count) {
  std::array<char, fingerprinted> bytes{};
  std::int64_t held = 0;
  while (held < count) {
    auto const got = ::pread(file.get(), bytes.data() + held, static_cast<std::size_t>(count - held), from + held);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return os_error(path, "cannot be read", errno);
    if (got == 0) break;
    held += got;
  }
  return fingerprint_of({bytes.data(), static_cast<std::size_t>(held)});
}

}  // namespace

Position position_behind(FileState const& state, std::int64_t offset, std::string_view head, std::string_view tail) {
  auto const count = static_cast<std::size_t>(std::min(offset, fingerprinted));
  return {.offset = offset,
          .extent = offset,
          .device = state.device,
          .inode = state.inode,
          .head = fingerprint_of(head.substr(0, count)),
          .tail = fingerprint_of(tail.substr(tail.size() - std::min(tail.size(), count)))};
}

Result<Position> position_at(Descriptor const& file, std::string const& path, std::int64_t offset,
                             std::int64_t extent) {
  auto const state = OAR_TRY(state_of(file, path));
  auto const count = std::min(extent, fingerprinted);
  return Position{.offset = offset,
                  .extent = extent,
                  .device = state.device,
                  .inode = state.inode,
                  .head = OAR_TRY(fingerprint_at(file, path, 0, count)),
                  .tail = OAR_TRY(fingerprint_at(file, path, extent - count, count))};
}

Result<bool> continues(Descriptor const& file, std::string const& path, Position const& position) {
  auto const state = OAR_TRY(state_of(file, path));
  if (state.size < position.extent) return false;
  auto const now = OAR_TRY(position_at(file, path, position.offset, position.extent));
  return now.head == position.head && now.tail == position.tail;
}

Result<void> check_unchanged(Descriptor const& file, std::string const& path, Position const& position) {
  if (OAR_TRY(continues(file, path, position))) return {};
  return Error::of(Errc::data, path, ": was cut or written anew while it was read; sync again");
}

}  // namespace oar::file
