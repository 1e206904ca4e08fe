// Every type comes back as it was written.
#include <oar/detail/read_back_stream.hpp>
#include <oar/json_text.hpp>

#include <limits>

#include "support.hpp"

using namespace oar;
using namespace oar::sqlite::test;

namespace {

Type nanos(Type type) {
  type.unit = Unit::nano;
  return type;
}
Type time32(Unit unit) { return {.kind = Kind::time32, .unit = unit}; }
Type nested() {
  return Type::list(Type::structure({{"n", Type::uint64},
                                     {"d", Type::decimal(38, 2)},
                                     {"t", Type::timestamp},
                                     {"b", Type::binary},
                                     {"u", Type::uuid},
                                     {"j", Type::json},
                                     {"f", Type::float64},
                                     {"m", Type::map(Type::text, Type::int32)},
                                     {"k", Type::map(Type::int16, Type::boolean)}}));
}

// One column per type, all NULL but `filled`.
Table one_column(Type type) {
  Table table{"one"};
  table.column("value", std::move(type));
  return table;
}

// Writes a column, reads it back, and expects the same rows; answers what SQLite holds.
template <class Fill>
std::string round_trip(Type const& type, Fill fill) {
  Database const database;
  auto const writer = database.writer();
  Layout const layout{0, WriteMode::append, one_column(type)};
  Rows rows{layout.table};
  fill(rows.column(0));
  rows.column(0).append_null();
  rows.add_rows(rows.column(0).length());
  auto const batch = batch_of(layout.table, rows);
  std::vector<std::string> expected;
  for (std::int64_t row = 0; row < batch.rows(); ++row) append_json(expected.emplace_back(), batch, row);

  ok(writer->migrate(layout, MigrateMode::safe));
  auto const transaction = ok(writer->begin("t", {}));
  Rows again{layout.table};
  fill(again.column(0));
  again.column(0).append_null();
  again.add_rows(again.column(0).length());
  ok(transaction->write(layout, batch_of(layout.table, again)));
  ok(transaction->commit({}));
  INFO(describe(type));
  CHECK(read_back(*writer, layout.table) == expected);
  return database.ask("SELECT typeof(value), value FROM one");
}

template <class T>
std::string integers(Type const& type) {
  return round_trip(type, [](Column& column) {
    column.append(std::numeric_limits<T>::min());
    column.append(T{7});
    column.append(std::numeric_limits<T>::max());
  });
}

template <class T>
std::string values(Type const& type, std::vector<T> const& list) {
  return round_trip(type, [&](Column& column) {
    for (auto const& value : list) column.append(value);
  });
}

std::string texts(Type const& type, std::vector<std::string> const& list) {
  return round_trip(type, [&](Column& column) {
    for (auto const& value : list) column.append_bytes(value);
  });
}

}  // namespace

