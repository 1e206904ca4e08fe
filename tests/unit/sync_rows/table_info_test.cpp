#include "host/sync/rows/table_info.hpp"

#include <catch2/catch.hpp>

#include "arrays.hpp"
#include "misbehaved.hpp"

using namespace oar;
using namespace oar::sync;
using namespace oar::sync::test;

namespace {

std::vector<OwnedSchema> columns_of(std::vector<std::pair<std::string, std::string>> const& columns) {
  std::vector<OwnedSchema> made;
  for (auto const& [name, format] : columns) made.push_back(make_schema(format, name, {}, ARROW_FLAG_NULLABLE));
  return made;
}

OwnedSchema schema(Metadata metadata, std::vector<OwnedSchema> columns = columns_of({{"a", "l"}, {"b", "u"}})) {
  metadata.emplace_back(OAR_META_TABLE, "t");
  return make_schema("+s", "", metadata, 0, std::move(columns));
}

std::string refusal(ArrowSchema const& given) {
  auto const table = read_table(given);
  return table ? "accepted" : table.error().message();
}

std::string refusal(Metadata metadata) { return refusal(*schema(std::move(metadata))); }

std::string refusal(std::vector<OwnedSchema> columns) { return refusal(*schema({}, std::move(columns))); }

}  // namespace

TEST_CASE("a table's schema says all there is to know") {
  std::vector<OwnedSchema> columns;
  columns.push_back(
      make_schema("w:16", "id", {{OAR_META_EXTENSION, OAR_EXTENSION_UUID}, {OAR_META_DESCRIPTION, "Who it is"}}, 0));
  columns.push_back(make_schema("c", "op", {}, 0));
  columns.push_back(make_schema("i", "of", {}, ARROW_FLAG_NULLABLE, {}, make_schema("u", "", {}, 0)));
  auto const given = schema({{OAR_META_PARENT, "p"},
                             {OAR_META_DESCRIPTION, "Things"},
                             {OAR_META_OP_COLUMN, "op"},
                             {OAR_META_PRIMARY_KEY, R"(["of","id"])"},
                             {OAR_META_PARENT_KEY, R"({"of":"name"})"},
                             {OAR_META_CURSOR_FIELDS, R"(["id"])"},
                             {OAR_META_READ_MODES, R"(["full","incremental"])"}},
                            std::move(columns));
  auto const table = read_table(*given);
  REQUIRE(table);
  CHECK(table->name == "t");
  CHECK(table->parent == "p");
  CHECK(table->description == "Things");
  CHECK(table->op_column == "op");
  CHECK(table->primary_key == std::vector<std::string>{"of", "id"});
  CHECK(table->parent_key == std::vector<std::pair<std::string, std::string>>{{"of", "name"}});
  CHECK(table->cursor_fields == std::vector<std::string>{"id"});
  CHECK(table->reads("incremental"));
  CHECK_FALSE(table->reads("cdc"));
  CHECK(table->columns[0].extension == "oar.uuid");
  CHECK(table->columns[0].description == "Who it is");
  CHECK_FALSE(table->columns[0].nullable);
  CHECK(table->columns[2].format == "u");
  CHECK(same_layout(*given, **table->layout));
  CHECK(read_table(*schema({}))->read_modes == std::vector<std::string>{"full"});
}

TEST_CASE("metadata that breaks a rule is refused with the rule") {
  CHECK_THAT(refusal(Metadata{{OAR_META_PRIMARY_KEY, "[\"a\""}}), misbehaved("table t: oar:pk is not JSON"));
  CHECK_THAT(refusal(Metadata{{OAR_META_PRIMARY_KEY, "\"a\""}}), misbehaved("not a JSON array"));
  CHECK_THAT(refusal(Metadata{{OAR_META_PRIMARY_KEY, "[1]"}}), misbehaved("no string: 1"));
  CHECK_THAT(refusal(Metadata{{OAR_META_PRIMARY_KEY, R"(["c"])"}}), misbehaved("'c', which the table does not have"));
  CHECK_THAT(refusal(Metadata{{OAR_META_PRIMARY_KEY, R"(["a","a"])"}}), misbehaved("'a' twice"));
  CHECK_THAT(refusal(Metadata{{OAR_META_CURSOR_FIELDS, R"(["c"])"}}), misbehaved("oar:cursor_fields"));
  CHECK_THAT(refusal(Metadata{{OAR_META_PARENT_KEY, R"({"a":"x"})"}}), misbehaved("without oar:parent"));
  CHECK_THAT(refusal(Metadata{{OAR_META_PARENT, "p"}, {OAR_META_PARENT_KEY, R"({"c":"x"})"}}), misbehaved("'c'"));
  CHECK_THAT(refusal(Metadata{{OAR_META_PARENT, "t"}}), misbehaved("the table itself"));
  CHECK_THAT(refusal(Metadata{{OAR_META_READ_MODES, R"(["often"])"}}), misbehaved("'often'"));
  CHECK_THAT(refusal(Metadata{{OAR_META_OP_COLUMN, "b"}}), misbehaved("not an int8"));
  CHECK_THAT(refusal(Metadata{{OAR_META_DESCRIPTION, "\xC3\x28"}}), misbehaved("not UTF-8"));
}

