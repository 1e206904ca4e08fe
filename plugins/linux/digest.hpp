#pragma once
// SHA-256 and its two usual spellings.

#include <string>
#include <string_view>

namespace machine {

std::string sha256(std::string_view bytes);  // 32 bytes
std::string hex(std::string_view bytes);
std::string base64(std::string_view bytes);

}  // namespace machine
