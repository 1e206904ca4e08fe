#pragma once
// Is text well-formed UTF-8 (RFC 3629: no surrogates, nothing overlong)?

#include <string_view>

namespace oar::sync {

inline bool is_utf8(std::string_view text) {
  auto at = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  for (std::size_t i = 0; i < text.size();) {
    auto const lead = at(i);
    auto const tail = lead < 0x80 ? 0U : lead >= 0xF0 ? 3U : lead >= 0xE0 ? 2U : 1U;
    if ((lead >= 0x80 && lead < 0xC2) || lead > 0xF4) return false;
    for (std::size_t k = 1; k <= tail; ++k)
      if ((at(i + k) & 0xC0U) != 0x80U) return false;
    auto const second = at(i + 1);
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F)) return false;
    if ((lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) return false;
    i += 1 + tail;
  }
  return true;
}

}  // namespace oar::sync
