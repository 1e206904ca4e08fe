#pragma once
// Reads what is new in a view or foreign table, by the values of its cursor column alone: from the last value on, or
// from `lookback` below it. The rows that the last read has met there are known by their fingerprints and left out.
// The server compares the values, in its types and collations, so this is not an oar::CursorColumn.

#include <oar/fingerprint.hpp>

#include <optional>
#include <string>

#include "plugins/postgresql/source/config.hpp"
#include "plugins/postgresql/source/position.hpp"
#include "plugins/postgresql/source/scan.hpp"

namespace oar::postgresql::source {

class BoundaryScan final : public Scan, private RowFilter {
 public:
  static Result<std::unique_ptr<Reader>> open(Subject subject, SourceConfig const& config, Cursor const& from);
  BoundaryScan(Subject subject, SourceConfig const& config, Position position, KnownRows known);

  Result<More> next(Output& out) override;

 private:
  Result<void> start(Output& out);
  bool wants(std::span<RawValue const> values, std::size_t more) override;
  RelationColumn const& cursor_column() const;

  SourceConfig const config_;
  Position position_;           // as saved, then as it will be
  std::string const began_at_;  // the value that was saved
  KnownRows known_;             // rows that were read before
  KnownRows boundary_;          // those that the next read will meet again
  std::unique_ptr<Tuples> tuples_;
};

Fingerprint fingerprint_of(std::span<RawValue const> values, std::size_t count);

}  // namespace oar::postgresql::source
