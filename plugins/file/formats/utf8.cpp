#include "plugins/file/formats/utf8.hpp"

namespace oar::file {

std::string with_bytes_spelled(std::string_view text) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out;
  while (!text.empty()) {
    auto const size = utf8_length(text);
    if (size > 0) {
      out.append(text.substr(0, size));
    } else {
      auto const byte = static_cast<unsigned char>(text[0]);
      out.append("\\x").append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
    }
    text.remove_prefix(size > 0 ? size : 1);
  }
  return out;
}

}  // namespace oar::file
