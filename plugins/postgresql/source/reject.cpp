#include "plugins/postgresql/source/reject.hpp"

#include <oar/json_text.hpp>
#include <oar/rows.hpp>

namespace oar::postgresql::source {

std::string row_json(Relation const& relation, std::vector<std::size_t> const& columns,
                     std::span<RawValue const> values) {
  Table table{relation.table.name()};
  for (auto const i : columns) table.column(relation.columns[i].name, relation.columns[i].plan.decoder.type);
  Rows rows{table};
  for (std::size_t i = 0; i < columns.size(); ++i) {
    auto const& decoder = relation.columns[columns[i]].plan.decoder;
    if (misfit(decoder, values[i]).empty())
      append(decoder, values[i], rows.column(i));
    else
      rows.column(i).append_null();
  }
  rows.add_rows(1);
  auto const batch = Batch::make(table, rows.finish());
  std::string out;
  if (batch) append_json(out, *batch, 0);
  return out;
}

}  // namespace oar::postgresql::source
