#pragma once
// Texts as values of a column that are neither numbers nor moments.

#include <oar/value.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace oar::file {

std::optional<bool> read_boolean(std::string_view text);  // true, false; also as True and TRUE
std::optional<Uuid> read_uuid(std::string_view text);     // 8-4-4-4-12 hex digits
bool is_json(std::string_view text);
bool is_inet(std::string_view text);
bool is_mac(std::string_view text);

}  // namespace oar::file
