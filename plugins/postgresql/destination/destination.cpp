#include "plugins/postgresql/destination/destination.hpp"

#include <utility>

#include "plugins/postgresql/connection/names.hpp"
#include "plugins/postgresql/destination/writer.hpp"

namespace oar::postgresql {

Result<std::unique_ptr<PostgresqlDestination>> PostgresqlDestination::open(Config config, Host) {
  if (config.schema.empty() || config.schema.size() > longest_name || config.schema.find('\0') != std::string::npos)
    return Error::of(Errc::config, "schema: expected a name of 1 to ", longest_name, " bytes");
  if (config.schema.starts_with("pg_"))
    return Error::of(Errc::config, "schema: names that begin with pg_ are PostgreSQL's own");
  Where where{OAR_TRY(Login::parse((*config.connection_string).reveal())), config.schema, config.connections};
  return std::make_unique<PostgresqlDestination>(std::move(where));
}

Result<std::unique_ptr<Writer>> PostgresqlDestination::open(WriterOptions options) {
  return PostgresqlWriter::open(where_, std::move(options));
}

Result<void> PostgresqlDestination::test_connection() {
  OAR_TRY(open({.source_name = "test", .read_only = true}));
  return {};
}

}  // namespace oar::postgresql
