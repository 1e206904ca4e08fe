// Planning: what a sync is going to do, and what it refuses.

#include "host/sync/plan.hpp"

#include <oar/abi/destination.h>
#include <catch2/catch.hpp>

#include "unit/sync/fake_source.hpp"

using namespace oar;
using namespace oar::sync;

namespace {

constexpr std::uint32_t everything =
    OAR_CAP_ATOMIC_STATE | OAR_CAP_UPSERT | OAR_CAP_DELETE_STALE | OAR_CAP_DELETE_RECORDS;

TableInfo info(Table const& table) {
  OwnedSchema const schema = table.to_schema();
  return *read_table(*schema);
}

config::Source source_of(std::vector<config::TableOption> options = {}) {
  config::Source source;
  source.name = "src";
  source.tables = {"*"};
  source.table_options = std::move(options);
  return source;
}

Table keyless(std::string name) {
  Table table{std::move(name)};
  table.column("text", Type::text);
  return table;
}

RoutePlan route(Table const& table, config::WriteMode mode, std::uint32_t capabilities = everything,
                config::Provenance provenance = config::Provenance::full) {
  config::Destination destination;
  destination.name = "dst";
  destination.write_mode = mode;
  destination.provenance = provenance;
  config::Source const source = source_of();
  return plan_route(source, destination, plan_source(source, {info(table)}), capabilities);
}

using Mode = config::WriteMode;

}  // namespace

TEST_CASE("each write mode is one way to write a full table with a key") {
  Table const t = test::keyed("t");
  CHECK(route(t, Mode::append).tables[0].append);
  CHECK_FALSE(route(t, Mode::overwrite).tables[0].append);
  CHECK_FALSE(route(t, Mode::overwrite).tables[0].stale);
  CHECK(route(t, Mode::overwrite_delete_stale).tables[0].stale);
}

TEST_CASE("a full table without a key is appended and replaced") {
  RoutePlan const plan = route(keyless("t"), Mode::overwrite);
  CHECK(plan.tables[0].append);
  CHECK(plan.tables[0].replace);
  CHECK(plan.errors.empty());
  CHECK_FALSE(route(keyless("t"), Mode::append).tables[0].stale);
}

TEST_CASE("an incremental table without a key is appended, and plan says so") {
  RoutePlan const plan = route(keyless("t").incremental({"text"}), Mode::overwrite_delete_stale);
  CHECK(plan.tables[0].append);
  CHECK_FALSE(plan.tables[0].stale);
  CHECK(plan.notes.size() == 1);
}

TEST_CASE("what a destination cannot do is refused with what to write instead") {
  Table const t = test::keyed("t");
  auto const refusal = [](RoutePlan const& plan) { return plan.errors.empty() ? "" : plan.errors.front(); };
  CHECK(refusal(route(t, Mode::overwrite_delete_stale, everything, config::Provenance::none))
            .find("`provenance: none`") != std::string::npos);
  CHECK(refusal(route(t, Mode::overwrite_delete_stale, OAR_CAP_UPSERT)).find("write_mode: overwrite") !=
        std::string::npos);
  CHECK(refusal(route(t, Mode::overwrite, 0)).find("write_mode: append") != std::string::npos);
  CHECK(refusal(route(t, Mode::append, 0)).empty());
}

TEST_CASE("a table that offers both ways is read full unless an option says otherwise") {
  Table const both = test::keyed("t").reads({ReadMode::full, ReadMode::incremental});
  CHECK(plan_source(source_of(), {info(both)}).tables[0].read == Read::full);
  config::TableOption option;
  option.tables = "*";
  option.read_mode = config::ReadMode::incremental;
  CHECK(plan_source(source_of({option}), {info(both)}).tables[0].read == Read::incremental);
  CHECK(plan_source(source_of({option}), {info(test::keyed("t"))}).errors.size() == 1);
}

TEST_CASE("options choose columns and key; a key's columns stay") {
  config::TableOption option;
  option.tables = "t";
  option.columns = {"text"};
  SourcePlan const plan = plan_source(source_of({option}), {info(test::keyed("t"))});
  REQUIRE(plan.errors.empty());
  CHECK(plan.tables[0].info.columns.size() == 2);
  option.skip_columns = {"text"};
  option.columns.reset();
  CHECK(plan_source(source_of({option}), {info(test::keyed("t"))}).tables[0].columns == std::vector<std::string>{"id"});
  option.skip_columns.reset();
  option.primary_key = {"text"};
  CHECK(plan_source(source_of({option}), {info(test::keyed("t"))}).tables[0].info.primary_key ==
        std::vector<std::string>{"text"});
  option.primary_key = {"nothing"};
  SourcePlan const wrong = plan_source(source_of({option}), {info(test::keyed("t"))});
  REQUIRE(wrong.errors.size() == 1);
  CHECK(wrong.errors[0].find("no column 'nothing'; it has: id, text") != std::string::npos);
}

TEST_CASE("routes read together exactly when their incremental cursors are byte-equal") {
  auto const memory = [](std::string cursor, Read read = Read::incremental) {
    Memory known;
    known.cursors["s"].envelope.cursor = std::move(cursor);
    known.cursors["s"].envelope.read = read;
    return known;
  };
  Memory const at_1 = memory("1"), also_at_1 = memory("1"), at_2 = memory("2"), nowhere, full = memory("9", Read::full);
  auto const groups = group_routes({&at_1, &nowhere, &also_at_1, &at_2, &full});
  CHECK(groups == std::vector<std::vector<std::size_t>>{{0, 2}, {1, 4}, {3}});
}
