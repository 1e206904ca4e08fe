#pragma once
// Is text well-formed UTF-8 (RFC 3629: no surrogates, nothing overlong)?

#include <string>
#include <string_view>

namespace oar::contract {

bool is_utf8(std::string_view text);
// UTF-8 without a NUL.
bool is_plain_text(std::string_view text);
// The text with every invalid byte as U+FFFD, so that it may be shown and stored.
std::string to_utf8(std::string_view text);

}  // namespace oar::contract
