// Tables that change: what is safe keeps every row, what is not is refused, and forced keeps the old table.

#include "people.hpp"
#include "rules.hpp"

#include <algorithm>
#include <array>

namespace conformance {
namespace {

using oar::Table;
using oar::Type;

Table shaped(std::string const& name, oar::Field const& field) {
  Table table{name};
  table.key("id", Type::int64);
  return field.nullable ? table.column(field.name, field.type) : table.required(field.name, field.type);
}

template <class T>
Data values(Table const& table, std::vector<std::pair<std::int64_t, std::optional<T>>> const& rows) {
  return make_data(table, [&](oar::Rows& out) {
    for (auto const& [id, value] : rows) {
      out.column(0).append(id);
      value ? out.column(1).append(*value) : out.column(1).append_null();
    }
    out.add_rows(static_cast<std::int64_t>(rows.size()));
  });
}

constexpr auto both_modes =
    std::to_array<std::pair<std::int32_t, char const*>>({{OAR_MIGRATE_SAFE, "safe"}, {OAR_MIGRATE_FORCED, "forced"}});

bool is_refused(Run const& run, std::string_view change) {
  auto const& list = run.quirks.refused_migrations;
  return std::find(list.begin(), list.end(), change) != list.end();
}

// Before, after, and what the older rows look like then.
struct Change {
  Data before, after, older;
};

oar_status write_after(Run const& run, Data const& after, std::int32_t mode, std::string& message) {
  Instance instance{run};
  Writer writer{instance, {.sync = "sync-2", .sync_time_us = 2'000'000}};
  auto const status = writer.try_migrate(0, after.table, OAR_WRITE_APPEND, mode);
  message = writer.error_text(status);
  if (status != OAR_OK) return status;
  Txn txn{writer, fresh_token()};
  txn.write(0, after);
  txn.commit();
  return OAR_OK;
}

// A safe change, in both modes: rows of before and after are there.
void check_change(Run const& run, std::string_view name, Change (*make)(std::string const&)) {
  Store const store{run};
  for (auto const& [mode, word] : both_modes) {
    auto const change = make(joined("t_", word));
    conformance::store(run, change.before);
    std::string message;
    auto const status = write_after(run, change.after, mode, message);
    if (mode == OAR_MIGRATE_SAFE && is_refused(run, name)) {
      expect(status == OAR_E_SCHEMA || status == OAR_E_UNSUPPORTED, name,
             " was not refused, as the quirks say it is, but ", message);
      store.expect_rows(change.before.table, store.looks(change.before), "after a refused change");
      return;
    }
    expect(status == OAR_OK, name, ", mode ", word, ": ", message);
    store.expect_rows(change.after.table, store.looks(change.older) + store.looks(change.after),
                      joined(name, ", ", word));
  }
}

Change new_column(std::string const& name) {
  Table before{name};
  before.key("id", Type::int64);
  auto const after = people(name);
  return {make_data(before, [](oar::Rows& rows) { rows.row(1); }), persons(after, {{2, "b"}}),
          persons(after, {{1, std::nullopt}})};
}

Change integer_widens(std::string const& name) {
  auto const before = shaped(name, {"value", Type::int32}), after = shaped(name, {"value", Type::int64});
  return {values<std::int32_t>(before, {{1, -5}, {2, std::nullopt}}), values<std::int64_t>(after, {{3, INT64_MAX}}),
          values<std::int64_t>(after, {{1, -5}, {2, std::nullopt}})};
}

Change float_widens(std::string const& name) {
  auto const before = shaped(name, {"value", Type::float32}), after = shaped(name, {"value", Type::float64});
  return {values<float>(before, {{1, 0.1f}, {2, std::nullopt}}), values<double>(after, {{3, 0.1}}),
          values<double>(after, {{1, static_cast<double>(0.1f)}, {2, std::nullopt}})};
}

Change date_widens(std::string const& name) {
  auto const before = shaped(name, {"value", Type::date}), after = shaped(name, {"value", Type::local_timestamp});
  auto const day = std::int64_t{86'400'000'000};
  return {values<std::int32_t>(before, {{1, 20'000}, {2, std::nullopt}}), values<std::int64_t>(after, {{3, 1}}),
          values<std::int64_t>(after, {{1, 20'000 * day}, {2, std::nullopt}})};
}

Change nullable(std::string const& name) {
  auto const before = shaped(name, {"value", Type::int64, false}), after = shaped(name, {"value", Type::int64});
  return {values<std::int64_t>(before, {{1, 5}}), values<std::int64_t>(after, {{2, std::nullopt}}),
          values<std::int64_t>(after, {{1, 5}})};
}

Change reordered(std::string const& name) {
  auto const before = people(name);
  Table after{name};
  after.column("name", Type::text).key("id", Type::int64);
  auto const make = [&](std::string const& text, std::int64_t id) {
    return make_data(after, [&](oar::Rows& rows) { rows.row(text, id); });
  };
  return {persons(before, {{1, "a"}}), make("b", 2), make("a", 1)};
}

void check_removed(Run const& run) {
  Store const store{run};
  for (auto const& [mode, word] : both_modes) {
    auto const before = people(joined("t_", word));
    Table after{before.name()};
    after.key("id", Type::int64);
    conformance::store(run, persons(before, {{1, "a"}}));
    std::string message;
    auto const rows = make_data(after, [](oar::Rows& out) { out.row(2); });
    expect(write_after(run, rows, mode, message) == OAR_OK, "a column that the source no longer has, ", word, ": ",
           message);
    store.expect_rows(before, store.looks(persons(before, {{1, "a"}, {2, std::nullopt}})),
                      joined("a column left out, ", word));
  }
}

Data texts(std::string const& name) {
  auto const table = shaped(name, {"value", Type::text});
  return make_data(table, [](oar::Rows& rows) { rows.row(1, "no number"); });
}
Data numbers(std::string const& name) { return values<std::int64_t>(shaped(name, {"value", Type::int64}), {{2, 5}}); }

void check_incompatible(Run const& run) {
  Store const store{run};
  auto const before = texts("t");
  conformance::store(run, before);
  std::string message;
  auto const status = write_after(run, numbers("t"), OAR_MIGRATE_SAFE, message);
  expect(status != OAR_OK, "text became int64 in safe mode");
  expect(status == OAR_E_SCHEMA,
         "text that would become int64 was refused with another status than OAR_E_SCHEMA: ", message);
  store.expect_rows(before.table, store.looks(before), "after a refused change");
}

void check_other_key(Run const& run) {
  Store const store{run};
  Instance instance{run};
  Writer writer{instance};
  need(writer, OAR_CAP_UPSERT, "OAR_CAP_UPSERT");
  auto const before = persons(people(), {{1, "a"}, {2, "a"}});
  conformance::store(writer, before, OAR_WRITE_UPSERT);
  Table other{"people"};
  other.column("id", Type::int64).key("name", Type::text);
  auto const status = writer.try_migrate(1, other, OAR_WRITE_UPSERT, OAR_MIGRATE_SAFE);
  expect(status != OAR_OK, "another primary key was taken in safe mode");
  store.expect_rows(before.table, store.looks(before), "after a refused key");
}

void check_forced(Run const& run) {
  Store const store{run};
  {
    Instance instance{run};
    need(Writer{instance}, OAR_CAP_FORCED_MIGRATE, "OAR_CAP_FORCED_MIGRATE");
  }
  auto const before = texts("t"), after = numbers("t");
  conformance::store(run, before);
  std::string message;
  expect(write_after(run, after, OAR_MIGRATE_FORCED, message) == OAR_OK, "text to int64, forced: ", message);
  store.expect_rows(after.table, store.looks(after), "after a forced change");
  if (run.quirks.aside.empty()) not_asked("the quirks do not say how the old table is named (aside)");
  auto const kept = shaped(filled(run.quirks.aside, {{"TABLE", "t"}}), {"value", Type::text});
  store.expect_rows(kept, store.looks(before), "the old table after a forced change");
}

void check_unforced(Run const& run) {
  Instance instance{run};
  Writer writer{instance};
  if (writer.can(OAR_CAP_FORCED_MIGRATE)) not_asked("the writer has OAR_CAP_FORCED_MIGRATE");
  conformance::store(writer, texts("t"));
  auto const status = writer.try_migrate(1, numbers("t").table, OAR_WRITE_APPEND, OAR_MIGRATE_FORCED);
  expect(status != OAR_OK, "text became int64, and there is no OAR_CAP_FORCED_MIGRATE");
}

void check_again(Run const& run) {
  Store const store{run};
  auto const data = persons(people(), {{1, "a"}});
  conformance::store(run, data);
  Instance instance{run};
  Writer writer{instance};
  for (auto const& [mode, word] : both_modes) {
    auto const statements = writer.migrate(0, data.table, OAR_WRITE_APPEND, mode);
    expect(statements.empty(), "a table that fits already is changed, ", word, ": ",
           statements.empty() ? "" : statements.front());
  }
  store.expect_rows(data.table, store.looks(data), "migrated again");
}

// A layout that is refused concerns itself only.
void check_failure_is_local(Run const& run) {
  Store const store{run};
  conformance::store(run, texts("refused"));
  Instance instance{run};
  Writer writer{instance};
  auto const good = persons(people(), {{1, "a"}}), more = persons(people("others"), {{2, "b"}});
  writer.migrate(0, good.table);
  if (writer.try_migrate(1, numbers("refused").table, OAR_WRITE_APPEND, OAR_MIGRATE_SAFE) == OAR_OK)
    not_asked("text may become int64 here");
  writer.migrate(2, more.table);
  Txn txn{writer, fresh_token()};
  txn.write(0, good);
  txn.write(2, more);
  txn.commit();
  store.expect_rows(good.table, store.looks(good), "beside a layout that was refused");
  store.expect_rows(more.table, store.looks(more), "after a layout that was refused");
}

// Older layouts of the same table stay writable.
void check_older_layout(Run const& run) {
  Store const store{run};
  Instance instance{run};
  Writer writer{instance};
  auto const change = new_column("t");
  writer.migrate(0, change.before.table);
  writer.migrate(1, change.after.table);
  Txn txn{writer, fresh_token()};
  txn.write(1, change.after);
  txn.write(0, change.before);
  txn.commit();
  store.expect_rows(change.after.table, store.looks(change.older) + store.looks(change.after), "through two layouts");
}

template <Change (*make)(std::string const&)>
Rule change_rule(std::string_view id, std::string_view demands) {
  static std::string_view name;
  name = id.substr(id.rfind('.') + 1);
  return {id, demands, [](Run const& run) { check_change(run, name, make); }};
}

}  // namespace

Rules migration_rules() {
  return {
      change_rule<new_column>("destination.migrate.new-column", "A new column is added; older rows have NULL there"),
      change_rule<integer_widens>("destination.migrate.int32-to-int64", "int32 becomes int64, values unchanged"),
      change_rule<float_widens>("destination.migrate.float32-to-float64", "float32 becomes float64, values unchanged"),
      change_rule<date_widens>("destination.migrate.date-to-timestamp", "A date becomes its midnight"),
      change_rule<nullable>("destination.migrate.nullable", "A column may be NULL from now on"),
      change_rule<reordered>("destination.migrate.reordered", "Columns match by name, not by place"),
      {"destination.migrate.removed-column", "A column that is left out stays, and is NULL in new rows", check_removed},
      {"destination.migrate.incompatible", "An unsafe change is refused in safe mode, and nothing is lost",
       check_incompatible},
      {"destination.migrate.other-key", "Another primary key is refused in safe mode", check_other_key},
      {"destination.migrate.forced", "A forced change makes a new table and keeps the old one aside", check_forced},
      {"destination.migrate.unforced", "Without the capability, a forced change is refused", check_unforced},
      {"destination.migrate.again", "A table that fits is left as it is", check_again},
      {"destination.migrate.local", "A layout that is refused does not disturb the others", check_failure_is_local},
      {"destination.migrate.older-layout", "Older layouts of a table stay writable", check_older_layout},
      {"destination.migrate.report", "migrate reports its statements as JSON",
       [](Run const& run) { conformance::store(run, persons(people(), {})); }},
  };
}

}  // namespace conformance
