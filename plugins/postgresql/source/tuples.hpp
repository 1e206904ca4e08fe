#pragma once
// From the stream of a binary COPY to rows of a table.
// Source: https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format"

#include <oar/output.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plugins/postgresql/connection/copy.hpp"
#include "plugins/postgresql/source/handful.hpp"
#include "plugins/postgresql/source/relation.hpp"

namespace oar::postgresql::source {

// Which rows, by what was selected behind the columns, are wanted.
class RowFilter {
 public:
  virtual ~RowFilter() = default;
  // `more`: where the values behind the columns begin.
  virtual bool wants(std::span<RawValue const> values, std::size_t more) = 0;
};

class Tuples {
 public:
  // `columns`: of the relation, in the order of the statement; `more`: how many values follow.
  Tuples(Relation const& relation, std::vector<std::size_t> columns, std::size_t more);

  Result<void> start(Connection& connection, std::string const& copy, std::string const& doing);
  bool started() const { return copy_.has_value(); }

  // Adds rows until `out` is full or the copy has ended; then started() is false.
  Result<void> fill(Output& out, RowFilter* filter);

  std::int64_t rows() const { return rows_; }  // added so far, over all copies

 private:
  // The bytes of a row's values, unless the message holds no row.
  Result<std::optional<std::string_view>> row_in(std::string_view message);
  Result<void> gather(std::size_t most, RowFilter* filter);
  bool all_fit() const;
  Result<void> append_gathered(Output& out, Rows& rows);
  Result<void> append_row(Output& out, Rows& rows, std::span<RawValue const> row);
  Result<void> reject(Output& out, std::span<RawValue const> row, std::size_t at) const;

  Relation const& relation_;
  std::vector<std::size_t> const columns_;
  std::vector<Decoder const*> decoders_;
  Handful handful_;
  std::optional<CopyOut> copy_;
  std::string_view message_;  // the copy's, not looked at yet
  bool in_header_ = true;
  std::int64_t rows_ = 0;
};

}  // namespace oar::postgresql::source
