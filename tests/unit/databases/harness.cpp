#include "harness.hpp"

#include <oar/detail/read_back_stream.hpp>
#include <oar/json_text.hpp>

namespace oar::test {

Batch batch_of(Table const& table, Rows& rows) {
  REQUIRE_FALSE(rows.fault());
  return ok(Batch::make(table, rows.finish()));
}

void write(Writer& writer, Layout const& layout, Rows rows, std::string const& token,
           std::vector<StoredState> const& states) {
  ok(writer.migrate(layout, MigrateMode::safe));
  auto const transaction = ok(writer.begin(token, {}));
  ok(transaction->write(layout, batch_of(layout.table, rows)));
  ok(transaction->commit(states));
}

std::vector<std::string> read_back(Writer& writer, Table const& table) {
  RowStream stream{table, ok(writer.read_back(table))};
  std::vector<std::string> lines;
  while (auto array = ok(stream.next())) {
    auto const batch = ok(Batch::make(table, std::move(array)));
    for (std::int64_t row = 0; row < batch.rows(); ++row) append_json(lines.emplace_back(), batch, row);
  }
  return lines;
}

RejectHost::RejectHost() {
  handle_.struct_size = sizeof handle_;
  handle_.self = this;
  handle_.get_extension = get_extension;
}

void const* RejectHost::get_extension(oar_host const*, char const* id) {
  static oar_host_reject const service{sizeof(oar_host_reject), 0, reject};
  return std::string_view{id} == OAR_HOST_REJECT ? &service : nullptr;
}

oar_status RejectHost::reject(oar_host const* host, oar_str table, oar_bytes row, oar_str reason, oar_error*) {
  auto const row_text = std::string{reinterpret_cast<char const*>(row.data), row.size};
  static_cast<RejectHost*>(host->self)
      ->rejected_.push_back({std::string{detail::view(table)}, row_text, std::string{detail::view(reason)}});
  return OAR_OK;
}

Table people() {
  Table table{"people"};
  table.required("_oar_source", Type::text).required("_oar_scope", Type::text);
  table.required("_oar_sync_time", Type::timestamp).key("id", Type::int64).column("name", Type::text);
  return table;
}

Layout const& people_by_id() {
  static Layout const layout{0, WriteMode::upsert, people()};
  return layout;
}

Rows person(std::int64_t id, char const* name) {
  Rows rows{people()};
  rows.row("src", "a", 1'000'000, id, name);
  return rows;
}

}  // namespace oar::test
