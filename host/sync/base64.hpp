#pragma once
// Base64 with padding (RFC 4648, section 4).

#include <optional>
#include <string>
#include <string_view>

namespace oar::sync {

std::string to_base64(std::string_view bytes);
// Nothing when the text is not exactly what to_base64 makes.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace oar::sync
