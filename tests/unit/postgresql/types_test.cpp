// Every type comes back as it was written, in its native type; what that cannot hold is a reject.
#include "tests/unit/databases/round_trip.hpp"

using namespace oar;
using namespace oar::test;

TEST_CASE("integers of every width come back exactly") {
  CHECK(integers<std::int8_t>(Type::int8) == "-128; 7; 127; NULL smallint");
  CHECK(integers<std::int16_t>(Type::int16) == "-32768; 7; 32767; NULL smallint");
  CHECK(integers<std::int32_t>(Type::int32) == "-2147483648; 7; 2147483647; NULL integer");
  CHECK(integers<std::int64_t>(Type::int64) == "-9223372036854775808; 7; 9223372036854775807; NULL bigint");
  CHECK(integers<std::uint8_t>(Type::uint8) == "0; 7; 255; NULL smallint");
  CHECK(integers<std::uint16_t>(Type::uint16) == "0; 7; 65535; NULL integer");
  CHECK(integers<std::uint32_t>(Type::uint32) == "0; 7; 4294967295; NULL bigint");
  CHECK(integers<std::uint64_t>(Type::uint64) == "0; 7; 18446744073709551615; NULL numeric(20,0)");
}

TEST_CASE("floats come back exactly") {
  using Limits = std::numeric_limits<double>;
  CHECK(values<double>(Type::float64, {0.5, Limits::quiet_NaN(), Limits::infinity(), -Limits::infinity(), -0.0}) ==
        "0.5; NaN; Infinity; -Infinity; -0; NULL double precision");
  values<double>(Type::float64, {Limits::min(), Limits::max(), 0.1, 3.0, 1e300, Limits::denorm_min()});
  CHECK(values<float>(Type::float32, {0.1f, 16'777'216.0f}) == "0.1; 1.6777216e+07; NULL real");
}

TEST_CASE("booleans are booleans") {
  auto const stored = round_trip(Type::boolean, [](Column& column) {
    column.append_bool(true);
    column.append_bool(false);
  });
  CHECK(stored == "true; false; NULL boolean");
}

TEST_CASE("decimals keep every digit and their scale") {
  auto const minus_one = Decimal{~std::uint64_t{0}, -1};
  auto const large = Decimal{0x098a223fffffffff, 0x4b3b4ca85a86c47a};  // 38 nines
  CHECK(values<Decimal>(Type::decimal(38, 2), {minus_one, large, Decimal{12345, 0}, Decimal{0, 0}, Decimal{100, 0}}) ==
        "-0.01; 999999999999999999999999999999999999.99; 123.45; 0.00; 1.00; NULL numeric(38,2)");
  CHECK(values<Decimal>(Type::decimal(5, 0), {Decimal{7, 0}, Decimal{10'000, 0}, Decimal{99'999, 0}}) ==
        "7; 10000; 99999; NULL numeric(5,0)");
  CHECK(values<Decimal>(Type::decimal(3, 5), {Decimal{123, 0}}) == "0.00123; NULL numeric(5,5)");
  CHECK(values<Decimal>(Type::decimal(3, -2), {Decimal{123, 0}}) == "12300; NULL numeric(5,0)");
  for (std::int32_t scale = 0; scale <= 12; ++scale)
    values<Decimal>(Type::decimal(30, scale), {Decimal{1, 0}, Decimal{10'000'000'000'000'000'000u, 0}, minus_one,
                                               Decimal{123'456'789, 0}, Decimal{0, 1}, Decimal{0, -1}});
}

TEST_CASE("text and bytes keep what is empty, and what looks like something else") {
  CHECK(texts(Type::text, {"", "007", "NULL", "a\tb\\N\n", "ü"}) == "; 007; NULL; a\tb\\N\n; ü; NULL text");
  texts(Type::large_text, {"a", ""});
  auto const odd = std::string{"a\0b\xff", 4};
  CHECK(texts(Type::binary, {odd, ""}) == "\\x610062ff; \\x; NULL bytea");
  texts({.kind = Kind::large_binary}, {odd, ""});
  CHECK(texts(Type::fixed_binary(4), {odd}) == "\\x610062ff; NULL bytea");
  CHECK(texts(Type::json, {R"({"a": 1.50})", "12"}) == R"({"a": 1.50}; 12; NULL jsonb)");
  CHECK(texts(Type::inet, {"10.0.0.1", "fe80::1/64", "192.168.1.1/24", "::ffff:1.2.3.4"}) ==
        "10.0.0.1/32; fe80::1/64; 192.168.1.1/24; ::ffff:1.2.3.4/128; NULL inet");
  CHECK(texts(Type::mac, {"52:54:00:12:34:56"}) == "52:54:00:12:34:56; NULL macaddr");
  CHECK(texts(Type::dictionary_of(Type::text), {"a", "", "a"}) == "a; ; a; NULL text");
  CHECK(texts(Type::uuid, {std::string{"\x12\x34\x56\x78\x9a\xbc\xde\xf0\x12\x34\x56\x78\x9a\xbc\xde\xf0", 16}}) ==
        "12345678-9abc-def0-1234-56789abcdef0; NULL uuid");
}

