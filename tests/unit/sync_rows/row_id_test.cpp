#include "host/sync/rows/row_id.hpp"

#include <algorithm>
#include <boost/uuid/uuid_io.hpp>
#include <catch2/catch.hpp>

#include "arrays.hpp"

using namespace oar;
using namespace oar::sync;
using namespace oar::sync::test;

namespace {

std::string text_of(Uuid const& id) {
  boost::uuids::uuid uuid;
  std::ranges::copy(id, uuid.begin());
  return to_string(uuid);
}

Table keyed(std::vector<Column> columns) { return table({{OAR_META_TABLE, "orders"}}, std::move(columns)); }

Table keyed(Column column) {
  std::vector<Column> columns;
  columns.push_back(std::move(column));
  return keyed(std::move(columns));
}

// Every column is part of the key.
std::vector<std::string> ids_of(Table const& made, char const* name = "orders") {
  std::vector<std::size_t> key;
  for (std::int64_t i = 0; i < made.schema->n_children; ++i) key.push_back(static_cast<std::size_t>(i));
  auto ids = RowIds::make(name, *made.schema, key);
  REQUIRE(ids);
  std::vector<Uuid> out(static_cast<std::size_t>(made.batch->length));
  REQUIRE(ids->compute(*made.batch, out.data()));
  std::vector<std::string> texts;
  for (auto const& id : out) texts.push_back(text_of(id));
  return texts;
}

std::string id_of(Column column) { return ids_of(keyed(std::move(column))).at(0); }

template <class T>
std::string id_of(char const* format, T value) {
  return id_of(fixed<T>("k", format, {value}));
}

struct Decimal {
  std::uint64_t low;
  std::int64_t high;
};

}  // namespace

// Computed with Python's uuid module from the encoding as key_column.hpp describes it. They are in databases: never
// change.
TEST_CASE("ids are what they were in every release before") {
  CHECK(id_of<std::int64_t>("l", 5) == "d09d093f-c76c-572b-8072-30082aeb9d42");
  CHECK(id_of<std::int64_t>("l", INT64_MIN) == "f091358f-f384-5820-b6ff-5be8934d9fd7");
  CHECK(id_of(texts("k", "u", {"Z\xC3\xBCrich"})) == "d7172c44-050f-513e-ae5f-8c9e030cbadd");
  CHECK(id_of<std::int64_t>("tsm:UTC", 1500) == "43ddc1f8-932a-5ae0-8782-12e580e8aa66");
  CHECK(id_of<double>("g", 0.5) == "2f8683b8-64f8-5494-91c2-4331d0e470af");
  CHECK(id_of(texts("k", "u", {std::string(300, 'x')})) == "a0ee398f-b167-5e0c-923e-c9c01548bac5");
  // -12345678901234567890123456789.25
  CHECK(id_of<Decimal>("d:38,2", {0x5D7936B0F18993B3, -66926059428}) == "2c3634b2-6590-5f2a-986f-0212ceb83b32");
  std::vector<Column> composite;
  composite.push_back(fixed<std::int32_t>("a", "i", {5}));
  composite.push_back(texts("b", "u", {"ab"}));
  composite.push_back(texts("c", "u", {std::nullopt}));
  CHECK(ids_of(keyed(std::move(composite))).at(0) == "8b7d1533-667e-5f07-802b-90665ed19b0e");
}

TEST_CASE("the physical type of a key does not matter, its value does") {
  auto const five = id_of<std::int64_t>("l", 5);
  CHECK(id_of<std::int8_t>("c", 5) == five);
  CHECK(id_of<std::uint8_t>("C", 5) == five);
  CHECK(id_of<std::int16_t>("s", 5) == five);
  CHECK(id_of<std::uint16_t>("S", 5) == five);
  CHECK(id_of<std::int32_t>("i", 5) == five);
  CHECK(id_of<std::uint32_t>("I", 5) == five);
  CHECK(id_of<std::uint64_t>("L", 5) == five);
  CHECK(id_of<Decimal>("d:10,2", {500, 0}) == five);
  CHECK(id_of<std::int64_t>("l", -5) != five);
  CHECK(id_of<std::uint64_t>("L", UINT64_MAX) != id_of<std::int64_t>("l", -1));
  CHECK(id_of<float>("f", 0.25F) == id_of<double>("g", 0.25));
  CHECK(id_of<double>("g", -0.0) == id_of<double>("g", 0.0));
  CHECK(id_of(texts("k", "u", {"5"})) != five);
  CHECK(id_of(texts("k", "U", {"ab"})) == id_of(texts("k", "u", {"ab"})));
  CHECK(id_of(texts("k", "Z", {"ab"})) == id_of(texts("k", "z", {"ab"})));
  CHECK(id_of(texts("k", "z", {"ab"})) != id_of(texts("k", "u", {"ab"})));
  CHECK(id_of<std::int16_t>("w:2", 0x6261) == id_of(texts("k", "z", {"ab"})));
  CHECK(id_of(dictionary("k", {1}, {"no", "ab"})) == id_of(texts("k", "u", {"ab"})));
}

