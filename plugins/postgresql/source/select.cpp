#include "plugins/postgresql/source/select.hpp"

#include <algorithm>

#include "plugins/postgresql/connection/names.hpp"

namespace oar::postgresql::source {
namespace {

std::string place(std::uint64_t block) { return "'(" + std::to_string(block) + ",0)'::pg_catalog.tid"; }

}  // namespace

Select::Select(Relation const& relation, SplitData const& data) : relation_{relation}, data_{data} {
  for (std::size_t i = 0; i < relation.columns.size(); ++i)
    if (data.columns.empty() || std::ranges::find(data.columns, relation.columns[i].name) != data.columns.end())
      columns_.push_back(i);
}

std::string Select::query(Piece const& piece) const {
  std::string list;
  auto const add = [&](std::string const& expression) { list.append(list.empty() ? "" : ", ").append(expression); };
  for (auto const i : columns_) add(asked_sql(relation_.columns[i].plan, quoted(relation_.columns[i].name)));
  for (auto const& expression : more_) add(expression);
  return about(list, piece, "");
}

// The relation goes by its own name, so that filters may name it, also where one of its partitions is read.
std::string Select::about(std::string const& what, Piece const& piece, std::string const& tail) const {
  std::string conditions;
  auto const add = [&](std::string const& condition) {
    if (!condition.empty()) conditions.append(conditions.empty() ? " WHERE (" : " AND (").append(condition).append(")");
  };
  if (!piece.everything) {
    if (piece.from > 0) add("ctid >= " + place(piece.from));
    if (piece.to > 0) add("ctid < " + place(piece.to));
  }
  add(piece.condition);
  if (!data_.where.empty()) add(data_.where + "\n");  // it may end in a comment
  return "SELECT " + what + " FROM " + qualified(data_.schema, data_.name) + " AS " + quoted(relation_.name) +
         conditions + tail;
}

Result<void> Select::check(Connection& connection, std::string const& table) const {
  auto const described = connection.ask(query({.condition = "false"}), "read " + table);
  if (!described) return described.error();
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    auto const& column = relation_.columns[columns_[i]];
    if (column.plan.asked != ColumnPlan::Asked::plain) continue;
    auto const at = static_cast<int>(i);
    if (PQftype(described->handle(), at) == column.plan.sent.type &&
        (column.plan.decoder.how != How::decimal || PQfmod(described->handle(), at) == column.plan.sent.modifier))
      continue;
    return Error::of(Errc::schema, "table ", table, ": column ", column.name,
                     " has been given another type since the table was looked at; sync again");
  }
  return {};
}

}  // namespace oar::postgresql::source