TEST_CASE("a schema that is no table is refused") {
  CHECK_THAT(refusal(ArrowSchema{}), misbehaved("no release"));
  CHECK_THAT(refusal(*make_schema("l", "", {{OAR_META_TABLE, "t"}}, 0)), misbehaved("must be \"+s\""));
  CHECK_THAT(refusal(*make_schema("+s", "", {}, 0, columns_of({{"a", "l"}}))), misbehaved("oar:table"));
  CHECK_THAT(refusal(std::vector<OwnedSchema>{}), misbehaved("no columns"));
  auto gone = columns_of({{"a", "l"}, {"b", "l"}});
  auto holed = schema({}, std::move(gone));
  holed->children[1]->release(holed->children[1]);
  CHECK_THAT(refusal(*holed), misbehaved("column '1': its schema is missing or released"));
}

TEST_CASE("columns that break a rule are refused by name") {
  CHECK_THAT(refusal(columns_of({{"a", "l"}, {"a", "u"}})), misbehaved("column 'a' twice"));
  CHECK_THAT(refusal(columns_of({{"", "l"}})), misbehaved("column 0 has no name"));
  CHECK_THAT(refusal(columns_of({{"\xFF", "l"}})), misbehaved("not UTF-8"));
  CHECK_THAT(refusal(columns_of({{"a", "vu"}})), Catch::Contains("'a'") && Catch::Contains("'vu'"));
  CHECK_THAT(refusal(columns_of({{"a", "+l"}})), misbehaved("0 children"));
  CHECK_THAT(refusal(columns_of({{"a", "d:10,40"}})), misbehaved("1 to 38 digits"));
  CHECK_THAT(refusal(columns_of({{"a", "d:10,2000000"}})), Catch::Contains("d:10,2000000"));

  std::vector<OwnedSchema> storage;
  storage.push_back(make_schema("u", "a", {{OAR_META_EXTENSION, OAR_EXTENSION_UUID}}, 0));
  CHECK_THAT(refusal(std::move(storage)), misbehaved("oar.uuid is on 'u'"));
  std::vector<OwnedSchema> index;
  index.push_back(make_schema("g", "a", {}, 0, {}, make_schema("u", "", {}, 0)));
  CHECK_THAT(refusal(std::move(index)), misbehaved("indices are integers"));

  auto deep = make_schema("l", "x", {}, 0);
  for (int i = 0; i < 1000; ++i) {
    std::vector<OwnedSchema> inner;
    inner.push_back(std::move(deep));
    deep = make_schema("+s", "x", {}, 0, std::move(inner));
  }
  std::vector<OwnedSchema> nest;
  nest.push_back(std::move(deep));
  CHECK_THAT(refusal(std::move(nest)), misbehaved("nested more than"));
}

TEST_CASE("layouts are the same when only the order of their metadata differs") {
  auto const one = schema({{"x", "1"}, {"y", "2"}});
  CHECK(same_layout(*one, *schema({{"y", "2"}, {"x", "1"}})));
  CHECK_FALSE(same_layout(*one, *schema({{"y", "2"}})));
  CHECK_FALSE(same_layout(*one, *schema({{"x", "1"}, {"y", "2"}}, columns_of({{"a", "l"}, {"b", "U"}}))));
  CHECK_FALSE(same_layout(*one, *schema({{"x", "1"}, {"y", "2"}}, columns_of({{"b", "u"}, {"a", "l"}}))));
}
