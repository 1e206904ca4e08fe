#include "plugins/sqlite/insert.hpp"

#include <oar/json_text.hpp>
#include <oar/provenance.hpp>

#include <algorithm>

#include "plugins/sqlite/bind.hpp"
#include "plugins/sqlite/conversion.hpp"
#include "plugins/sqlite/create.hpp"
#include "plugins/sqlite/names.hpp"

namespace oar::sqlite {
namespace {

std::string on_conflict(Layout const& layout, Marks marks) {
  auto const key = merge_key(layout);
  if (key.empty()) return {};
  std::string updates;
  auto const set = [&](std::string const& name, std::string const& value) {
    updates.append(updates.empty() ? "" : ", ").append(quoted(name)).append(" = ").append(value);
  };
  for (auto const& field : layout.table.columns())
    if (std::ranges::find(key, field.name) == key.end()) set(field.name, "excluded." + quoted(field.name));
  if (marks == Marks::clear)
    if (auto const ours = provenance_of(layout.table)) set(ours->deleted_at(), "NULL");
  auto const action = updates.empty() ? "NOTHING" : "UPDATE SET " + updates;
  return " ON CONFLICT (" + quoted_list(key) + ") DO " + action;
}

// A parameter for each column, within what widens it where the table has become wider than this layout.
std::vector<std::string> values_of(Connection const& connection, Layout const& layout) {
  std::vector<std::string> values;
  for (auto const& field : layout.table.columns()) {
    auto const parameter = "?" + std::to_string(values.size() + 1);
    char const* declared = nullptr;
    sqlite3_table_column_metadata(connection.handle(), "main", layout.table.name().c_str(), field.name.c_str(),
                                  &declared, nullptr, nullptr, nullptr, nullptr);
    values.push_back(widening_into(declared ? declared : "", field.type, parameter).value_or(parameter));
  }
  return values;
}

bool is_the_rows_fault(int result) {
  auto const code = result & 0xff;
  return code == SQLITE_CONSTRAINT || code == SQLITE_TOOBIG || code == SQLITE_MISMATCH;
}

Result<void> reject(Batch const& batch, std::int64_t row, Host const& host, std::string_view reason) {
  std::string text;
  append_json(text, batch, row);
  return host.reject(batch.table().name(), text, reason);
}

int bind_row(std::vector<Binder>& binders, sqlite3_stmt* statement, std::int64_t row) {
  int parameter = 0;
  for (auto& binder : binders)
    if (auto const result = binder(statement, ++parameter, row); result != SQLITE_OK) return result;
  return SQLITE_OK;
}

// The statement still points into a batch that ends.
struct ClearAtEnd {
  Statement const& statement;
  ~ClearAtEnd() {
    statement.reset();
    statement.clear();
  }
};

}  // namespace

std::string insert_sql(Layout const& layout, std::vector<std::string> const& values, Marks marks) {
  std::string columns;
  std::string all;
  for (std::size_t i = 0; i < values.size(); ++i) {
    columns.append(columns.empty() ? "" : ", ").append(quoted(layout.table.columns()[i].name));
    all.append(all.empty() ? "" : ", ").append(values[i]);
  }
  return "INSERT INTO " + quoted(layout.table.name()) + " (" + columns + ") VALUES (" + all + ")" +
         on_conflict(layout, marks);
}

Result<Insert> Insert::prepare(Connection const& connection, Layout const& layout, Marks marks) {
  auto const sql = insert_sql(layout, values_of(connection, layout), marks);
  auto statement = OAR_TRY(Statement::prepare(connection, sql, "write table " + layout.table.name()));
  std::vector<std::size_t> key;
  for (auto const& name : merge_key(layout)) key.push_back(*layout.table.index_of(name));
  return Insert{std::move(statement), std::move(key), marks};
}

Result<void> Insert::write(Connection const& connection, Batch const& batch, Host const& host) {
  ClearAtEnd const at_end{statement_};
  std::vector<Binder> binders;
  for (auto const& column : batch.columns()) binders.emplace_back(column);
  auto* const statement = statement_.handle();
  for (std::int64_t row = 0; row < batch.rows(); ++row) {
    // An INTEGER PRIMARY KEY would invent a value for NULL.
    auto const no_key = std::ranges::find_if(key_, [&](auto at) { return binders[at].is_null(row); });
    if (no_key != key_.end()) {
      OAR_TRY(reject(batch, row, host, "key column " + batch.table().columns()[*no_key].name + " is NULL"));
      continue;
    }
    auto result = bind_row(binders, statement, row);
    if (result == SQLITE_OK) result = sqlite3_step(statement);
    if (result != SQLITE_DONE) {
      auto error = connection.failure(statement_.doing());
      sqlite3_reset(statement);
      if (!is_the_rows_fault(result)) return error;
      OAR_TRY(reject(batch, row, host, error.message()));
      continue;
    }
    sqlite3_reset(statement);
  }
  return {};
}

}  // namespace oar::sqlite
