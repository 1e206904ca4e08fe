#pragma once
// Reads a table whole, or a range of its blocks, within one snapshot.

#include "plugins/postgresql/source/scan.hpp"

namespace oar::postgresql::source {

class FullScan final : public Scan {
 public:
  // Errc::cursor_expired when `from` is of another snapshot: rows may have moved since.
  static Result<std::unique_ptr<Reader>> open(Subject subject, Cursor const& from);
  FullScan(Subject subject, std::uint64_t block);

  Result<More> next(Output& out) override;

 private:
  Result<void> start(Output& out);

  Tuples tuples_;
  std::uint64_t block_;  // where the next statement begins
  bool last_ = false;    // nothing follows the statement that runs
};

}  // namespace oar::postgresql::source
