#include "plugins/postgresql/source/boundary_scan.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "plugins/postgresql/connection/names.hpp"
#include "plugins/postgresql/source/cursor_bound.hpp"

namespace oar::postgresql::source {
namespace {

constexpr std::size_t most_digests = 100'000;

// Two FNV-1a hashes, of which one begins elsewhere and ends mixed, so that both hardly ever agree by chance.
// Source: http://www.isthe.com/chongo/tech/comp/fnv/ and MurmurHash3's finalizer
struct Hash {
  std::uint64_t first = 0xcbf29ce484222325;
  std::uint64_t second = 0x9e3779b97f4a7c15;

  void add(unsigned char byte) {
    first = (first ^ byte) * 0x100000001b3;
    second = (second + byte) * 0xff51afd7ed558ccd;
    second ^= second >> 33;
  }
};

}  // namespace

std::string digest(std::vector<RawValue> const& values, std::size_t count) {
  Hash hash;
  for (std::size_t i = 0; i < count; ++i) {
    for (int shift = 0; shift < 32; shift += 8)
      hash.add(static_cast<unsigned char>(static_cast<std::uint32_t>(values[i].size) >> shift));
    for (std::int32_t at = 0; at < values[i].size; ++at) hash.add(static_cast<unsigned char>(values[i].data[at]));
  }
  std::array<char, 33> text{};
  std::snprintf(text.data(), text.size(), "%016llx%016llx", static_cast<unsigned long long>(hash.first),
                static_cast<unsigned long long>(hash.second));
  return text.data();
}

Result<std::unique_ptr<Reader>> BoundaryScan::open(Subject subject, SourceConfig const& config, Cursor const& from) {
  auto position = OAR_TRY(from.value_or(Position{}));
  if (!position.segments.empty())
    return Error::of(Errc::cursor_expired, "the table was read by its transactions before, and has none now");
  return std::unique_ptr<Reader>{std::make_unique<BoundaryScan>(std::move(subject), config, std::move(position))};
}

BoundaryScan::BoundaryScan(Subject subject, SourceConfig const& config, Position position)
    : Scan{std::move(subject)},
      config_{config},
      position_{std::move(position)},
      known_{position_.boundary.begin(), position_.boundary.end()} {}

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

bool BoundaryScan::wants(std::vector<RawValue> const& values, std::size_t more) {
  auto const met_again = values[more].size == 1 && *values[more].data != 0;
  if (known_.empty() && !met_again) return true;
  auto text = digest(values, more);
  auto const known = known_.find(text);
  auto const is_new = known == known_.end();
  if (!is_new) known_.erase(known);
  if (met_again) boundary_.push_back(std::move(text));
  return is_new;
}

Result<More> BoundaryScan::next(Output& out) {
  if (!tuples_) OAR_TRY(start(out));
  OAR_TRY(tuples_->fill(out, this));
  out.progress(tuples_->rows(), -1);
  if (tuples_->started()) return More::yes;
  if (boundary_.size() > most_digests) {
    out.host().warn(
        "table ", relation().table.name(), ": ", boundary_.size(),
        " rows lie within lookback of the last value, more than can be remembered: the next sync reads them again");
    boundary_.clear();
  }
  position_.boundary = std::move(boundary_);
  position_.system = data().system;
  out.checkpoint(position_);
  return More::no;
}

}  // namespace oar::postgresql::source
