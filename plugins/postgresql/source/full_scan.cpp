#include "plugins/postgresql/source/full_scan.hpp"

namespace oar::postgresql::source {

Result<std::unique_ptr<Reader>> FullScan::open(Subject subject, Cursor const& from) {
  auto const place = OAR_TRY(from.value_or(Place{subject.data.identity, subject.data.from}));
  if (place.snapshot != subject.data.identity)
    return Error::of(Errc::cursor_expired, "the snapshot in which the table was read so far is gone");
  return std::unique_ptr<Reader>{std::make_unique<FullScan>(std::move(subject), place.block)};
}

FullScan::FullScan(Subject subject, std::uint64_t block)
    : Scan{std::move(subject)}, tuples_{relation(), select().columns(), 0}, block_{block} {}

Result<void> FullScan::start(Output& out) {
  auto& session = *OAR_TRY(connection(out));
  Piece piece;
  last_ = true;
  if (data().by_places) {
    piece = {.from = block_, .to = data().to, .everything = false};
    auto const end = block_ + blocks_at_once(data(), out.limits());
    // What the server has grown by since it was measured belongs to the last statement.
    last_ = data().to > 0 ? end >= data().to : end >= data().blocks;
    if (!last_) piece.to = end;
    block_ = end;
  }
  return tuples_.start(session, select().copy(piece), doing());
}

Result<More> FullScan::next(Output& out) {
  if (!tuples_.started()) OAR_TRY(start(out));
  OAR_TRY(tuples_.fill(out, nullptr));
  out.progress(tuples_.rows(), data().rows);
  if (tuples_.started()) return More::yes;
  if (last_) return More::no;
  out.checkpoint(Place{data().identity, block_});
  return More::yes;
}

}  // namespace oar::postgresql::source
