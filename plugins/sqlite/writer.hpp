#pragma once
// The database as one source writes to it.

#include <oar/destination.hpp>

#include <memory>
#include <string>

#include "plugins/sqlite/session.hpp"

namespace oar::sqlite {

class SqliteWriter final : public Writer {
 public:
  // Makes the file and the tables of ours, unless the writer is read-only.
  static Result<std::unique_ptr<Writer>> open(std::string const& path, WriterOptions options);
  explicit SqliteWriter(Session session) : session_{std::move(session)} {}

  Abilities abilities() const override;
  Result<std::vector<StoredState>> load_state() override;
  Result<std::vector<std::string>> migrate(Layout const& layout, MigrateMode mode) override;
  Replacement replaced() const override { return replaced_; }
  Result<std::unique_ptr<Transaction>> begin(std::string token, Host host) override;
  Result<bool> resolve(std::string_view token) override;
  Result<void> finish() override;
  Result<std::unique_ptr<Reader>> read_back(Table const& table) override;

 private:
  // For questions that may be asked while a transaction is open.
  Result<Connection> ask() const {
    return Connection::open(session_.connection.path(), session_.options.read_only ? Access::snapshot : Access::read);
  }

  Session session_;
  Replacement replaced_;  // by the last migrate()
};

}  // namespace oar::sqlite
