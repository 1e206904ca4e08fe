#pragma once
// SHA-256 and its two usual spellings.

#include <optional>
#include <string>
#include <string_view>

namespace machine {

std::string sha256(std::string_view bytes);  // 32 bytes
std::string hex(std::string_view bytes);
std::string base64(std::string_view bytes);
// Nothing when it is not base64.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace machine
