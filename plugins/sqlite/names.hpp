#pragma once
// Names of tables and columns in SQL, and which ones SQLite cannot hold.

#include <oar/table.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace oar::sqlite {

inline constexpr std::size_t most_columns = 2000;  // SQLITE_MAX_COLUMN, unless SQLite was built otherwise

// "a ""strange"" name"
std::string quoted(std::string_view name);
// Not std::quoted, which <filesystem> brings along.
inline std::string quoted(std::string const& name) { return quoted(std::string_view{name}); }
// Several, with commas.
std::string quoted_list(std::vector<std::string> const& names);

// SQLite takes names that differ only in the case of ASCII letters for one.
bool same_name(std::string_view a, std::string_view b);

// Errc::schema for a table that cannot stand in a SQLite file under its own names.
Result<void> check_names(Table const& table);

}  // namespace oar::sqlite
