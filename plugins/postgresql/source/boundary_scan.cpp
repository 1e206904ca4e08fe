#include "plugins/postgresql/source/boundary_scan.hpp"

#include <algorithm>

#include "plugins/postgresql/connection/names.hpp"
#include "plugins/postgresql/source/cursor_bound.hpp"

namespace oar::postgresql::source {
namespace {

constexpr std::size_t most_at_the_boundary = 100'000;

}  // namespace

Fingerprint fingerprint_of(std::span<RawValue const> values, std::size_t count) {
  Fingerprint row;
  for (std::size_t i = 0; i < count; ++i) {
    if (values[i].size < 0)
      row.add_null();
    else
      row.add(std::string_view{values[i].data, static_cast<std::size_t>(values[i].size)});
  }
  return row;
}

Result<std::unique_ptr<Reader>> BoundaryScan::open(Subject subject, SourceConfig const& config, Cursor const& from) {
  auto position = OAR_TRY(from.value_or(Position{}));
  if (!position.segments.empty())
    return Error::of(Errc::cursor_expired, "the table was read by its transactions before, and has none now");
  auto known = OAR_TRY(KnownRows::parse(position.boundary));
  return std::unique_ptr<Reader>{
      std::make_unique<BoundaryScan>(std::move(subject), config, std::move(position), std::move(known))};
}

BoundaryScan::BoundaryScan(Subject subject, SourceConfig const& config, Position position, KnownRows known)
    : Scan{std::move(subject)},
      config_{config},
      position_{std::move(position)},
      began_at_{position_.value},
      known_{std::move(known)} {}

RelationColumn const& BoundaryScan::cursor_column() const {
  return *std::ranges::find(relation().columns, *relation().cursor_column, &RelationColumn::name);
}

// The greatest value first: it says which of the rows the next read will meet again.
Result<void> BoundaryScan::start(Output& out) {
  auto& session = *OAR_TRY(connection(out));
  auto const& column = cursor_column();
  auto const name = quoted(column.name);
  Piece piece;
  if (position_.has_value) piece.condition = from_lookback(column, position_.value, config_.lookback);
  auto const not_null = Piece{.condition = name + " IS NOT NULL"};
  auto const greatest =
      OAR_TRY(session.ask(select().about(name + "::pg_catalog.text", not_null, greatest_tail(column)), doing()));
  if (greatest.rows() > 0 && !position_.has_value) {
    position_.has_value = true;
    position_.value = greatest.text(0, 0);
  } else if (greatest.rows() > 0) {
    // Rows may have gone: a value never goes back.
    auto const later =
        OAR_TRY(session.ask("SELECT GREATEST(" + literal(greatest.text(0, 0)) + "::" + column.type_name + ", " +
                                literal(position_.value) + "::" + column.type_name + ")::pg_catalog.text",
                            doing()));
    position_.value = later.text(0, 0);
  }
  auto const met_again =
      position_.has_value ? from_lookback(column, position_.value, config_.lookback) : std::string{"false"};
  select().also("COALESCE(" + met_again + ", false)");
  tuples_ = std::make_unique<Tuples>(relation(), select().columns(), 1);
  return tuples_->start(session, select().copy(piece), doing());
}

bool BoundaryScan::wants(std::span<RawValue const> values, std::size_t more) {
  auto const met_again = values[more].size == 1 && *values[more].data != 0;
  if (known_.empty() && !met_again) return true;
  auto const row = fingerprint_of(values, more);
  auto const is_known = known_.take(row);
  if (met_again) boundary_.add(row);
  return !is_known;
}

Result<More> BoundaryScan::next(Output& out) {
  if (!tuples_) OAR_TRY(start(out));
  OAR_TRY(tuples_->fill(out, this));
  out.progress(tuples_->rows(), -1);
  if (tuples_->started()) return More::yes;
  if (position_.value == began_at_) boundary_.add(known_);  // they may only be out of sight
  if (boundary_.size() > most_at_the_boundary) {
    out.host().warn(
        "table ", relation().table.name(), ": ", boundary_.size(),
        " rows lie within lookback of the last value, more than can be remembered: the next sync reads them again");
    position_.boundary.clear();
  } else {
    position_.boundary = boundary_.text();
  }
  position_.system = data().system;
  out.checkpoint(position_);
  return More::no;
}

}  // namespace oar::postgresql::source
