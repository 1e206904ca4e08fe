#pragma once
// Batches to the server by COPY; a row that it refuses becomes a reject, and the others stay.

#include <oar/destination.hpp>

#include <string>

#include "plugins/postgresql/connection/connection.hpp"
#include "plugins/postgresql/destination/encode_rows.hpp"

namespace oar::postgresql {

// Within a transaction. One per table and transaction; the encoder remembers how many rows there were.
class Load {
 public:
  // `copy`: the statement that begins a copy; `table` outlives the load.
  Load(Table const& table, RowEncoder encoder, std::string copy)
      : table_{&table}, encoder_{std::move(encoder)}, copy_{std::move(copy)} {}

  Result<void> write(Connection& connection, Batch const& batch, Host const& host);
  // Rows sent so far: the number that the next one gets.
  std::int64_t rows() const { return next_; }

 private:
  struct Job;
  Result<std::uint64_t> copy(Job& job, RowRange rows);
  Result<void> find_refused(Job& job, RowRange rows);
  Result<void> refuse(Job& job, Fault const& fault);

  Table const* table_;
  RowEncoder encoder_;
  std::string copy_;
  std::int64_t next_ = 0;
};

}  // namespace oar::postgresql