TEST_CASE("integers of every width are stored as integers and come back exactly") {
  CHECK(integers<std::int8_t>(Type::int8) == "integer|-128; integer|7; integer|127; null|NULL");
  integers<std::int16_t>(Type::int16);
  integers<std::int32_t>(Type::int32);
  CHECK(integers<std::int64_t>(Type::int64) ==
        "integer|-9223372036854775808; integer|7; integer|9223372036854775807; null|NULL");
  integers<std::uint8_t>(Type::uint8);
  integers<std::uint16_t>(Type::uint16);
  CHECK(integers<std::uint32_t>(Type::uint32) == "integer|0; integer|7; integer|4294967295; null|NULL");
  CHECK(values<std::int64_t>(Type::duration, {-5, 86'400'000'000}) == "integer|-5; integer|86400000000; null|NULL");
}

TEST_CASE("unsigned numbers beyond int64 keep all digits and their order") {
  CHECK(integers<std::uint64_t>(Type::uint64) == "integer|0; integer|7; text|18446744073709551615; null|NULL");
  Database const database;
  auto const writer = database.writer();
  Layout const layout{0, WriteMode::append, one_column(Type::uint64)};
  Rows rows{layout.table};
  auto const top = std::uint64_t{1} << 63;
  for (auto const value :
       {~std::uint64_t{0}, top, std::uint64_t{3}, top - 1, std::uint64_t{10'000'000'000'000'000'000u}})
    rows.row(value);
  write(*writer, layout, std::move(rows), "t");
  CHECK(database.ask("SELECT value FROM one ORDER BY value") ==
        "3; 9223372036854775807; 09223372036854775808; 10000000000000000000; 18446744073709551615");
}

TEST_CASE("floats come back exactly, and NaN does not become NULL") {
  using Limits = std::numeric_limits<double>;
  CHECK(values<double>(Type::float64, {0.5, Limits::quiet_NaN(), Limits::infinity(), -Limits::infinity()}) ==
        "real|0.5; text|NaN; real|Inf; real|-Inf; null|NULL");
  values<double>(Type::float64, {Limits::min(), Limits::max(), 0.1, 3.0, 1e300, Limits::denorm_min()});
  values<float>(Type::float32, {0.1f, std::numeric_limits<float>::quiet_NaN(), 16'777'217.0f});
}

TEST_CASE("booleans are 0 and 1") {
  auto const stored = round_trip(Type::boolean, [](Column& column) {
    column.append_bool(true);
    column.append_bool(false);
  });
  CHECK(stored == "integer|1; integer|0; null|NULL");
}

TEST_CASE("decimals keep every digit as text") {
  auto const minus_one = Decimal{~std::uint64_t{0}, -1};
  auto const large = Decimal{0x098a223fffffffff, 0x4b3b4ca85a86c47a};  // 38 nines
  CHECK(values<Decimal>(Type::decimal(38, 2), {minus_one, large, Decimal{12345, 0}}) ==
        "text|-0.01; text|999999999999999999999999999999999999.99; text|123.45; null|NULL");
  CHECK(values<Decimal>(Type::decimal(5, 0), {Decimal{7, 0}}) == "text|7; null|NULL");
}

TEST_CASE("text and bytes keep what is empty, NUL characters, and what looks like a number") {
  auto const odd = std::string{"a\0b", 3};
  CHECK(texts(Type::text, {"", "007", "1e5", "ü"}) == "text|; text|007; text|1e5; text|ü; null|NULL");
  texts(Type::text, {odd});
  texts(Type::large_text, {odd, ""});
  texts(Type::binary, {odd, "", "\xff"});
  texts({.kind = Kind::large_binary}, {odd, ""});
  texts(Type::fixed_binary(3), {odd});
  CHECK(texts(Type::json, {R"({"a": 1.50})", "12"}) == R"(text|{"a": 1.50}; text|12; null|NULL)");
  texts(Type::inet, {"10.0.0.1", "fe80::1/64"});
  texts(Type::mac, {"52:54:00:12:34:56"});
  texts(Type::dictionary_of(Type::text), {"a", "b", "a"});
  CHECK(texts(Type::uuid, {std::string{"\x12\x34\x56\x78\x9a\xbc\xde\xf0\x12\x34\x56\x78\x9a\xbc\xde\xf0", 16}}) ==
        "text|12345678-9abc-def0-1234-56789abcdef0; null|NULL");
}

TEST_CASE("dates and times are ISO 8601 text that keeps every digit") {
  CHECK(values<std::int32_t>(Type::date, {0, -1, 20'000}) ==
        "text|1970-01-01; text|1969-12-31; text|2024-10-04; null|NULL");
  CHECK(values<std::int64_t>(Type::time, {0, 86'399'999'999}) ==
        "text|00:00:00.000000; text|23:59:59.999999; null|NULL");
  values<std::int64_t>(nanos(Type::time), {1, 86'399'999'999'999});
  values<std::int32_t>(time32(Unit::second), {86'399});
  values<std::int32_t>(time32(Unit::milli), {86'399'999});
  CHECK(values<std::int64_t>(Type::timestamp, {-1, 1'700'000'000'123'456}) ==
        "text|1969-12-31T23:59:59.999999Z; text|2023-11-14T22:13:20.123456Z; null|NULL");
  CHECK(values<std::int64_t>(nanos(Type::local_timestamp), {-1, 1'700'000'000'123'456'789}) ==
        "text|1969-12-31T23:59:59.999999999; text|2023-11-14T22:13:20.123456789; null|NULL");
}

TEST_CASE("years before 0 and after 9999 come back, too") {
  values<std::int32_t>(Type::date,
                       {std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()});
  values<std::int64_t>(Type::timestamp,
                       {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()});
}

TEST_CASE("nested values are JSON text and come back exactly") {
  auto const stored = round_trip(nested(), [](Column& column) {
    auto& item = column.child(0);
    item.child(0).append(~std::uint64_t{0});
    item.child(1).append(Decimal{12345, 0});
    item.child(2).append(std::int64_t{-1});
    item.child(3).append_bytes(std::string_view{"\0\xff", 2});
    item.child(4).append_bytes("0123456789abcdef");
    item.child(5).append_bytes(R"({"a":["]\"", 1]})");
    item.child(6).append(std::numeric_limits<double>::quiet_NaN());
    item.child(7).child(0).append_bytes("k\"\n");
    item.child(7).child(1).append(std::int32_t{-3});
    item.child(7).close_map();
    item.child(8).child(0).append(std::int16_t{5});
    item.child(8).child(1).append_bool(true);
    item.child(8).close_map();
    item.close_struct();
    for (std::size_t i = 0; i < 9; ++i) item.child(i).append_null();
    item.close_struct();
    column.close_list();
    column.close_list();  // an empty one
  });
  CHECK(stored.find(R"("n":18446744073709551615,"d":123.45)") != stored.npos);
}

TEST_CASE("a column of nulls takes another type's values later") {
  Database const database;
  auto const writer = database.writer();
  Layout const nulls{0, WriteMode::append, one_column(Type::null)};
  Rows rows{nulls.table};
  rows.column(0).append_null();
  rows.add_rows(1);
  write(*writer, nulls, std::move(rows), "t1");
  Layout const numbers{1, WriteMode::append, one_column(Type::int64)};
  Rows more{numbers.table};
  more.row(5);
  write(*writer, numbers, std::move(more), "t2");
  CHECK(read_back(*writer, numbers.table) == std::vector<std::string>{R"({"value":null})", R"({"value":5})"});
}

TEST_CASE("reading back a value that the wanted type cannot hold is an error") {
  Database const database;
  auto const writer = database.writer();
  Layout const layout{0, WriteMode::append, one_column(Type::int64)};
  Rows rows{layout.table};
  rows.row(300);
  write(*writer, layout, std::move(rows), "t");
  RowStream stream{one_column(Type::int8), ok(writer->read_back(one_column(Type::int8)))};
  CHECK(failed(stream.next()).message().find("column value") != std::string::npos);
}
