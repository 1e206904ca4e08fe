#include "plugins/sqlite/delete_records.hpp"

#include <oar/provenance.hpp>

#include "plugins/sqlite/bind.hpp"
#include "plugins/sqlite/names.hpp"
#include "plugins/sqlite/statement.hpp"

namespace oar::sqlite {
namespace {

std::string by_key(Table const& table) {
  std::string condition;
  int parameter = 0;
  for (auto const& name : table.primary_key())
    condition.append(condition.empty() ? "" : " AND ")
        .append(quoted(name))
        .append(" = ?")
        .append(std::to_string(++parameter));
  return condition;
}

// "(child columns) IN (SELECT parent columns FROM parent WHERE ...)": by the mapped key, else by the ids of ours.
Result<std::string> belongs_to(Table const& child, Table const& parent, std::string const& condition) {
  std::vector<std::string> mine;
  std::vector<std::string> theirs;
  for (auto const& [column, parent_column] : child.parent_key()) {
    mine.push_back(column);
    theirs.push_back(parent_column);
  }
  auto const ours = provenance_of(child);
  if (mine.empty() && ours && child.index_of(ours->prefix + "parent_id") && parent.index_of(ours->prefix + "id")) {
    mine.push_back(ours->prefix + "parent_id");
    theirs.push_back(ours->prefix + "id");
  }
  if (mine.empty())
    return Error::of(Errc::unsupported, "table ", child.name(), " does not say which rows of ", parent.name(),
                     " its rows belong to, so they cannot be deleted with them");
  return "(" + quoted_list(mine) + ") IN (SELECT " + quoted_list(theirs) + " FROM " + quoted(parent.name()) +
         " WHERE " + condition + ")";
}

using Conditions = std::vector<std::pair<std::string, std::string>>;  // table, condition

// Deepest first, since a grandchild is found through its parent.
Result<void> collect(Session const& session, Table const& table, std::string const& condition, Conditions& into) {
  for (auto const& [name, child] : session.tables) {
    if (child.parent() != table.name() || name == table.name()) continue;
    auto const rows = OAR_TRY(belongs_to(child, table, condition));
    OAR_TRY(collect(session, child, rows, into));
  }
  into.emplace_back(table.name(), condition);
  return {};
}

Result<void> delete_where(Session const& session, std::string const& table, std::string const& condition,
                          Batch const& keys) {
  auto const sql = "DELETE FROM " + quoted(table) + " WHERE " + condition;
  auto const statement = OAR_TRY(Statement::prepare(session.connection, sql, "delete records of " + table));
  std::vector<Binder> binders;
  for (auto const& column : keys.columns()) binders.emplace_back(column);
  for (std::int64_t row = 0; row < keys.rows(); ++row) {
    int parameter = 0;
    for (auto& binder : binders)
      if (binder(statement.handle(), ++parameter, row) != SQLITE_OK)
        return session.connection.failure(statement.doing());
    if (sqlite3_step(statement.handle()) != SQLITE_DONE) return session.connection.failure(statement.doing());
    statement.reset();
  }
  return {};
}

}  // namespace

Result<void> delete_records(Session const& session, Layout const& layout, Batch const& keys, Children children) {
  if (layout.table.primary_key().empty())
    return Error::of(Errc::unsupported, "table ", layout.table.name(), " has no key to delete records by");
  Conditions conditions;
  if (children == Children::too)
    OAR_TRY(collect(session, layout.table, by_key(layout.table), conditions));
  else
    conditions.emplace_back(layout.table.name(), by_key(layout.table));
  for (auto const& [table, condition] : conditions) OAR_TRY(delete_where(session, table, condition, keys));
  return {};
}

}  // namespace oar::sqlite
