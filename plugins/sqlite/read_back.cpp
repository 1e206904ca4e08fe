#include "plugins/sqlite/read_back.hpp"

#include "plugins/sqlite/names.hpp"
#include "plugins/sqlite/read_value.hpp"

namespace oar::sqlite {

Result<std::unique_ptr<Reader>> RowReader::open(Connection connection, Table const& table) {
  auto reader = std::make_unique<RowReader>(std::move(connection));
  std::vector<std::string> names;
  for (auto const& field : table.columns()) names.push_back(field.name);
  auto const sql = "SELECT " + quoted_list(names) + " FROM " + quoted(table.name());
  reader->rows_ = OAR_TRY(Statement::prepare(reader->connection_, sql, "read table " + table.name()));
  reader->columns_ = static_cast<int>(names.size());
  return std::unique_ptr<Reader>{std::move(reader)};
}

Result<More> RowReader::next(Output& out) {
  auto& rows = out.to(std::size_t{0});
  while (!out.full()) {
    if (!OAR_TRY(rows_->step())) return More::no;
    for (int i = 0; i < columns_; ++i)
      OAR_TRY(read_value(rows.column(static_cast<std::size_t>(i)), rows_->handle(), i));
    rows.add_rows(1);
  }
  return More::yes;
}

}  // namespace oar::sqlite
