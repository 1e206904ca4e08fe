#pragma once
// Rows, deletions and cursors of one commit.

#include <oar/destination.hpp>

#include <string>

#include "plugins/sqlite/session.hpp"

namespace oar::sqlite {

// The file's gate is entered with the first change, not before: an idle transaction is in nobody's way.
class SqliteTransaction final : public Transaction {
 public:
  SqliteTransaction(Session& session, std::string token, Host host);
  ~SqliteTransaction() override;

  Result<void> write(Layout const& layout, Batch batch) override;
  Result<void> delete_records(Layout const& layout, Batch keys, bool cascade) override;
  Result<StaleCount> delete_stale(Layout const& layout, StaleRows const& rows) override;
  Result<void> commit(std::span<StoredState const> states) override;
  void cancel() override;

 private:
  Result<void> start();
  Result<void> finish_commit();

  Session& session_;
  std::string token_;
  Host host_;
  GatePass pass_;
};

}  // namespace oar::sqlite
