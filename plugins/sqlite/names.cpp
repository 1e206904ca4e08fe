#include "plugins/sqlite/names.hpp"

#include <algorithm>
#include <map>

namespace oar::sqlite {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

std::string lower(std::string_view name) {
  std::string out{name};
  std::ranges::transform(out, out.begin(), [](char c) { return lower(c); });
  return out;
}

Result<void> check_name(std::string_view what, std::string_view name) {
  if (name.empty()) return Error::of(Errc::schema, what, " has no name");
  if (name.find('\0') != name.npos) return Error::of(Errc::schema, what, " has a NUL character in its name");
  return {};
}

}  // namespace

std::string quoted(std::string_view name) {
  std::string out{'"'};
  for (auto const c : name) {
    if (c == '"') out += '"';
    out += c;
  }
  return out += '"';
}

std::string quoted_list(std::vector<std::string> const& names) {
  std::string out;
  for (auto const& name : names) out.append(out.empty() ? "" : ", ").append(quoted(name));
  return out;
}

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(
      a, b, {}, [](char c) { return lower(c); }, [](char c) { return lower(c); });
}

Result<void> check_names(Table const& table) {
  OAR_TRY(check_name("a table", table.name()));
  auto const where = "table " + table.name();
  auto const name = lower(table.name());
  if (name.starts_with("sqlite_") || name.starts_with("_oar_"))
    return Error::of(Errc::schema, where, ": names with ", name.substr(0, name.find('_', 1) + 1),
                     " in front are reserved; rename or skip the table");
  if (table.columns().empty()) return Error::of(Errc::schema, where, " has no columns");
  if (table.columns().size() > most_columns)
    return Error::of(Errc::schema, where, " has ", table.columns().size(), " columns, SQLite takes ", most_columns,
                     "; leave some out with skip_columns");
  std::map<std::string, std::string_view> seen;
  for (auto const& column : table.columns()) {
    OAR_TRY(check_name(where + ": a column", column.name));
    auto const [other, fresh] = seen.try_emplace(lower(column.name), column.name);
    if (!fresh)
      return Error::of(Errc::schema, where, ": columns ", other->second, " and ", column.name,
                       " are one name to SQLite, which ignores case; leave one out with skip_columns");
  }
  return {};
}

}  // namespace oar::sqlite
