// The test support's insides.
#include "support.hpp"

#include "plugins/postgresql/destination/writer.hpp"

namespace oar::test {

using namespace oar::postgresql;

Database::Database(Cluster& cluster) : cluster_{cluster}, name_{cluster.create_database()} {}

Where Database::where(int connections) const { return {ok(Login::parse(connection_string())), "public", connections}; }

std::unique_ptr<Writer> Database::writer(std::string source, std::int64_t sync_time_us, std::string sync_id) const {
  return ok(PostgresqlWriter::open(
      where(), {.source_name = std::move(source), .sync_id = std::move(sync_id), .sync_time_us = sync_time_us}));
}

std::unique_ptr<Writer> Database::reader() const {
  return ok(PostgresqlWriter::open(where(), {.source_name = "src", .read_only = true}));
}

Database const* emptied() {
  static Database const database;
  database.run("DROP TABLE IF EXISTS one, _oar_commits, _oar_cursors");
  return &database;
}

}  // namespace oar::test
