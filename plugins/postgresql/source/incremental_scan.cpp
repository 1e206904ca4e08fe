#include "plugins/postgresql/source/incremental_scan.hpp"

#include <algorithm>

#include "plugins/postgresql/connection/names.hpp"
#include "plugins/postgresql/source/bytes.hpp"
#include "plugins/postgresql/source/cursor_bound.hpp"

namespace oar::postgresql::source {
namespace {

// Beyond half of the 32-bit numbers a row's transaction cannot be told to be older or newer.
constexpr std::uint64_t farthest = (std::uint64_t{1} << 31) - 1'000'000;

Error expired(std::string_view why) { return Error::of(Errc::cursor_expired, why); }

Error behind(SplitData const& data) {
  if (!data.in_recovery)
    return expired("the server has fewer transactions than when it was read last: it was restored from a backup");
  return Error::of(Errc::io, "this replica is behind what was read before: wait until it has caught up").retry();
}

std::vector<std::string> missing_in(std::vector<std::string> const& all, std::vector<std::string> const& known) {
  std::vector<std::string> out;
  for (auto const& one : all)
    if (std::ranges::find(known, one) == known.end()) out.push_back(one);
  return out;
}

std::string oids(std::vector<std::string> const& parts) {
  std::string list;
  for (auto const& part : parts) list.append(list.empty() ? "" : ",").append(part);
  return literal("{" + list + "}") + "::pg_catalog.oid[]";
}

}  // namespace

Result<std::unique_ptr<Reader>> IncrementalScan::open(Subject subject, SourceConfig const& config, Cursor const& from) {
  auto const now = window_of(subject.data.visible);
  if (!now) return Error::of(Errc::internal, "the server's snapshot '", subject.data.visible, "' cannot be read");
  auto position = OAR_TRY(from.value_or(Position{}));
  if (!position.system.empty() && position.system != subject.data.system)
    return expired("the table was read from another server before, whose transactions say nothing of this one's");
  auto const complete = position.segments.size() == 1 && position.segments.front().end == 0;
  if (!position.segments.empty() && !complete && position.file != subject.data.file)
    return expired("the table was rewritten before it was read whole");
  auto segments = position.segments;
  std::unique_ptr<IncrementalScan> scan{new IncrementalScan{std::move(subject), config, std::move(position), *now}};
  OAR_TRY(scan->take_over(segments));
  return std::unique_ptr<Reader>{std::move(scan)};
}

IncrementalScan::IncrementalScan(Subject subject, SourceConfig const& config, Position position, Window now)
    : Scan{std::move(subject)},
      config_{config},
      before_{std::move(position)},
      now_{now},
      tuples_{relation(), select().columns(), 1} {
  select().also("xmin");
  if (!before_.segments.empty()) new_parts_ = missing_in(data().parts, before_.parts);
}

Result<void> IncrementalScan::take_over(std::vector<Segment> const& segments) {
  for (auto const& segment : segments) {
    auto const window = window_of(segment.snapshot);
    if (!window) return expired("the saved cursor is none that this source wrote");
    if (window->ceiling > now_.ceiling) return behind(data());
    if (now_.ceiling - window->floor > farthest)
      return expired(
          "two thousand million transactions lie between the last read and now, so rows cannot be told apart");
    stretches_.push_back({segment.end, segment.snapshot, *window, OAR_TRY(Seen::parse(segment.seen))});
  }
  if (stretches_.empty()) return {};
  block_ = stretches_.back().end;
  fresh_done_ = block_ == 0;
  return {};
}

RelationColumn const& IncrementalScan::cursor_column() const {
  return *std::ranges::find(relation().columns, *relation().cursor_column, &RelationColumn::name);
}

// The next blocks that no read has seen; they join the stretch of this snapshot.
Piece IncrementalScan::fresh(Output const& out) {
  Piece piece;
  auto end = std::uint64_t{0};
  if (data().by_places) {
    piece = {.from = block_, .everything = false};
    end = block_ + blocks_at_once(data(), out.limits());
    if (end >= data().blocks) end = 0;
    piece.to = end;
  }
  if (stretches_.empty() || stretches_.back().snapshot != data().identity)
    stretches_.push_back({block_, data().identity, now_, {}});
  block_ = end;
  return piece;
}

// What came into a stretch since it was read.
Piece IncrementalScan::caught_up(Stretch const& stretch) const {
  Piece piece;
  auto const begin = &stretch == stretches_.data() ? 0 : (&stretch - 1)->end;
  if (begin > 0 || stretch.end > 0) piece = {.from = begin, .to = stretch.end, .everything = false};
  auto const& column = cursor_column();
  if (config_.late_rows == LateRows::lookback && before_.has_value) {
    piece.condition = from_lookback(column, before_.value, config_.lookback);
  } else {
    auto const floor = std::to_string(stretch.window.floor & 0xffff'ffff);
    // Below 0 is a row that was frozen more than half of the 32-bit numbers ago.
    piece.condition = "pg_catalog.age(xmin) BETWEEN 0 AND (SELECT pg_catalog.age('" + floor + "'::pg_catalog.xid))";
    if (before_.has_value) piece.condition += " OR " + above(column, before_.value);
  }
  return piece;
}

Result<void> IncrementalScan::start(Output& out) {
  auto& session = *OAR_TRY(connection(out));
  met_ = {};
  behind_ = nullptr;
  Piece piece;
  if (!fresh_done_) {
    piece = fresh(out);
  } else if (!new_parts_.empty()) {
    piece.condition = "tableoid = ANY (" + oids(new_parts_) + ")";
  } else {
    auto const next =
        std::ranges::find_if(stretches_, [&](auto const& one) { return one.snapshot != data().identity; });
    behind_ = &*next;
    piece = caught_up(*behind_);
    if (auto const fresh_parts = missing_in(data().parts, before_.parts); !fresh_parts.empty())
      piece.condition = "(" + piece.condition + ") AND tableoid <> ALL (" + oids(fresh_parts) + ")";
  }
  return tuples_.start(session, select().copy(piece), doing());
}

bool IncrementalScan::wants(std::span<RawValue const> values, std::size_t more) {
  auto const& xmin = values[more];
  if (xmin.size != 4) return true;
  auto const number = full_number(static_cast<std::uint32_t>(read_number<std::int32_t>(xmin.data)), now_.ceiling);
  if (number >= now_.floor) met_.add(number);
  if (!behind_) return true;
  // The server was asked for newer ones, or for rows above the saved value, which nobody has read either.
  auto const asked_by_value_only = config_.late_rows == LateRows::lookback && before_.has_value;
  if (asked_by_value_only && number < behind_->window.floor) return false;
  return !behind_->seen.contains(number);
}

void IncrementalScan::step_done() {
  if (!fresh_done_) {
    stretches_.back().seen.add_all(met_);
    stretches_.back().end = block_;
    fresh_done_ = block_ == 0;
  } else if (!behind_) {
    stretches_.back().seen.add_all(met_);
    new_parts_.clear();
  } else {
    behind_->seen.forget_below(now_.floor);
    behind_->seen.add_all(met_);
    behind_->window = now_;
    behind_->snapshot = data().identity;
  }
}

Position IncrementalScan::position() const {
  Position out{.system = data().system,
               .value = before_.value,
               .has_value = before_.has_value,
               .file = data().file,
               .parts = before_.segments.empty() || completed_ ? data().parts : before_.parts};
  for (auto const& one : stretches_) out.segments.push_back({one.end, one.snapshot, one.seen.text()});
  return out;
}

// The whole table was read in this snapshot: one stretch, and the greatest value.
Result<void> IncrementalScan::complete(Output& out) {
  completed_ = true;
  Stretch whole{.end = 0, .snapshot = data().identity, .window = now_};
  for (auto const& one : stretches_) whole.seen.add_all(one.seen);
  stretches_.assign(1, std::move(whole));
  auto const& column = cursor_column();
  auto const name = quoted(column.name);
  auto& session = *OAR_TRY(connection(out));
  auto const greatest = OAR_TRY(session.ask(
      select().about(name + "::pg_catalog.text", {.condition = name + " IS NOT NULL"}, greatest_tail(column)),
      doing()));
  if (greatest.rows() > 0) {
    before_.value = greatest.text(0, 0);
    before_.has_value = true;
  }
  out.checkpoint(position());
  return {};
}

Result<More> IncrementalScan::next(Output& out) {
  auto const up_to_date = [&] {
    return fresh_done_ && new_parts_.empty() &&
           std::ranges::all_of(stretches_, [&](auto const& one) { return one.snapshot == data().identity; });
  };
  if (!tuples_.started()) {
    if (up_to_date()) {
      OAR_TRY(complete(out));
      return More::no;
    }
    OAR_TRY(start(out));
  }
  OAR_TRY(tuples_.fill(out, this));
  out.progress(tuples_.rows(), -1);
  if (tuples_.started()) return More::yes;
  step_done();
  if (new_parts_.empty() && !up_to_date()) out.checkpoint(position());
  return More::yes;
}

}  // namespace oar::postgresql::source
