// Fingerprints are FNV-1a of 64 bits. Source: https://datatracker.ietf.org/doc/html/draft-eastlake-fnv
#include "plugins/file/source/position.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <span>
#include <string_view>

namespace oar::file {
namespace {

constexpr std::int64_t fingerprinted = 1024;

std::string hex_of(std::uint64_t hash) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text(16, '0');
  for (auto at = text.rbegin(); at != text.rend(); ++at, hash >>= 4) *at = digits[hash & 15];
  return text;
}

std::string fingerprint_of(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (auto const byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
  return hex_of(hash);
}

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

}  // namespace oar::file
