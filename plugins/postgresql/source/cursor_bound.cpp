#include "plugins/postgresql/source/cursor_bound.hpp"

#include "plugins/postgresql/connection/names.hpp"

namespace oar::postgresql::source {
namespace {

std::string typed(RelationColumn const& column, std::string const& value) {
  return literal(value) + "::" + column.type_name;
}

bool is_number(std::string const& text) { return text.find_first_not_of("0123456789.") == std::string::npos; }

}  // namespace

std::string above(RelationColumn const& column, std::string const& value) {
  return quoted(column.name) + " > " + typed(column, value);
}

std::string from_lookback(RelationColumn const& column, std::string const& value, std::string const& lookback) {
  auto const bound = quoted(column.name) + " >= " + typed(column, value);
  if (lookback.empty()) return bound;
  return bound + " - " + (is_number(lookback) ? lookback : literal(lookback) + "::pg_catalog.interval");
}

std::string greatest_tail(RelationColumn const& column) { return " ORDER BY " + quoted(column.name) + " DESC LIMIT 1"; }

}  // namespace oar::postgresql::source
