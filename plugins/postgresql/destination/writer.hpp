#pragma once
// The server as one source writes to it.

#include <oar/destination.hpp>

#include <memory>
#include <string>

#include "plugins/postgresql/destination/store.hpp"

namespace oar::postgresql {

class PostgresqlWriter final : public Writer {
 public:
  // Makes the schema and the tables of ours, unless the writer is read-only.
  static Result<std::unique_ptr<Writer>> open(Where where, WriterOptions options);
  PostgresqlWriter(Where where, WriterOptions options) : store_{std::move(where), std::move(options)} {}

  Abilities abilities() const override;
  Result<std::vector<StoredState>> load_state() override;
  Result<std::vector<std::string>> migrate(Layout const& layout, MigrateMode mode) override;
  Result<std::unique_ptr<Transaction>> begin(std::string token, Host host) override;
  Result<bool> resolve(std::string_view token) override;
  Result<std::unique_ptr<Reader>> read_back(Table const& table) override;

 private:
  // Runs a body with a session that is given back.
  template <class Body>
  auto with_session(Body body) -> decltype(body(std::declval<Connection&>()));
  Result<void> apply(Connection& connection, Layout const& layout, bool forced, std::vector<std::string>& statements);

  Store store_;
};

}  // namespace oar::postgresql
