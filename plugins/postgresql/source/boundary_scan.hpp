#pragma once
// Reads what is new in a view or foreign table, by the values of its cursor column alone: from the last value on, or
// from `lookback` below it. The rows that the last read has met there are known by their digests and left out.

#include "plugins/postgresql/source/config.hpp"
#include "plugins/postgresql/source/position.hpp"
#include "plugins/postgresql/source/scan.hpp"

#include <set>

namespace oar::postgresql::source {

class BoundaryScan final : public Scan, private RowFilter {
 public:
  static Result<std::unique_ptr<Reader>> open(Subject subject, SourceConfig const& config, Cursor const& from);
  BoundaryScan(Subject subject, SourceConfig const& config, Position position);

  Result<More> next(Output& out) override;

 private:
  Result<void> start(Output& out);
  bool wants(std::vector<RawValue> const& values, std::size_t more) override;
  RelationColumn const& cursor_column() const;

  SourceConfig const config_;
  Position position_;                  // as saved, then as it will be
  std::multiset<std::string> known_;   // digests of rows that were read
  std::vector<std::string> boundary_;  // of those that the next read will meet again
  std::unique_ptr<Tuples> tuples_;
};

// 32 hex digits that stand for the bytes of a row's values.
std::string digest(std::vector<RawValue> const& values, std::size_t count);

}  // namespace oar::postgresql::source
