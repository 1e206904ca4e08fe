#pragma once
// Committed rows of a table, in the types that the caller wants.

#include <oar/source.hpp>

#include <memory>

#include "plugins/sqlite/statement.hpp"

namespace oar::sqlite {

// Reads through a connection of its own, so it sees what is committed and nothing else.
class RowReader final : public Reader {
 public:
  static Result<std::unique_ptr<Reader>> open(Connection connection, Table const& table);
  explicit RowReader(Connection connection) : connection_{std::move(connection)} {}

  Result<More> next(Output& out) override;

 private:
  Connection connection_;
  std::optional<Statement> rows_;
  int columns_ = 0;
};

}  // namespace oar::sqlite