TEST_CASE("times are the same in every unit and zone, but a local time is no instant") {
  auto const instant = id_of<std::int64_t>("tss:UTC", 7);
  CHECK(id_of<std::int64_t>("tsn:Europe/Berlin", 7'000'000'000) == instant);
  CHECK(id_of<std::int64_t>("tss:", 7) != instant);
  CHECK(id_of<std::int64_t>("tsu:UTC", 7'000'001) != instant);
  CHECK(id_of<std::int32_t>("ttm", 1500) == id_of<std::int64_t>("ttn", 1'500'000'000));
  CHECK(id_of<std::int64_t>("tDs", 2) == id_of<std::int64_t>("tDm", 2000));
  CHECK(id_of<std::int32_t>("tdD", 2) != id_of<std::int32_t>("i", 2));
}

TEST_CASE("NULL is no value, and values do not run into one another") {
  CHECK(id_of(texts("k", "u", {std::nullopt})) != id_of(texts("k", "u", {""})));
  CHECK(id_of(dictionary("k", {0}, {std::nullopt})) == id_of(texts("k", "u", {std::nullopt})));
  auto pair = [](char const* a, char const* b) {
    std::vector<Column> columns;
    columns.push_back(texts("a", "u", {a}));
    columns.push_back(texts("b", "u", {b}));
    return ids_of(keyed(std::move(columns))).at(0);
  };
  CHECK(pair("a", "bc") != pair("ab", "c"));
  CHECK(pair("a", "b") != pair("b", "a"));
}

TEST_CASE("a row keeps its id in a slice, and another table gives it another") {
  auto made = keyed(texts("k", "u", {"a", std::nullopt, "ccc", "dd"}));
  auto const all = ids_of(made);
  CHECK(ids_of(made, "invoices").at(0) != all.at(0));
  made.batch->offset = 1;
  made.batch->length = 2;
  CHECK(ids_of(made) == std::vector<std::string>{all.at(1), all.at(2)});
  auto& child = *made.batch->children[0];
  child.offset = 1;
  child.length = 3;
  CHECK(ids_of(made) == std::vector<std::string>{all.at(2), all.at(3)});
}

TEST_CASE("only a row without any key value has no id") {
  std::vector<Column> columns;
  columns.push_back(texts("a", "u", {"x", std::nullopt, std::nullopt}));
  columns.push_back(fixed<std::int32_t>("b", "i", {1, std::nullopt, 3}));
  auto const made = keyed(std::move(columns));
  auto const ids = RowIds::make("orders", *made.schema, {0, 1});
  REQUIRE(ids);
  Uuid out[3];
  std::uint8_t valid = 0;
  auto const without = ids->compute_nullable(*made.batch, out, &valid);
  REQUIRE(without);
  CHECK(*without == 1);
  CHECK(valid == 0b101);
  CHECK(out[1] == Uuid{});
  CHECK(text_of(out[2]) == ids_of(made).at(2));
}

TEST_CASE("keys that cannot be read are errors that name the column and the row") {
  auto const nested = keyed(list("parts", 2));
  auto const refused = RowIds::make("orders", *nested.schema, {0});
  REQUIRE_FALSE(refused);
  CHECK_THAT(refused.error().message(), Catch::Contains("'parts'"));

  auto const outside = keyed(dictionary("colour", {0, 2}, {"red", "blue"}));
  auto const ids = RowIds::make("orders", *outside.schema, {0});
  Uuid out[2];
  auto const failed = ids->compute(*outside.batch, out);
  REQUIRE_FALSE(failed);
  CHECK_THAT(failed.error().message(), Catch::Contains("'colour', row 1: index 2"));
}

TEST_CASE("random ids are UUIDv4 and differ") {
  Uuid ids[2];
  random_ids(ids, 2);
  CHECK(ids[0] != ids[1]);
  CHECK((ids[0][6] >> 4) == 4);
  CHECK((ids[0][8] >> 6) == 2);
}

TEST_CASE("no id is made of a list, and the column is named") {
  Table const made = keyed(list("tags", 2));
  auto const ids = RowIds::make("orders", *made.schema, {0});
  REQUIRE_FALSE(ids);
  CHECK_THAT(ids.error().message(),
             Catch::Contains("key column 'tags' is a +l; a parent's or child's key has no lists"));
}
