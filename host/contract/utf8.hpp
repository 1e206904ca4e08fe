#pragma once
// Text of plugins: what the host may show and store.

#include <string>
#include <string_view>

#include "oar/utf8.hpp"

namespace oar::contract {

// UTF-8 without a NUL.
bool is_plain_text(std::string_view text);
// The text with every invalid byte as U+FFFD, so that it may be shown and stored.
std::string to_utf8(std::string_view text);

}  // namespace oar::contract
