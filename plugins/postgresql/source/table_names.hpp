#pragma once
// The names that tables have in Oarlock, and patterns over them.

#include <string>
#include <string_view>

namespace oar::postgresql::source {

// "schema.table", and "table" where the schema is public and not asked for. A part with a dot or a quotation mark in it
// is quoted, so that two tables never have one name.
std::string table_name(std::string_view schema, std::string_view name, bool qualify_public);

// "column" or "table.column", with * for any text.
bool matches(std::string_view pattern, std::string_view name);

}  // namespace oar::postgresql::source
