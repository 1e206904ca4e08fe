#pragma once
// Identifiers and literals in SQL.

#include <string>
#include <string_view>
#include <vector>

namespace oar::postgresql {

inline constexpr std::size_t longest_name = 63;  // NAMEDATALEN - 1 of every server that is not specially built

// "a ""strange"" name"
std::string quoted(std::string_view name);
// Several, with commas.
std::string quoted_list(std::vector<std::string> const& names);
// "schema"."table"
std::string qualified(std::string_view schema, std::string_view name);
// 'it''s', whatever standard_conforming_strings says.
std::string literal(std::string_view text);

// A name as the server can hold it: longer ones keep their beginning, followed by _ and 16 hex digits of a hash of the
// whole, so that two long names stay two.
std::string fitted(std::string_view name);

}  // namespace oar::postgresql
