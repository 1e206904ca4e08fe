// What was written is there: every type, NULLs, batches of any size and slice.

#include "../samples.hpp"
#include "people.hpp"
#include "rules.hpp"

#include <algorithm>

namespace conformance {
namespace {

bool contains(std::vector<std::string> const& list, std::string const& what) {
  return std::find(list.begin(), list.end(), what) != list.end();
}

// id, and one column of the type: each value, then NULL.
Data sample_data(Sample const& sample, std::string const& name, std::int64_t first_id = 0) {
  oar::Table table{name};
  table.key("id", oar::Type::int64).column("value", sample.type);
  return make_data(table, [&](oar::Rows& rows) {
    auto id = first_id;
    for (auto const& value : sample.values) {
      rows.column(0).append(id++);
      value(rows.column(1));
    }
    rows.column(0).append(id++);
    rows.column(1).append_null();
    rows.add_rows(id - first_id);
  });
}

bool is_refusal(oar_status status) { return status == OAR_E_SCHEMA || status == OAR_E_UNSUPPORTED; }

// "" = the type came back as it was written, or is refused where the quirks say so.
std::string problem_with(Run const& run, Store const& store, Sample const& sample, std::string const& table,
                         std::int32_t write_mode) {
  auto const data = sample_data(sample, table);
  auto const refusal_expected = contains(run.quirks.refused_types, sample.name);
  {
    Instance instance{run};
    Writer writer{instance};
    auto const status = writer.try_migrate(0, data.table, write_mode, OAR_MIGRATE_SAFE);
    if (is_refusal(status) && refusal_expected) return {};
    if (status != OAR_OK) return "migrate: " + writer.error_text(status);
    if (refusal_expected) return "it is taken, and the quirks say that it is refused";
    Txn txn{writer, fresh_token()};
    txn.write(0, data);
    txn.commit();
    if (!txn.rejects().empty()) return "a row was rejected: " + txn.rejects().front();
  }
  store.expect_rows(data.table, store.looks(data), "written and read");
  return {};
}

void check_types(Run const& run, std::int32_t write_mode) {
  Store const store{run};
  std::string problems;
  std::size_t number = 0;
  for (auto const& sample : samples()) {
    std::string problem;
    try {
      problem = problem_with(run, store, sample, joined("t", ++number), write_mode);
    } catch (Broken const& fault) {
      if (!fault.rule.empty()) throw;
      problem = fault.what();
    }
    if (!problem.empty()) problems += (problems.empty() ? "" : "\n         ") + sample.name + ": " + problem;
  }
  expect(problems.empty(), problems);
}

void need_upsert(Run const& run) {
  Instance instance{run};
  need(Writer{instance}, OAR_CAP_UPSERT, "OAR_CAP_UPSERT");
}

// Exact, or an error or a reject: never altered in silence.
void check_odd(Run const& run) {
  Store const store{run};
  std::size_t number = 0;
  for (auto const& sample : odd_samples()) {
    auto const data = sample_data(sample, joined("odd", ++number));
    Instance instance{run};
    Writer writer{instance};
    if (writer.try_migrate(0, data.table, OAR_WRITE_APPEND, OAR_MIGRATE_SAFE) != OAR_OK) continue;
    Txn txn{writer, fresh_token()};
    if (txn.try_write(0, data.share()) != OAR_OK || txn.try_commit() != OAR_OK) continue;
    auto const looks = store.looks(data), found = store.rows(data.table);
    for (auto const& row : found) expect(contains(looks, row), sample.name, " was altered: ", row);
    expect(found.size() + txn.rejects().size() == looks.size(), sample.name, ": ", looks.size(), " rows, ",
           found.size(), " of them stored, ", txn.rejects().size(), " rejected");
  }
}

// The types that are not refused, side by side.
oar::Table wide_table(Run const& run) {
  oar::Table table{"wide"};
  table.key("id", oar::Type::int64);
  for (auto const& sample : samples())
    if (!contains(run.quirks.refused_types, sample.name)) table.column(sample.name, sample.type);
  return table;
}

Data null_rows(oar::Table const& table, std::int64_t count) {
  return make_data(table, [&](oar::Rows& rows) {
    for (std::int64_t id = 0; id < count; ++id) {
      rows.column(0).append(id);
      for (std::size_t i = 1; i < table.columns().size(); ++i) rows.column(i).append_null();
    }
    rows.add_rows(count);
  });
}

// A row of the first value of each type.
Data full_rows(Run const& run, std::int64_t count) {
  auto const table = wide_table(run);
  return make_data(table, [&](oar::Rows& rows) {
    for (std::int64_t id = 0; id < count; ++id) {
      std::size_t column = 0;
      rows.column(column++).append(id);
      for (auto const& sample : samples()) {
        if (contains(run.quirks.refused_types, sample.name)) continue;
        auto& into = rows.column(column++);
        sample.values.empty() ? into.append_null()
                              : sample.values[static_cast<std::size_t>(id) % sample.values.size()](into);
      }
    }
    rows.add_rows(count);
  });
}

void check_nulls(Run const& run) {
  Store const store{run};
  auto const data = null_rows(wide_table(run), 3);
  conformance::store(run, data);
  store.expect_rows(data.table, store.looks(data), "rows of NULLs");
}

void check_empty(Run const& run) {
  Store const store{run};
  auto const table = people();
  Instance instance{run};
  Writer writer{instance};
  writer.migrate(0, table);
  Txn txn{writer, fresh_token()};
  txn.write(0, persons(table, {}));
  txn.commit();
  expect(store.is_empty(table), "a batch of no rows left rows");
}

void check_one(Run const& run) {
  Store const store{run};
  auto const data = persons(people("single"), {{1, "a"}});
  conformance::store(run, data);
  store.expect_rows(data.table, store.looks(data), "a batch of one row");
}

void check_large(Run const& run) {
  Store const store{run};
  auto const table = people();
  auto const data = make_data(table, [](oar::Rows& rows) {
    for (std::int64_t id = 0; id < 100'000; ++id) rows.row(id, "name " + std::to_string(id));
  });
  conformance::store(run, data);
  store.expect_rows(table, store.looks(data), "a batch of 100,000 rows");
}

void check_many(Run const& run) {
  Store const store{run};
  auto const table = people();
  Instance instance{run};
  Writer writer{instance};
  writer.migrate(0, table);
  std::vector<std::string> wanted;
  for (std::int64_t unit = 0; unit < 3; ++unit) {
    Txn txn{writer, fresh_token()};
    for (std::int64_t i = 0; i < 4; ++i) {
      auto const data = persons(table, {{unit * 10 + i, "x"}, {unit * 10 + i + 100, std::nullopt}});
      txn.write(0, data);
      wanted = std::move(wanted) + store.looks(data);
    }
    txn.commit();
  }
  store.expect_rows(table, wanted, "three transactions of four batches");
}

void check_append(Run const& run) {
  Store const store{run};
  oar::Table table{"log"};
  table.column("id", oar::Type::int64).column("name", oar::Type::text);
  auto const data = persons(table, {{1, "same"}, {1, "same"}});
  conformance::store(run, data);
  conformance::store(run, data);
  store.expect_rows(table, store.looks(data) + store.looks(data), "equal rows appended");
}

// Each with junk around the rows that count.
void check_sliced(Run const& run) {
  Store const store{run};
  auto const data = full_rows(run, 7);
  auto const wanted = store.looks(sliced(data, 2, 3));
  struct Case {
    char const* name;
    Data data;
  };
  for (auto const& [name, slice] :
       {Case{"a batch with an offset", sliced(data, 2, 3)}, Case{"columns with offsets", sliced_columns(data, 2, 3)},
        Case{"an offset over columns with offsets", sliced(sliced_columns(data, 1, 6), 1, 3)}}) {
    auto moved = slice;
    std::string table = name;
    std::replace(table.begin(), table.end(), ' ', '_');
    moved.table = oar::Table{table};
    moved.table.key("id", oar::Type::int64);
    for (std::size_t i = 1; i < data.table.columns().size(); ++i)
      moved.table.column(data.table.columns()[i].name, data.table.columns()[i].type);
    conformance::store(run, moved);
    store.expect_rows(moved.table, wanted, name);
  }
}

oar::Table nested_table(Run const& run) {
  oar::Table table{"nested"};
  table.key("id", oar::Type::int64);
  auto const add = [&](char const* name, std::string const& sample, oar::Type type) {
    if (!contains(run.quirks.refused_types, sample)) table.column(name, std::move(type));
  };
  add("list", "list<int64>", oar::Type::list(oar::Type::int64));
  add("map", "map<text, int64>", oar::Type::map(oar::Type::text, oar::Type::int64));
  add("pair", "struct<int64, text>", oar::Type::structure({{"a", oar::Type::int64}, {"b", oar::Type::text}}));
  return table;
}

// `junk`: one more item in front of every child.
Data nested_rows(oar::Table const& table, bool junk) {
  return make_data(table, [&](oar::Rows& rows) {
    for (std::int64_t id = 0; id < 3; ++id) {
      rows.column(0).append(id);
      for (std::size_t i = 1; i < table.columns().size(); ++i) {
        auto& column = rows.column(i);
        auto const items = table.columns()[i].type.kind == oar::Kind::structure ? 1 : 2;
        for (auto item = junk && id == 0 ? -1 : 0; item < items; ++item) {
          if (column.type().kind == oar::Kind::map) column.child(0).append_bytes(joined("k", id, item));
          column.child(column.type().kind == oar::Kind::map ? 1 : 0).append(id * 10 + item);
          if (column.type().kind == oar::Kind::structure) column.child(1).append_bytes(joined(id, item));
        }
        column.type().kind == oar::Kind::structure ? column.close_struct() : column.close_list();
      }
    }
    rows.add_rows(3);
  });
}

void check_nested_slices(Run const& run) {
  Store const store{run};
  auto const table = nested_table(run);
  if (table.columns().size() == 1) not_asked("the plugin takes no nested types");
  auto const data = nested_rows(table, false);
  auto const shifted = with_inner_offsets(data, nested_rows(table, true));
  conformance::store(run, shifted);
  store.expect_rows(table, store.looks(data), "children with offsets");
}

}  // namespace

Rules writing_rules() {
  return {
      {"destination.batches.one-row", "A batch of one row is stored", check_one},
      {"destination.batches.empty", "A batch of no rows stores none", check_empty},
      {"destination.batches.large", "A batch of 100,000 rows is stored whole", check_large},
      {"destination.batches.many", "Several batches and transactions are all stored", check_many},
      {"destination.batches.sliced", "Batches and columns with offsets are read from there", check_sliced},
      {"destination.batches.nested-slices", "Children of nested columns with offsets are read from there",
       check_nested_slices},
      {"destination.append", "In append mode equal rows are all kept", check_append},
      {"destination.types", "Every type comes back as it was written, or is refused as the quirks say",
       [](Run const& run) { check_types(run, OAR_WRITE_APPEND); }},
      {"destination.types.upsert", "The same in upsert mode",
       [](Run const& run) {
         need_upsert(run);
         check_types(run, OAR_WRITE_UPSERT);
       }},
      {"destination.types.odd-values", "A value that cannot be stored is refused, never altered", check_odd},
      {"destination.nulls", "Rows of NULLs of every type come back as NULLs", check_nulls},
  };
}

}  // namespace conformance
