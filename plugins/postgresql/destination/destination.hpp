#pragma once
// The PostgreSQL destination: its settings, and a writer per source.

#include <oar/destination.hpp>

#include <array>
#include <memory>
#include <string>

#include "plugins/postgresql/destination/store.hpp"

namespace oar::postgresql {

struct DestinationConfig {
  Required<Secret<std::string>> connection_string;
  std::string schema = "public";
  std::int32_t connections = 4;
};
BOOST_DESCRIBE_STRUCT(DestinationConfig, (), (connection_string, schema, connections))
constexpr auto oar_settings(DestinationConfig const*) {
  return std::to_array<Setting>({
      {"connection_string",
       "The database: postgresql://USER@HOST:PORT/DATABASE or host=HOST dbname=DATABASE user=USER, as libpq takes it; "
       "take a password from ${ENV}, ${file:}, .pgpass or a service file"},
      {"schema", "The schema that tables are written to; it is made when it is missing", R"({"minLength": 1})"},
      {"connections", "Transactions at once, each over a connection of its own", R"({"minimum": 1, "maximum": 64})"},
  });
}

class PostgresqlDestination final : public Destination {
 public:
  using Config = DestinationConfig;

  static Result<std::unique_ptr<PostgresqlDestination>> open(Config config, Host host);
  explicit PostgresqlDestination(Where where) : where_{std::move(where)} {}

  Result<std::unique_ptr<Writer>> open(WriterOptions options) override;
  Result<void> test_connection() override;

 private:
  Where where_;
};

}  // namespace oar::postgresql
