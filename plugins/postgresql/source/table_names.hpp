#pragma once
// The names that tables have in Oarlock.

#include <string>
#include <string_view>

namespace oar::postgresql::source {

// "schema.table", and "table" where the schema is public and not asked for. A part with a dot or a quotation mark in it
// is quoted, so that two tables never have one name.
std::string table_name(std::string_view schema, std::string_view name, bool qualify_public);

}  // namespace oar::postgresql::source
