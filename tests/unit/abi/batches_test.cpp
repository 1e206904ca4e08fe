// Batches built with the SDK and read back through its views: every type, NULLs, slices, and what misfits.

#include <oar/json_text.hpp>
#include <oar/rows.hpp>
#include <oar/view.hpp>

#include <catch2/catch.hpp>

#include "batches.hpp"

using oar::Type;

namespace {

struct Point {
  std::int64_t x = 0;
  std::optional<std::string> label;
};
BOOST_DESCRIBE_STRUCT(Point, (), (x, label))

struct Everything {
  bool flag = false;
  std::int8_t i8 = 0;
  std::uint16_t u16 = 0;
  std::int32_t i32 = 0;
  std::uint64_t u64 = 0;
  float f32 = 0;
  double f64 = 0;
  std::string text;
  oar::Bytes bytes;
  oar::Uuid uuid;
  oar::Json json;
  oar::Inet inet;
  oar::Mac mac;
  oar::Date date;
  oar::TimeOfDay time;
  oar::Timestamp at;
  oar::LocalTimestamp local;
  oar::Duration took;
  std::vector<std::int32_t> list;
  std::map<std::string, double> map;
  Point point;
  std::optional<std::vector<Point>> points;
};
BOOST_DESCRIBE_STRUCT(Everything, (),
                      (flag, i8, u16, i32, u64, f32, f64, text, bytes, uuid, json, inet, mac, date, time, at, local,
                       took, list, map, point, points))

std::string json_of(oar::Batch const& batch, std::int64_t row) {
  std::string out;
  oar::append_json(out, batch, row);
  return out;
}

Everything sample() {
  Everything row;
  row.flag = true;
  row.i8 = -5;
  row.u16 = 65'535;
  row.i32 = -70'000;
  row.u64 = 18'446'744'073'709'551'615u;
  row.f32 = 0.5;
  row.f64 = 0.1;
  row.text = "a \"quoted\"\nline\x01";
  row.bytes = {std::string{"\0\xff", 2}};
  row.uuid.bytes = {0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde, 0xf0, 1, 2, 3, 4, 5, 6, 7, 8};
  row.json = {R"({"k":[1,2]})"};
  row.inet = {"10.0.0.1/8"};
  row.mac = {"52:54:00:12:34:56"};
  row.date = {20'454};
  row.time = {3'723'000'001};
  row.at = {-1};
  row.local = {1'767'225'600'000'000};
  row.took = {90};
  row.list = {1, 2, 3};
  row.map = {{"a", 1.5}};
  row.point = {7, std::nullopt};
  row.points = {{{1, "one"}, {2, std::nullopt}}};
  return row;
}

}  // namespace

TEST_CASE("a described row of every type comes out as it went in") {
  auto const table = oar::Table::of<Everything>("everything", "", {});
  oar::Rows rows{table};
  rows.row(Everything{});
  rows.row(sample());
  auto const batch = batch_of(table, rows.finish());

  REQUIRE(batch.rows() == 2);
  CHECK(json_of(batch, 1) ==
        R"({"flag":true,"i8":-5,"u16":65535,"i32":-70000,"u64":18446744073709551615,"f32":0.5,"f64":0.1,)"
        R"("text":"a \"quoted\"\nline\u0001","bytes":"AP8=","uuid":"12345678-9abc-def0-0102-030405060708",)"
        R"("json":{"k":[1,2]},"inet":"10.0.0.1/8","mac":"52:54:00:12:34:56","date":"2026-01-01",)"
        R"("time":"01:02:03.000001","at":"1969-12-31T23:59:59.999999Z","local":"2026-01-01T00:00:00","took":90,)"
        R"("list":[1,2,3],"map":{"a":1.5},"point":{"x":7,"label":null},)"
        R"("points":[{"x":1,"label":"one"},{"x":2,"label":null}]})");
  CHECK(batch.column(21).is_null(0));
  CHECK(batch.column(18).items(0).begin == batch.column(18).items(0).end);
}

TEST_CASE("a table survives the way through an Arrow schema") {
  auto const table = oar::Table::of<Everything>("everything", "All types", {{"flag", "A flag"}, {"nowhere", "Stray"}})
                         .key({"i32", "text"})
                         .child_of("parent", {{"i32", "id"}})
                         .incremental({"at"});
  auto const again = oar::Table::from_schema(*table.to_schema());

  REQUIRE(again);
  CHECK(again->columns() == table.columns());
  CHECK(again->primary_key() == table.primary_key());
  CHECK(again->parent() == "parent");
  CHECK(again->parent_key() == table.parent_key());
  CHECK(again->cursor_fields() == table.cursor_fields());
  CHECK(again->read_modes() == table.read_modes());
  CHECK(again->description() == "All types");
  CHECK(table.undescribed().size() == 22);  // 21 members without a sentence, and the stray one
}

TEST_CASE("a schema that is no table is refused with what is wrong") {
  auto schema = oar::Table{"t"}.column("c", Type::int64).to_schema();
  SECTION("another format than a struct") { schema->format = "l"; }
  SECTION("a type that Oarlock does not carry") { schema->children[0]->format = "vu"; }
  SECTION("no name") { schema->metadata = nullptr; }
  CHECK_FALSE(oar::Table::from_schema(*schema));
}

TEST_CASE("every type holds NULL, before and after values") {
  auto const types = std::vector<Type>{Type::boolean,
                                       Type::int8,
                                       Type::uint64,
                                       Type::float32,
                                       Type::decimal(38, 10),
                                       Type::text,
                                       Type::large_text,
                                       Type::binary,
                                       Type::fixed_binary(3),
                                       Type::date,
                                       Type::time,
                                       Type::timestamp,
                                       Type::duration,
                                       Type::list(Type::text),
                                       Type::map(Type::text, Type::int64),
                                       Type::structure({{"a", Type::int64}}),
                                       Type::dictionary_of(Type::text),
                                       Type::null,
                                       Type::uuid};
  for (auto const& type : types) {
    INFO(oar::describe(type));
    auto const table = oar::Table{"t"}.column("c", type);
    oar::Rows rows{table};
    for (int i = 0; i < 11; ++i) rows.row(nullptr);
    auto const batch = batch_of(table, rows.finish());
    REQUIRE(batch.rows() == 11);
    for (int i = 0; i < 11; ++i) CHECK(json_of(batch, i) == R"({"c":null})");
  }
}

TEST_CASE("a dictionary keeps each value once") {
  auto const table = oar::Table{"t"}.column("colour", Type::dictionary_of(Type::text));
  oar::Rows rows{table};
  for (auto const* colour : {"red", "blue", "red"}) rows.row(colour);
  rows.row(nullptr);
  auto const batch = batch_of(table, rows.finish());

  CHECK(batch.column(0).dictionary().length() == 2);
  CHECK(json_of(batch, 2) == R"({"colour":"red"})");
  CHECK(json_of(batch, 3) == R"({"colour":null})");
}

TEST_CASE("a slice reads its own rows, nested ones too") {
  auto const table = oar::Table::of<Everything>("everything", "", {});
  oar::Rows rows{table};
  for (std::int32_t i = 0; i < 10; ++i) {
    auto row = sample();
    row.i32 = i;
    row.list = {i, i + 1};
    row.point.x = i;
    if (i % 2 == 0) row.points.reset();
    rows.row(row);
  }
  auto array = rows.finish();
  array->offset = 3;
  array->length = 2;
  auto const batch = batch_of(table, std::move(array));

  REQUIRE(batch.rows() == 2);
  CHECK(batch.column(3).value<std::int32_t>(0) == 3);
  CHECK(batch.column(18).children()[0].value<std::int32_t>(batch.column(18).items(1).begin) == 4);
  CHECK(batch.column(20).children()[0].value<std::int64_t>(1) == 4);
  CHECK_FALSE(batch.column(21).is_null(0));
  CHECK(batch.column(21).is_null(1));
}

TEST_CASE("column-wise and row-wise building give the same batch") {
  auto const table = oar::Table{"t"}.key("id", Type::int64).column("name", Type::text);
  oar::Rows by_row{table};
  oar::Rows by_column{table};
  for (std::int64_t i = 0; i < 100; ++i) by_row.row(i, "n" + std::to_string(i));
  for (std::int64_t i = 0; i < 100; ++i) by_column.column(0).append(i);
  for (std::int64_t i = 0; i < 100; ++i) by_column.column(1).append_bytes("n" + std::to_string(i));
  by_column.add_rows(100);
  auto const a = batch_of(table, by_row.finish());
  auto const b = batch_of(table, by_column.finish());
  for (std::int64_t i = 0; i < 100; ++i) CHECK(json_of(a, i) == json_of(b, i));
}

TEST_CASE("a value that does not fit its column is remembered, never cut") {
  auto const table = oar::Table{"t"}.column("small", Type::int8).column("text", Type::text);
  oar::Rows rows{table};
  SECTION("a number out of range") {
    rows.row(300, "x");
    CHECK(rows.fault() == 0u);
  }
  SECTION("a number for a text") {
    rows.row(3, 4);
    CHECK(rows.fault() == 1u);
  }
  SECTION("too few values") {
    rows.row(3);
    CHECK(rows.fault() == 1u);
  }
  CHECK(rows.length() == 0);
}

TEST_CASE("a value goes into a column only where it means the same there") {
  auto const put = [](Type const& type, auto const& value) {
    oar::Rows rows{oar::Table{"t"}.column("c", type)};
    rows.row(value);
    return rows.length() == 1;
  };
  CHECK_FALSE(put(Type::int32, 3.7));  // used to become 3
  CHECK_FALSE(put(Type::int64, 1e300));
  CHECK(put(Type::float64, std::int64_t{1} << 53));
  CHECK_FALSE(put(Type::float64, (std::int64_t{1} << 53) + 1));  // used to lose its last digit
  CHECK(put(Type::float32, 0.1));
  CHECK_FALSE(put(Type::float32, 1e300));
  CHECK(put(Type::float32, std::numeric_limits<double>::infinity()));
  CHECK_FALSE(put(Type::dictionary_of(Type::text), 5));
  CHECK_FALSE(put(Type::dictionary_of(Type::int64), 5));

  auto nanos = Type::timestamp;
  nanos.unit = oar::Unit::nano;
  CHECK(put(Type::timestamp, oar::Timestamp{1}));
  CHECK_FALSE(put(nanos, oar::Timestamp{1}));  // used to be a thousandth of it
  CHECK_FALSE(put(Type::timestamp, oar::LocalTimestamp{1}));
  CHECK_FALSE(put(Type::fixed_binary(4), oar::Uuid{}));
  CHECK(put(Type::list(Type::text), std::vector<std::string>{"a"}));
  CHECK_FALSE(put(Type::list(Type::int64), std::vector<std::string>{"a"}));  // used to write text into numbers

  CHECK(put(Type::decimal(3, 1), oar::Decimal{999, 0}));
  CHECK_FALSE(put(Type::decimal(3, 1), oar::Decimal{1000, 0}));
  CHECK(put(Type::decimal(3, 1), oar::Decimal{~std::uint64_t{998}, -1}));  // -99.9
}

TEST_CASE("a struct of another table is a misfit, not a batch with wrong buffers") {
  oar::Rows rows{oar::Table::of<Point>("points", "", {})};
  SECTION("more members") { rows.row(Everything{}); }
  SECTION("after right ones") {
    rows.row(Point{});
    rows.row(Everything{});
  }
  CHECK(rows.fault() == 0u);
}

TEST_CASE("an array of no rows has its buffers, whatever its type") {
  for (auto const& type :
       {Type::text, Type::list(Type::text), Type::map(Type::text, Type::int64), Type::fixed_binary(0), Type::boolean,
        Type::null, Type::dictionary_of(Type::text), Type::structure({})}) {
    INFO(oar::describe(type));
    auto const table = oar::Table{"t"}.column("c", type);
    oar::Rows rows{table};
    CHECK(batch_of(table, rows.finish()).rows() == 0);
  }
}

TEST_CASE("an array that ends before its batch does is refused before a buffer is read") {
  auto const table = oar::Table{"t"}.column("n", Type::int64).column("l", Type::list(Type::int64));
  oar::Rows rows{table};
  for (std::int64_t i = 0; i < 4; ++i) rows.row(i, std::vector<std::int64_t>{i, i});
  auto array = rows.finish();
  SECTION("a batch longer than its columns") { array->length = 5; }
  SECTION("a slice that runs out") { array->offset = 1; }
  SECTION("a column cut short") { array->children[0]->length = 3; }
  SECTION("a negative offset") { array->offset = -1; }
  SECTION("a buffer that is not there") { array->children[0]->buffers[1] = nullptr; }
  SECTION("items cut short") { array->children[1]->children[0]->length = 7; }
  CHECK_FALSE(oar::Batch::make(table, std::move(array)));
}

TEST_CASE("a schema that would be read as what it is not is refused") {
  auto schema = oar::Table{"t"}
                    .column("d", Type::dictionary_of(Type::text))
                    .column("u", Type::uuid)
                    .column("n", Type::decimal(10, 2))
                    .to_schema();
  REQUIRE(oar::Table::from_schema(*schema));
  SECTION("small dictionary indices") { schema->children[0]->format = "c"; }  // used to be read as int32
  SECTION("a uuid over text") { schema->children[1]->format = "u"; }
  SECTION("more digits than 128 bits hold") { schema->children[2]->format = "d:39,2"; }
  SECTION("an absurd scale") { schema->children[2]->format = "d:10,2000000000"; }
  CHECK_FALSE(oar::Table::from_schema(*schema));
}

TEST_CASE("an array of another shape is refused before a buffer is read") {
  auto const narrow = oar::Table{"t"}.column("a", Type::int64);
  auto const wide = oar::Table{"t"}.column("a", Type::int64).column("b", Type::text);
  auto const other = oar::Table{"t"}.column("a", Type::list(Type::int64));
  oar::Rows rows{narrow};
  rows.row(1);
  auto array = rows.finish();
  SECTION("other columns") { CHECK_FALSE(oar::Batch::make(wide, std::move(array))); }
  SECTION("other children") { CHECK_FALSE(oar::Batch::make(other, std::move(array))); }
}

TEST_CASE("children of a batch may be moved out and released apart") {
  auto const table = oar::Table::of<Everything>("everything", "", {});
  oar::Rows rows{table};
  rows.row(sample());
  auto array = rows.finish();
  auto list = oar::OwnedArray::from(array->children[18]);
  array.reset();
  CHECK(list->length == 1);
  CHECK(list->children[0]->length == 3);
}

TEST_CASE("decimals print all their digits, whatever the scale") {
  struct Case {
    oar::Decimal value;
    std::int32_t scale;
    char const* text;
  };
  auto const minus = [](std::uint64_t n) { return oar::Decimal{~n + 1, -1}; };
  for (auto const& [value, scale, text] : std::initializer_list<Case>{{{0, 0}, 0, "0"},
                                                                      {{5, 0}, 2, "0.05"},
                                                                      {minus(5), 2, "-0.05"},
                                                                      {{12345, 0}, 3, "12.345"},
                                                                      {{7, 0}, -2, "700"},
                                                                      {{0, 1}, 0, "18446744073709551616"}})
    CHECK(oar::decimal_text(value, scale) == text);
}
