#pragma once
// The statements that read rows.

#include <optional>
#include <string>
#include <vector>

#include "plugins/postgresql/source/relation.hpp"
#include "plugins/postgresql/source/split_data.hpp"

namespace oar::postgresql::source {

// Which rows of a relation, beside the user's filter.
struct Piece {
  std::uint64_t from = 0;      // block
  std::uint64_t to = 0;        // 0 = the end
  bool everything = true;      // no blocks
  std::string condition = {};  // more
};

class Select {
 public:
  Select(Relation const& relation, SplitData const& data);

  // Which columns of the relation are read, in this order.
  std::vector<std::size_t> const& columns() const { return columns_; }
  // What is selected behind the columns.
  void also(std::string expression) { more_.push_back(std::move(expression)); }

  // Also tells, once described, whether the columns are still those that were planned.
  std::string query(Piece const& piece) const;
  std::string copy(Piece const& piece) const { return "COPY (" + query(piece) + ") TO STDOUT (FORMAT binary)"; }
  // Any other question about these rows.
  std::string about(std::string const& what, Piece const& piece, std::string const& tail) const;

  // Errc::schema when the server would send other types than those planned.
  Result<void> check(Connection& connection, std::string const& table) const;

 private:
  Relation const& relation_;
  SplitData const& data_;
  std::vector<std::size_t> columns_;
  std::vector<std::string> more_;
};

}  // namespace oar::postgresql::source
