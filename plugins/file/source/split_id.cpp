#include "plugins/file/source/split_id.hpp"

#include "plugins/file/source/fingerprint.hpp"

namespace oar::file {

std::string split_id(std::string const& path) {
  constexpr std::size_t longest = 255;
  constexpr std::size_t kept = 200;
  if (path.size() <= longest) return path;
  auto tail = path.substr(path.size() - kept);
  while (!tail.empty() && (static_cast<unsigned char>(tail[0]) & 0xC0) == 0x80) tail.erase(0, 1);  // whole characters
  return fingerprint_of(path) + "..." + tail;
}

}  // namespace oar::file
