#include "plugins/postgresql/destination/check_names.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "plugins/postgresql/connection/names.hpp"

namespace oar::postgresql {
namespace {

constexpr auto system_columns = std::to_array<std::string_view>({"ctid", "xmin", "cmin", "xmax", "cmax", "tableoid"});

Result<void> check_name(std::string_view what, std::string_view name) {
  if (name.empty()) return Error::of(Errc::schema, what, " has no name");
  if (name.find('\0') != name.npos) return Error::of(Errc::schema, what, " has a NUL character in its name");
  return {};
}

}  // namespace

Result<void> check_names(Table const& table) {
  OAR_TRY(check_name("a table", table.name()));
  auto const where = "table " + table.name();
  if (table.name().starts_with("_oar_"))
    return Error::of(Errc::schema, where, ": names with _oar_ in front are reserved; rename or skip the table");
  if (table.columns().empty()) return Error::of(Errc::schema, where, " has no columns");
  if (table.columns().size() > most_columns)
    return Error::of(Errc::schema, where, " has ", table.columns().size(), " columns, PostgreSQL takes ", most_columns,
                     "; leave some out with skip_columns");
  std::map<std::string, std::string_view> seen;
  for (auto const& column : table.columns()) {
    OAR_TRY(check_name(where + ": a column", column.name));
    if (std::ranges::find(system_columns, column.name) != system_columns.end())
      return Error::of(Errc::schema, where, ": PostgreSQL keeps the column name ", column.name,
                       " for itself; leave it out with skip_columns");
    auto const [other, fresh] = seen.try_emplace(fitted(column.name), column.name);
    if (!fresh)
      return Error::of(Errc::schema, where, ": columns ", other->second, " and ", column.name,
                       " are one name to PostgreSQL; leave one out with skip_columns");
  }
  for (auto const& name : table.primary_key())
    if (!table.index_of(name))
      return Error::of(Errc::schema, where, ": its key column ", name, " is not among its columns");
  return {};
}

}  // namespace oar::postgresql