TEST_CASE("dates and times are stored to the microsecond; nanoseconds are text or a number, with every digit") {
  CHECK(values<std::int32_t>(Type::date, {0, -1, 20'000}) == "1970-01-01; 1969-12-31; 2024-10-04; NULL date");
  CHECK(values<std::int64_t>(Type::time, {0, 86'399'999'999}) ==
        "00:00:00; 23:59:59.999999; NULL time without time zone");
  CHECK(values<std::int64_t>(nanos(Type::time), {1, 86'399'000'000'000}) ==
        "00:00:00.000000001; 23:59:59.000000000; NULL text");
  values<std::int32_t>(time32(Unit::second), {86'399});
  values<std::int32_t>(time32(Unit::milli), {86'399'999});
  CHECK(values<std::int64_t>(Type::timestamp, {-1, 1'700'000'000'123'456}) ==
        "1969-12-31 23:59:59.999999+00; 2023-11-14 22:13:20.123456+00; NULL timestamp with time zone");
  CHECK(values<std::int64_t>(Type::local_timestamp, {-1}) ==
        "1969-12-31 23:59:59.999999; NULL timestamp without time zone");
  CHECK(values<std::int64_t>({.kind = Kind::timestamp, .unit = Unit::second}, {-1, 253'402'300'800}) ==
        "1969-12-31 23:59:59; 10000-01-01 00:00:00; NULL timestamp without time zone");
  CHECK(values<std::int64_t>({.kind = Kind::timestamp, .unit = Unit::milli}, {-1}) ==
        "1969-12-31 23:59:59.999; NULL timestamp without time zone");
  CHECK(values<std::int64_t>(nanos(Type::timestamp), {-1, 1'700'000'000'000'000'000}) ==
        "1969-12-31T23:59:59.999999999Z; 2023-11-14T22:13:20.000000000Z; NULL text");
  CHECK(values<std::int64_t>(Type::duration, {-5, 86'400'000'000}) == "-00:00:00.000005; 24:00:00; NULL interval");
  CHECK(values<std::int64_t>(nanos(Type::duration), {-5}) == "-5; NULL bigint");
}

TEST_CASE("the first and last dates and moments that PostgreSQL knows are stored, the ones beyond are rejects") {
  constexpr std::int64_t first_second = -210'866'803'200;  // 4714-11-24 BC
  CHECK(values<std::int32_t>(Type::date, {-2'440'588, 2'145'042'905}) == "4714-11-24 BC; 5874897-12-31; NULL date");
  values<std::int64_t>(Type::timestamp, {first_second * 1'000'000, std::numeric_limits<std::int64_t>::max()});
  auto const rejected = [](Type const& type, auto value) {
    auto const database = emptied();
    RejectHost rejects;
    auto const writer = database->writer();
    Layout const layout{0, WriteMode::append, one_column(type)};
    ok(writer->migrate(layout, MigrateMode::safe));
    auto const transaction = ok(writer->begin("t", rejects.host()));
    Rows rows{layout.table};
    rows.column(0).append(decltype(value){0});
    rows.column(0).append(value);
    rows.column(0).append_null();
    rows.add_rows(3);
    ok(transaction->write(layout, batch_of(layout.table, rows)));
    ok(transaction->commit({}));
    CHECK(database->ask("SELECT count(*) FROM one") == "2");
    REQUIRE(rejects.rejected().size() == 1);
    CHECK_THAT(rejects.rejected()[0].reason, Catch::Contains("column value: beyond what"));
  };
  rejected(Type::date, std::int32_t{-2'440'589});
  rejected(Type::date, std::int32_t{2'145'042'906});
  rejected(Type::timestamp, first_second * 1'000'000 - 1);
  rejected({.kind = Kind::timestamp, .unit = Unit::second}, first_second - 1);
  rejected({.kind = Kind::timestamp, .unit = Unit::second}, std::int64_t{9'223'372'036'855});
  rejected({.kind = Kind::timestamp, .unit = Unit::milli}, std::numeric_limits<std::int64_t>::min());
  rejected(Type::time, std::int64_t{-1});
  rejected({.kind = Kind::duration, .unit = Unit::second}, std::numeric_limits<std::int64_t>::max());
}

TEST_CASE("lists of plain values are arrays") {
  auto const list = [](Type item, auto fill) {
    return round_trip(Type::list(std::move(item)), [&](Column& column) {
      fill(column.child(0));
      column.child(0).append_null();
      column.close_list();
      column.close_list();  // an empty one
    });
  };
  CHECK(list(Type::int32, [](Column& item) { item.append(std::int32_t{-3}); }) == "{-3,NULL}; {}; NULL integer[]");
  CHECK(list(Type::text, [](Column& item) { item.append_bytes("a,\"b\" {}\n"); }) ==
        "{\"a,\\\"b\\\" {}\n\",NULL}; {}; NULL text[]");
  CHECK(list(Type::timestamp, [](Column& item) { item.append(std::int64_t{-1}); }) ==
        "{\"1969-12-31 23:59:59.999999+00\",NULL}; {}; NULL timestamp with time zone[]");
  CHECK(list(Type::decimal(10, 2), [](Column& item) {
          item.append(Decimal{12345, 0});
        }) == "{123.45,NULL}; {}; NULL numeric(10,2)[]");
  CHECK(list(Type::binary, [](Column& item) { item.append_bytes("\xff"); }) == "{\"\\\\xff\",NULL}; {}; NULL bytea[]");
  CHECK(list(Type::json, [](Column& item) { item.append_bytes("{}"); }) == "{\"{}\",NULL}; {}; NULL jsonb[]");
  list(Type::boolean, [](Column& item) { item.append_bool(true); });
  list(Type::float64, [](Column& item) { item.append(std::numeric_limits<double>::infinity()); });
  list(Type::uint64, [](Column& item) { item.append(~std::uint64_t{0}); });
  list(Type::date, [](Column& item) { item.append(std::int32_t{-1}); });
  list(Type::duration, [](Column& item) { item.append(std::int64_t{-1}); });
  list(Type::uuid, [](Column& item) { item.append_bytes("0123456789abcdef"); });
  list(Type::inet, [](Column& item) { item.append_bytes("fe80::1/64"); });
  list(nanos(Type::timestamp), [](Column& item) { item.append(std::int64_t{-1}); });
}

TEST_CASE("nested values are jsonb and come back exactly") {
  auto const stored = nested_round_trip();
  CHECK(stored.find(R"("d": 123.45)") != stored.npos);
  CHECK(stored.ends_with(" jsonb"));
}

TEST_CASE("what PostgreSQL's types cannot hold is a reject, and the batch stays") {
  struct Case {
    Type type;
    std::string good, bad, reason;
  };
  auto const cases = std::vector<Case>{
      {Type::text, "fine", std::string{"a\0b", 3}, "column value: a NUL character"},
      {Type::list(Type::text), "fine", std::string{"a\0b", 3}, "column value: a NUL character"},
      {Type::inet, "::1", "fe80::1%eth0", "column value: no address of IPv4 or IPv6"},
      {Type::inet, "::1", "10.0.0.1/33", "column value: no address of IPv4 or IPv6"},
      {Type::mac, "00:00:00:00:00:01", "00:00:00:00:00:00:00:01", "column value: no hardware address of six bytes"},
      {Type::json, R"([{"a": {"a": 1}}, {"a": "\"b", "b": 1}])", R"([{"a": 1, "b": {}, "\u0061": 2}])",
       "two equal names"},
      {Type::json, "{}", "{", "invalid input syntax for type json"},
      {Type::json, "{}", R"("\u0000")", "unsupported Unicode escape sequence"}};
  auto const mode = GENERATE(WriteMode::append, WriteMode::upsert);
  for (auto const& [type, good, bad, reason] : cases) {
    auto const database = emptied();
    RejectHost rejects;
    auto const writer = database->writer();
    auto table = one_column(type);
    table.key("id", Type::int64);
    Layout const layout{0, mode, table};
    ok(writer->migrate(layout, MigrateMode::safe));
    auto const transaction = ok(writer->begin("t", rejects.host()));
    Rows rows{layout.table};
    constexpr std::int64_t count = 5'000;
    for (std::int64_t id = 0; id < count; ++id) {
      auto& column = rows.column(0);
      auto const& text = id % 2'500 == 1'234 ? bad : good;
      if (type.kind == Kind::list) {
        column.child(0).append_bytes(text);
        column.close_list();
      } else {
        column.append_bytes(text);
      }
      rows.column(1).append(id);
    }
    rows.add_rows(count);
    ok(transaction->write(layout, batch_of(layout.table, rows)));
    ok(transaction->commit({}));
    CHECK(database->ask("SELECT count(*), count(DISTINCT id), count(*) FILTER (WHERE id IN (1234, 3734)) FROM one") ==
          "4998|4998|0");
    REQUIRE(rejects.rejected().size() == 2);
    for (auto const& rejected : rejects.rejected()) CHECK_THAT(rejected.reason, Catch::Contains(reason));
    CHECK_THAT(rejects.rejected()[1].row, Catch::Contains("3734"));
  }
}
