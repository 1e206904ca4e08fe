#include "host/sync/rows/our_columns.hpp"

#include <catch2/catch.hpp>

#include "arrays.hpp"
#include "host/contract/check_batch.hpp"
#include "host/sync/rows/row_id.hpp"

using namespace oar;
using namespace oar::sync;
using namespace oar::sync::test;

namespace {

using Row = std::int64_t;
using Names = std::vector<std::string>;

OurOptions options(Provenance provenance = Provenance::full) {
  return {.source = "shop", .scope = "host=a", .sync_time_us = 1'700'000'000'000'000, .provenance = provenance};
}

Table orders(std::atomic<int>* released = nullptr) {
  std::vector<Column> columns;
  columns.push_back(texts("name", "u", {"x", "y", "z", "w"}));
  columns.push_back(fixed<std::int64_t>("id", "l", {1, 2, 3, 4}));
  return table({{OAR_META_TABLE, "orders"}, {OAR_META_PRIMARY_KEY, R"(["id","name"])"}}, std::move(columns), released);
}

// Refers to orders with another width and a dictionary, in another order.
Table lines() {
  std::vector<Column> columns;
  columns.push_back(fixed<std::int32_t>("order", "i", {4, 1, std::nullopt}));
  columns.push_back(dictionary("order_name", {1, 0, std::nullopt}, {"x", "w"}));
  return table({{OAR_META_TABLE, "lines"},
                {OAR_META_PARENT, "orders"},
                {OAR_META_PARENT_KEY, R"({"order_name":"name","order":"id"})"}},
               std::move(columns));
}

Column uuids(char const* name, std::size_t rows) {
  std::vector<std::optional<Uuid>> const values(rows, Uuid{7});
  return fixed<Uuid>(name, "w:16", values, {{OAR_META_EXTENSION, OAR_EXTENSION_UUID}});
}

TableInfo info_of(Table const& made) {
  auto info = read_table(*made.schema);
  REQUIRE(info);
  return *std::move(info);
}

Names names_of(ArrowSchema const& schema) {
  Names names;
  for (std::int64_t i = 0; i < schema.n_children; ++i) names.push_back(schema.children[i]->name);
  return names;
}

Uuid uuid_at(ArrowArray const& column, Row row) {
  return static_cast<Uuid const*>(column.buffers[1])[column.offset + row];
}

std::int64_t int_at(ArrowArray const& column, Row row) {
  return static_cast<std::int64_t const*>(column.buffers[1])[column.offset + row];
}

OurColumns made_for(TableInfo const& table, TableInfo const* parent, bool is_parent, OurOptions given = options()) {
  auto made = OurColumns::make(table, parent, is_parent, std::move(given));
  INFO((made ? "" : made.error().message()));
  REQUIRE(made);
  return *std::move(made);
}

std::string refusal(TableInfo const& table, TableInfo const* parent, OurOptions given = options()) {
  auto const made = OurColumns::make(table, parent, false, std::move(given));
  return made ? "" : made.error().message();
}

OwnedArray added(OurColumns& ours, OwnedArray batch) {
  auto array = ours.add_to(std::move(batch));
  REQUIRE(array);
  REQUIRE(contract::check_batch(*ours.schema(PrimaryKey::keep), **array));
  return *std::move(array);
}

}  // namespace

TEST_CASE("columns of ours come first, as much as the provenance wants") {
  auto const table = info_of(orders());
  auto names = [&](bool is_parent, OurOptions given) {
    return names_of(*made_for(table, nullptr, is_parent, std::move(given)).schema(PrimaryKey::keep));
  };
  CHECK(names(true, options()) == Names{"_oar_source", "_oar_scope", "_oar_sync_time", "_oar_id", "name", "id"});
  CHECK(names(false, options()) == Names{"_oar_source", "_oar_scope", "_oar_sync_time", "name", "id"});
  CHECK(names(true, options(Provenance::minimal)) ==
        Names{"_oar_source", "_oar_scope", "_oar_sync_time", "name", "id"});
  CHECK(names(true, options(Provenance::none)) == Names{"name", "id"});
  auto renamed = options();
  renamed.prefix = "_cq_";
  CHECK(names(true, renamed) == Names{"_cq_source", "_cq_scope", "_cq_sync_time", "_cq_id", "name", "id"});
}

TEST_CASE("the combined schema is a table that reads like the source's, and append drops its key") {
  auto const table = info_of(orders());
  auto const ours = made_for(table, nullptr, true);
  auto const kept = read_table(*ours.schema(PrimaryKey::keep));
  REQUIRE(kept);
  CHECK(kept->name == "orders");
  CHECK(kept->primary_key == Names{"id", "name"});
  CHECK(kept->columns[2].format == "tsu:UTC");
  CHECK_FALSE(kept->columns[0].nullable);
  CHECK(kept->columns[3].extension == "oar.uuid");
  for (std::size_t i = 0; i < 4; ++i) CHECK_FALSE(kept->columns[i].description.empty());
  CHECK_FALSE(read_table(*ours.schema(PrimaryKey::drop))->has_key());
}

TEST_CASE("every row says where it is from, in whatever part of a batch it stands") {
  std::atomic<int> released = 0;
  auto ours = made_for(info_of(orders()), nullptr, true);
  auto whole = added(ours, orders(&released).batch);
  auto part = orders(&released);
  auto const* const text = part.batch->children[0]->buffers[2];
  part.batch->offset = 2;
  part.batch->length = 2;
  auto const slice = added(ours, std::move(part.batch));

  REQUIRE(slice->length == 2);
  CHECK(slice->offset == 0);
  for (Row row = 0; row < 2; ++row) {
    CHECK(text_at(*slice->children[0], row) == "shop");
    CHECK(text_at(*slice->children[1], row) == "host=a");
    CHECK(int_at(*slice->children[2], row) == 1'700'000'000'000'000);
    CHECK(uuid_at(*slice->children[3], row) == uuid_at(*whole->children[3], row + 2));
    CHECK(int_at(*slice->children[5], row) == row + 3);
  }
  CHECK(slice->children[4]->buffers[2] == text);
  CHECK(slice->children[0]->buffers[2] == whole->children[0]->buffers[2]);  // made once
  whole.reset();
  CHECK(released == 1);
}

TEST_CASE("a batch longer than any before gets columns of its length, and the shorter one keeps its own") {
  auto ours = made_for(info_of(orders()), nullptr, false);
  auto head = orders();
  head.batch->length = 1;
  auto const first = added(ours, std::move(head.batch));
  auto const second = added(ours, orders().batch);
  CHECK(text_at(*first->children[0], 0) == "shop");
  CHECK(text_at(*second->children[0], 3) == "shop");
  CHECK(second->children[0]->length == 4);
}

TEST_CASE("what was added to outlives its maker") {
  std::atomic<int> released = 0;
  OwnedArray scope;
  {
    auto ours = made_for(info_of(orders()), nullptr, true);
    auto const all = added(ours, orders(&released).batch);
    scope = OwnedArray::from(all->children[1]);
  }
  CHECK(released == 0);
  CHECK(text_at(*scope, 3) == "host=a");
  scope.reset();
  CHECK(released == 1);
}

TEST_CASE("a child's parent id is the id of its parent") {
  auto const parent = info_of(orders());
  auto parents = made_for(parent, nullptr, true);
  auto children = made_for(info_of(lines()), &parent, false);
  auto const up = added(parents, orders().batch);
  auto const down = added(children, lines().batch);
  auto const& parent_ids = *down->children[4];
  CHECK(uuid_at(parent_ids, 0) == uuid_at(*up->children[3], 3));
  CHECK(uuid_at(parent_ids, 1) == uuid_at(*up->children[3], 0));
  CHECK(parent_ids.null_count == 1);
  CHECK(static_cast<std::uint8_t const*>(parent_ids.buffers[0])[0] == 0b011);
  CHECK(uuid_at(*down->children[3], 0) != uuid_at(*down->children[3], 1));  // lines have no key
}

TEST_CASE("a child that does not map its parent's whole key delivers the parent id itself") {
  auto const parent = info_of(orders());
  auto child_of = [](std::vector<Column> columns) {
    return table({{OAR_META_TABLE, "lines"}, {OAR_META_PARENT, "orders"}, {OAR_META_PARENT_KEY, R"({"order":"id"})"}},
                 std::move(columns));
  };
  auto columns = [] {
    std::vector<Column> made;
    made.push_back(fixed<std::int32_t>("order", "i", {4, 1, 2}));
    return made;
  };
  CHECK_THAT(refusal(info_of(child_of(columns())), &parent), Catch::Contains("nor delivers _oar_parent_id"));
  CHECK(refusal(info_of(child_of(columns())), &parent, options(Provenance::minimal)).empty());

  auto delivering = columns();
  delivering.push_back(uuids("_oar_parent_id", 3));
  auto made = child_of(std::move(delivering));
  auto renamed = options();
  renamed.prefix = "_cq_";
  auto ours = made_for(info_of(made), &parent, false, renamed);
  CHECK(names_of(*ours.schema(PrimaryKey::keep)) ==
        Names{"_cq_source", "_cq_scope", "_cq_sync_time", "_cq_id", "_cq_parent_id", "order"});
  made.batch->offset = 1;
  made.batch->length = 2;
  auto const all = added(ours, std::move(made.batch));
  CHECK(uuid_at(*all->children[4], 1) == Uuid{7});
  CHECK(all->children[4]->length == 2);
}

TEST_CASE("a source's column may not have the name of one of ours") {
  auto named = [](char const* name) {
    std::vector<Column> columns;
    columns.push_back(fixed<std::int32_t>(name, "i", {1}));
    return info_of(table({{OAR_META_TABLE, "t"}}, std::move(columns)));
  };
  CHECK_THAT(refusal(named("_oar_scope"), nullptr),
             Catch::Contains("'_oar_scope'") && Catch::Contains("column_prefix"));
  CHECK_THAT(refusal(named("_oar_id"), nullptr), Catch::Contains("must be an oar.uuid"));
  CHECK(refusal(named("_oar_scope"), nullptr, options(Provenance::none)).empty());
}

TEST_CASE("a batch whose key cannot be read is an error, and is released") {
  std::atomic<int> released = 0;
  std::vector<Column> columns;
  columns.push_back(dictionary("k", {5}, {"a"}));
  auto made = table({{OAR_META_TABLE, "t"}, {OAR_META_PRIMARY_KEY, R"(["k"])"}}, std::move(columns), &released);
  auto ours = made_for(info_of(made), nullptr, true);
  CHECK_FALSE(ours.add_to(std::move(made.batch)));
  CHECK(released == 1);
}

TEST_CASE("an empty batch stays a batch") {
  auto made = orders();
  made.batch->length = 0;
  auto ours = made_for(info_of(made), nullptr, true);
  CHECK(added(ours, std::move(made.batch))->length == 0);
}
