// The test support's insides.
#include "support.hpp"

#include <oar/detail/read_back_stream.hpp>
#include <oar/json_text.hpp>

#include "plugins/postgresql/destination/writer.hpp"

namespace oar::postgresql::test {

Database::Database(Cluster& cluster) : cluster_{cluster}, name_{cluster.create_database()} {}

Where Database::where(int connections) const { return {ok(Login::parse(connection_string())), "public", connections}; }

std::unique_ptr<Writer> Database::writer(std::string source, std::int64_t sync_time_us, std::string sync_id) const {
  return ok(PostgresqlWriter::open(
      where(), {.source_name = std::move(source), .sync_id = std::move(sync_id), .sync_time_us = sync_time_us}));
}

std::unique_ptr<Writer> Database::reader() const {
  return ok(PostgresqlWriter::open(where(), {.source_name = "src", .read_only = true}));
}

void ok(Result<void> const& result) {
  INFO((result ? std::string{} : result.error().message()));
  REQUIRE(result);
}

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

}  // namespace oar::postgresql::test
