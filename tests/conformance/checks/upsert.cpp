// Upserts: one row for each key, and the last one wins.

#include "people.hpp"
#include "rules.hpp"

namespace conformance {
namespace {

// Batches one after another, a transaction each, or all in one.
enum class Units { one, many };

void upsert(Run const& run, std::vector<Data> const& batches, Units units) {
  Instance instance{run};
  Writer writer{instance};
  need(writer, OAR_CAP_UPSERT, "OAR_CAP_UPSERT");
  writer.migrate(0, batches.front().table, OAR_WRITE_UPSERT);
  if (units == Units::one) {
    Txn txn{writer, fresh_token()};
    for (auto const& batch : batches) txn.write(0, batch);
    txn.commit();
    return;
  }
  for (auto const& batch : batches) {
    Txn txn{writer, fresh_token()};
    txn.write(0, batch);
    txn.commit();
  }
}

void check_replaces(Run const& run) {
  Store const store{run};
  auto const table = people();
  upsert(run, {persons(table, {{1, "a"}, {2, "b"}, {3, "c"}}), persons(table, {{2, "B"}, {4, "d"}})}, Units::many);
  store.expect_rows(table, store.looks(persons(table, {{1, "a"}, {2, "B"}, {3, "c"}, {4, "d"}})), "upserted twice");
}

void check_null_replaces(Run const& run) {
  Store const store{run};
  auto const table = people();
  upsert(run, {persons(table, {{1, "a"}}), persons(table, {{1, std::nullopt}})}, Units::many);
  store.expect_rows(table, store.looks(persons(table, {{1, std::nullopt}})), "a value replaced by NULL");
}

void check_last_wins(Run const& run) {
  Store const store{run};
  auto const table = people();
  upsert(run, {persons(table, {{1, "first"}, {2, "x"}, {1, "second"}, {1, "last"}})}, Units::one);
  store.expect_rows(table, store.looks(persons(table, {{1, "last"}, {2, "x"}})), "equal keys in one batch");
}

void check_later_batch_wins(Run const& run) {
  Store const store{run};
  auto const table = people();
  upsert(run, {persons(table, {{1, "first"}, {2, "x"}}), persons(table, {{1, "last"}})}, Units::one);
  store.expect_rows(table, store.looks(persons(table, {{1, "last"}, {2, "x"}})), "equal keys in one transaction");
}

// What a collation would call one key is several.
void check_exact_keys(Run const& run) {
  Store const store{run};
  oar::Table table{"words"};
  table.key("word", oar::Type::text).key("part", oar::Type::int32).column("value", oar::Type::int64);
  auto const data = make_data(table, [](oar::Rows& rows) {
    std::int64_t value = 0;
    for (auto const* word : {"a", "A", "a ", " a", "", "ä", "a\xcc\x88", "007", "7"})
      for (auto const part : {0, -1}) rows.row(word, part, value++);
  });
  upsert(run, {data, data}, Units::many);
  store.expect_rows(table, store.looks(data), "keys that look alike");
}

}  // namespace

Rules upsert_rules() {
  return {
      {"destination.upsert.replaces", "A row of a known key replaces the older one", check_replaces},
      {"destination.upsert.null-replaces", "NULL replaces a value, too", check_null_replaces},
      {"destination.upsert.last-wins", "Of equal keys in one batch the last wins", check_last_wins},
      {"destination.upsert.later-batch-wins", "Of equal keys in one transaction the last wins", check_later_batch_wins},
      {"destination.upsert.exact-keys", "Keys are equal only when they are byte by byte", check_exact_keys},
  };
}

}  // namespace conformance
