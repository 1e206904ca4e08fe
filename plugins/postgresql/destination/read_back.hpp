#pragma once
// Committed rows of a table, in the types that the caller wants.

#include <oar/source.hpp>

#include <memory>
#include <optional>

#include "plugins/postgresql/connection/copy.hpp"

namespace oar::postgresql {

// Reads in a session of its own, so it sees what is committed and nothing else.
class RowReader final : public Reader {
 public:
  static Result<std::unique_ptr<Reader>> open(std::unique_ptr<Connection> connection, std::string const& schema,
                                              Table const& table);
  RowReader(std::unique_ptr<Connection> connection, CopyOut rows, std::vector<std::string> names)
      : connection_{std::move(connection)}, rows_{std::move(rows)}, names_{std::move(names)} {}

  Result<More> next(Output& out) override;

 private:
  Result<void> read_row(Rows& into, std::string_view line) const;

  std::unique_ptr<Connection> connection_;
  CopyOut rows_;
  std::vector<std::string> names_;
};

}  // namespace oar::postgresql
