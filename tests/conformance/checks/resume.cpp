// Checkpoints: what comes before one, and what a scan from it brings, is everything.

#include "../source.hpp"
#include "rules.hpp"

#include <algorithm>
#include <set>

namespace conformance {
namespace {

constexpr std::size_t most_marks = 40;  // of one split; spread over it
constexpr std::uint64_t small = 3;      // rows of a batch: many checkpoints

// Rows that would be missing, or, of tables without a key, doubled.
void expect_whole(std::string const& table, std::vector<Row> const& all, std::size_t before,
                  std::vector<Row> const& after, std::string_view where) {
  std::multiset<std::string> wanted, got;
  auto const name = [](Row const& row) { return row.key.empty() ? row.all : row.key; };
  for (auto const& row : all) wanted.insert(name(row));
  for (std::size_t i = 0; i < before; ++i) got.insert(name(all[i]));
  for (auto const& row : after) got.insert(name(row));
  for (auto const& row : wanted)
    expect(got.count(row) >= wanted.count(row), "table ", table, " ", where, ": row ", row,
           " is missing: neither before the checkpoint nor after it");
  auto const keyed = !all.empty() && !all.front().key.empty();
  for (auto const& row : got)
    expect((keyed && wanted.count(row) > 0) || got.count(row) <= wanted.count(row), "table ", table, " ", where,
           ": row ", row, keyed ? " was not there before" : " comes again, and the table has no key");
}

void compare(Run const& run, Reading const& whole, Mark const& mark, Reading const& rest, std::string const& where) {
  std::set<std::string> tables;
  for (auto const& [table, rows] : whole.rows) tables.insert(table);
  for (auto const& [table, rows] : rest.rows) tables.insert(table);
  for (auto const& table : tables) {
    if (run.is_changing(table)) continue;
    auto const of = [&](Rows const& rows) {
      auto const found = rows.find(table);
      return found == rows.end() ? std::vector<Row>{} : found->second;
    };
    auto const before = mark.rows.find(table);
    expect_whole(table, of(whole.rows), before == mark.rows.end() ? 0 : before->second, of(rest.rows), where);
  }
}

std::vector<Mark> some_of(std::vector<Mark> const& marks) {
  std::vector<Mark> out;
  auto const step = std::max<std::size_t>(1, marks.size() / most_marks);
  for (std::size_t i = 0; i < marks.size(); i += step) out.push_back(marks[i]);
  if (!marks.empty() && out.back().cursor != marks.back().cursor) out.push_back(marks.back());
  std::erase_if(out, [](Mark const& mark) { return mark.cursor.empty(); });
  return out;
}

void check_each_mark(Run const& run) {
  Instance instance{run};
  auto const offers = discover(instance);
  Plan const plan{instance, all_of(offers)};
  std::size_t tried = 0;
  for (auto const& piece : plan.pieces) {
    auto const whole = read_piece(instance, offers, piece, piece.start, small);
    for (auto const& mark : some_of(whole.marks)) {
      Instance later{run};
      auto const rest = read_piece(later, offers, piece, mark.cursor, small);
      compare(run, whole, mark, rest, "resumed from checkpoint " + mark.cursor + " of split " + piece.id);
      ++tried;
    }
  }
  if (tried == 0) not_asked("no scan of these settings has a checkpoint");
}

bool is_incremental(std::vector<Offer> const& offers, Piece const& piece) {
  return std::any_of(offers.begin(), offers.end(), [&](Offer const& offer) {
    auto const& modes = offer.table.read_modes();
    return offer.table.name() == piece.tables.front() && !modes.empty() && modes.front() == oar::ReadMode::incremental;
  });
}

// A later sync: plan() gets the saved cursor and says where its splits start.
void check_through_plan(Run const& run) {
  Instance instance{run};
  auto const offers = discover(instance);
  auto const wishes = all_of(offers);
  Plan const plan{instance, wishes};
  std::size_t tried = 0;
  for (auto const& piece : plan.pieces) {
    if (!is_incremental(offers, piece)) continue;
    auto const whole = read_piece(instance, offers, piece, piece.start, small);
    for (auto const& mark : some_of(whole.marks)) {
      Instance later{run};
      Plan const next{later, wishes, {{piece.id, mark.cursor}}};
      auto const found =
          std::find_if(next.pieces.begin(), next.pieces.end(), [&](Piece const& one) { return one.id == piece.id; });
      if (found == next.pieces.end()) continue;  // divided anew
      auto const rest = read_piece(later, offers, *found, found->start, small);
      compare(run, whole, mark, rest, "in a later sync from " + mark.cursor + " of split " + piece.id);
      expect(!mark.end || run.is_changing(piece.tables.front()) || !found->start.empty(), "split ", piece.id,
             ": plan() passed over the cursor that was saved, and everything is read again");
      ++tried;
    }
  }
  if (tried == 0) not_asked("nothing is incremental");
}

// An empty read never erases a position.
void check_end(Run const& run) {
  Instance instance{run};
  auto const offers = discover(instance);
  Plan const plan{instance, all_of(offers)};
  std::size_t tried = 0;
  for (auto const& piece : plan.pieces) {
    if (!is_incremental(offers, piece)) continue;
    auto const whole = read_piece(instance, offers, piece, piece.start, small);
    auto const& end = whole.marks.back();
    if (whole.rows.empty() && end.cursor.empty()) continue;
    expect(!end.cursor.empty(), "split ", piece.id, " is incremental, and its END has no cursor");
    auto const rest = read_piece(instance, offers, piece, end.cursor, small);
    expect(!rest.marks.back().cursor.empty(), "split ", piece.id,
           ": a scan from the last cursor ENDs without one, so that the next sync starts anew");
    ++tried;
  }
  if (tried == 0) not_asked("nothing is incremental");
}

}  // namespace

Rules resume_rules() {
  return {
      {"source.resume.no-gap", "From each checkpoint, a scan brings all that did not come before it", check_each_mark},
      {"source.resume.through-plan", "A later sync starts from the saved cursor, without a gap", check_through_plan},
      {"source.resume.end", "An incremental scan ENDs with a cursor, even when nothing is new", check_end},
  };
}

}  // namespace conformance
