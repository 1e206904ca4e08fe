// Stale rows and single records: what has to go, and above all what has to stay.

#include "people.hpp"
#include "rules.hpp"

#include <algorithm>

namespace conformance {
namespace {

oar::Table tracked(std::string name = "tracked") {
  oar::Table table{std::move(name)};
  table.required("_oar_source", oar::Type::text).required("_oar_scope", oar::Type::text);
  return table.required("_oar_sync_time", oar::Type::timestamp).key("id", oar::Type::int64);
}

struct Seen {
  std::string source, scope;
  std::int64_t time, id;
};

Data seen(oar::Table const& table, std::vector<Seen> const& rows) {
  return make_data(table, [&](oar::Rows& out) {
    for (auto const& row : rows) out.row(row.source, row.scope, oar::Timestamp{row.time}, row.id);
  });
}

// Rows of two sources and two scopes around the instant 2,000,000.
std::vector<Seen> const all{{"one", "s1", 1'000'000, 1}, {"one", "s1", 1'999'999, 2}, {"one", "s1", 2'000'000, 3},
                            {"one", "s1", 3'000'000, 4}, {"one", "s2", 1'000'000, 5}, {"two", "s1", 1'000'000, 6},
                            {"one", "S1", 1'000'000, 7}, {"one", "", 1'000'000, 8},   {"ONE", "s1", 1'000'000, 9}};

std::vector<Seen> without(std::vector<std::int64_t> const& ids) {
  auto left = all;
  std::erase_if(left, [&](Seen const& row) { return std::find(ids.begin(), ids.end(), row.id) != ids.end(); });
  return left;
}

void write_all(Run const& run) {
  Instance instance{run};
  Writer writer{instance, {.source = "one", .sync_time_us = 2'000'000}};
  need(writer, OAR_CAP_DELETE_STALE, "OAR_CAP_DELETE_STALE");
  conformance::store(writer, seen(tracked(), all));
}

std::pair<std::uint64_t, std::uint64_t> delete_stale(Run const& run, std::string const& scope,
                                                     std::uint32_t flags = 0) {
  Instance instance{run};
  Writer writer{instance, {.source = "one", .sync = "sync-2", .sync_time_us = 2'000'000}};
  writer.migrate(0, tracked());
  Txn txn{writer, fresh_token()};
  auto const counts = txn.delete_stale(0, scope, 2'000'000, flags);
  txn.commit();
  return counts;
}

void expect_left(Run const& run, std::vector<std::int64_t> const& gone, std::string_view when) {
  Store const store{run};
  store.expect_rows(tracked(), store.looks(seen(tracked(), without(gone))), when);
}

void check_stale(Run const& run) {
  write_all(run);
  delete_stale(run, "s1");
  expect_left(run, {1, 2}, "stale rows of source one, scope s1, before 2 s, deleted");
}

void check_counts(Run const& run) {
  write_all(run);
  auto const [stale, rows] = delete_stale(run, "s1");
  expect(stale == 2, "delete_stale says ", stale, " stale rows, there were 2");
  expect(rows == 4, "delete_stale says ", rows, " rows of that source and scope, there were 4");
}

void check_count_only(Run const& run) {
  write_all(run);
  auto const [stale, rows] = delete_stale(run, "s1", OAR_STALE_COUNT_ONLY);
  expect(stale == 2 && rows == 4, "counted ", stale, " stale of ", rows, " rows, there were 2 of 4");
  expect_left(run, {}, "stale rows counted");
}

void check_exact(Run const& run) {
  write_all(run);
  delete_stale(run, "s1", OAR_STALE_EXACT);
  expect_left(run, {3}, "rows of exactly that time deleted");
}

void check_unknown_scope(Run const& run) {
  write_all(run);
  auto const [stale, rows] = delete_stale(run, "no such scope");
  expect(stale == 0 && rows == 0, "a scope of no rows has ", stale, " stale of ", rows);
  expect_left(run, {}, "stale rows of an unknown scope deleted");
}

// Marks are a column of their own; a marked row is no longer counted.
void check_mark(Run const& run) {
  write_all(run);
  auto const first = delete_stale(run, "s1", OAR_STALE_MARK);
  expect(first.first == 2, "marked ", first.first, " stale rows, there were 2");
  Store const store{run};
  auto table = tracked();
  table.column("_oar_deleted_at", oar::Type::timestamp);
  auto const wanted = make_data(table, [](oar::Rows& out) {
    for (auto const& row : all) {
      auto const marked = row.id == 1 || row.id == 2;
      out.row(row.source, row.scope, oar::Timestamp{row.time}, row.id,
              marked ? std::optional{oar::Timestamp{2'000'000}} : std::nullopt);
    }
  });
  store.expect_rows(table, store.looks(wanted), "stale rows marked");
  expect(delete_stale(run, "s1", OAR_STALE_MARK).first == 0, "rows that were marked already are marked again");
}

void check_stale_rollback(Run const& run) {
  write_all(run);
  {
    Instance instance{run};
    Writer writer{instance, {.source = "one", .sync = "sync-2", .sync_time_us = 2'000'000}};
    writer.migrate(0, tracked());
    Txn txn{writer, fresh_token()};
    txn.delete_stale(0, "s1", 2'000'000);
  }
  expect_left(run, {}, "a deletion rolled back");
}

oar::Table pairs() {
  oar::Table table{"pairs"};
  return table.key("word", oar::Type::text).column("value", oar::Type::int64).key("part", oar::Type::int32);
}
Data pair_rows(std::vector<std::tuple<std::string, std::int64_t, std::int32_t>> const& rows) {
  return make_data(pairs(), [&](oar::Rows& out) {
    for (auto const& [word, value, part] : rows) out.row(word, value, part);
  });
}
Data pair_keys(std::vector<std::pair<std::string, std::int32_t>> const& keys) {
  oar::Table table{"pairs"};
  table.key("word", oar::Type::text).key("part", oar::Type::int32);
  return make_data(table, [&](oar::Rows& out) {
    for (auto const& [word, part] : keys) out.row(word, part);
  });
}

void check_records(Run const& run) {
  Store const store{run};
  Instance instance{run};
  Writer writer{instance};
  need(writer, OAR_CAP_DELETE_RECORDS, "OAR_CAP_DELETE_RECORDS");
  conformance::store(writer, pair_rows({{"a", 1, 1}, {"a", 2, 2}, {"A", 3, 1}, {"b", 4, 1}}), OAR_WRITE_UPSERT);
  Txn txn{writer, fresh_token()};
  txn.delete_records(0, pair_keys({{"a", 1}, {"no such", 1}}));
  txn.commit();
  store.expect_rows(pairs(), store.looks(pair_rows({{"a", 2, 2}, {"A", 3, 1}, {"b", 4, 1}})), "a record deleted");
}

// In order with the writes of the transaction.
void check_records_order(Run const& run) {
  Store const store{run};
  Instance instance{run};
  Writer writer{instance};
  need(writer, OAR_CAP_DELETE_RECORDS, "OAR_CAP_DELETE_RECORDS");
  writer.migrate(0, pairs(), OAR_WRITE_UPSERT);
  Txn txn{writer, fresh_token()};
  txn.write(0, pair_rows({{"gone", 1, 1}, {"again", 1, 1}}));
  txn.delete_records(0, pair_keys({{"gone", 1}, {"again", 1}}));
  txn.write(0, pair_rows({{"again", 2, 1}}));
  txn.commit();
  store.expect_rows(pairs(), store.looks(pair_rows({{"again", 2, 1}})), "written, deleted and written");
}

}  // namespace

Rules deletion_rules() {
  return {
      {"destination.stale.deletes", "Only older rows of that source and scope go: not those of the same instant",
       check_stale},
      {"destination.stale.counts", "delete_stale counts stale rows, and all of that source and scope", check_counts},
      {"destination.stale.count-only", "OAR_STALE_COUNT_ONLY counts and deletes nothing", check_count_only},
      {"destination.stale.exact", "OAR_STALE_EXACT takes rows of exactly that time", check_exact},
      {"destination.stale.scope", "A scope without rows has nothing stale", check_unknown_scope},
      {"destination.stale.mark", "OAR_STALE_MARK sets _oar_deleted_at, once, and deletes nothing", check_mark},
      {"destination.stale.rollback", "A deletion that is rolled back deletes nothing", check_stale_rollback},
      {"destination.delete-records", "delete_records deletes the rows of these keys and no others", check_records},
      {"destination.delete-records.order", "Writes and deletions of a transaction happen in order",
       check_records_order},
  };
}

}  // namespace conformance
