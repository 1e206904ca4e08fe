#include "plugins/sqlite/session.hpp"

#include <oar/provenance.hpp>

namespace oar::sqlite {

bool has_column(Connection const& connection, std::string const& table, std::string const& column) {
  return sqlite3_table_column_metadata(connection.handle(), "main", table.c_str(), column.c_str(), nullptr, nullptr,
                                       nullptr, nullptr, nullptr) == SQLITE_OK;
}

Result<Insert*> Session::insert_of(Layout const& layout) {
  auto const ours = layout.mode == WriteMode::upsert ? provenance_of(layout.table) : std::nullopt;
  auto const marked = ours && has_column(connection, layout.table.name(), ours->deleted_at());
  auto const marks = marked ? Marks::clear : Marks::none;
  auto const known = inserts.find(layout.index);
  if (known != inserts.end() && known->second.marks() == marks) return &known->second;
  auto fresh = OAR_TRY(Insert::prepare(connection, layout, marks));
  return &inserts.insert_or_assign(layout.index, std::move(fresh)).first->second;
}

}  // namespace oar::sqlite
