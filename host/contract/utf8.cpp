#include "host/contract/utf8.hpp"

#include <algorithm>

namespace oar::contract {

bool is_plain_text(std::string_view text) { return is_utf8(text) && text.find('\0') == std::string_view::npos; }

std::string to_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    std::size_t const size = utf8_length(text);
    if (size == 0)
      out.append("\xEF\xBF\xBD");
    else
      out.append(text.substr(0, size));
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return out;
}

}  // namespace oar::contract
