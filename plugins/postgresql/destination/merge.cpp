#include "plugins/postgresql/destination/merge.hpp"

#include <algorithm>

#include "plugins/postgresql/connection/names.hpp"

namespace oar::postgresql {
namespace {

constexpr std::string_view same_row_twice = "21000";  // SQLSTATE

enum class Repeats { none, possible };
enum class Marks { none, clear };

std::string on_conflict(LayoutPlan const& plan, Marks marks) {
  if (plan.key.empty()) return {};
  std::string updates;
  auto const set = [&](std::string const& name, std::string const& value) {
    updates.append(updates.empty() ? "" : ", ").append(name).append(" = ").append(value);
  };
  for (auto const& name : plan.columns)
    if (std::ranges::find(plan.key_names, name) == plan.key_names.end()) set(name, "EXCLUDED." + name);
  if (marks == Marks::clear) set(plan.mark, "NULL");
  return " ON CONFLICT (" + joined(plan.key_names) + ") DO " + (updates.empty() ? "NOTHING" : "UPDATE SET " + updates);
}

// "INSERT INTO ... SELECT ... ON CONFLICT ..."
std::string merge_sql(LayoutPlan const& plan, Numbers rows, Repeats repeats, Marks marks) {
  auto const columns = joined(plan.columns);
  auto const number = quoted(stage_number);
  auto const keys = joined(plan.key_names);
  auto from = plan.stage + " WHERE " + number + " >= " + std::to_string(rows.begin) + " AND " + number + " < " +
              std::to_string(rows.end);
  if (repeats == Repeats::possible && !plan.key.empty())
    from = "(SELECT DISTINCT ON (" + keys + ") " + columns + " FROM " + from + " ORDER BY " + keys + ", " + number +
           " DESC) AS latest";
  return "INSERT INTO " + plan.target + " (" + columns + ") SELECT " + columns + " FROM " + from +
         on_conflict(plan, marks);
}

}  // namespace

Result<void> merge(Connection& connection, Store& store, LayoutPlan const& plan, Numbers rows) {
  if (rows.begin == rows.end) return {};
  auto const doing = "merge into table " + plan.table.name();
  auto const& table = plan.table.name();
  auto const marks = store.has_mark(plan) ? Marks::clear : Marks::none;
  if (!store.has_repeats(table)) {
    // Equal keys are rare, and looking for them means sorting: so the server is asked first.
    auto const sql = "RELEASE SAVEPOINT oarlock; SAVEPOINT oarlock; " + merge_sql(plan, rows, Repeats::none, marks);
    auto const merged = connection.run(sql, doing);
    if (merged || merged.error().vendor_code() != same_row_twice) return merged;
    store.note_repeats(table);
    OAR_TRY(connection.run("ROLLBACK TO SAVEPOINT oarlock", doing));
  }
  return connection.run(merge_sql(plan, rows, Repeats::possible, marks), doing);
}

}  // namespace oar::postgresql
