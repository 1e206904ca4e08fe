#pragma once
// The server as one source writes to it.

#include <oar/destination.hpp>

#include <memory>
#include <string>

#include "plugins/postgresql/destination/set_aside.hpp"
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
  Replacement replaced() const override { return replaced_; }
  Result<std::unique_ptr<Transaction>> begin(std::string token, Host host) override;
  Result<bool> resolve(std::string_view token) override;
  Result<void> finish() override;
  Result<std::unique_ptr<Reader>> read_back(Table const& table) override;

 private:
  // Runs a body with a session that is given back.
  template <class Body>
  auto with_session(Body body) -> decltype(body(std::declval<Connection&>()));
  Result<Migration> plan(Connection& connection, Layout const& layout, MigrateMode mode) const;
  Result<void> apply(Connection& connection, Layout const& layout, MigrateMode mode, Migration& migration);
  Result<Migration> migrate_over(Connection& connection, Layout const& layout, MigrateMode mode);
  Result<void> drop_one(Connection& connection, std::string const& kept_as);

  Store store_;
  Replacement replaced_;      // by the last migrate()
  bool told_schema_ = false;  // a dry run names the schema that is to be made once
};

}  // namespace oar::postgresql
