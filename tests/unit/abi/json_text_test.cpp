// JSON text of values: always well-formed and on one line, whatever the bytes.

#include <oar/json_text.hpp>
#include <oar/rows.hpp>

#include <boost/json.hpp>
#include <catch2/catch.hpp>

using oar::Type;

namespace {

// The JSON of a single value.
template <class Value>
std::string text_of(Type const& type, Value const& value) {
  auto const table = oar::Table{"t"}.column("c", type);
  oar::Rows rows{table};
  rows.row(value);
  auto const batch = oar::Batch::make(table, rows.finish());
  REQUIRE(batch);
  REQUIRE(batch->rows() == 1);
  std::string out;
  oar::append_json(out, batch->column(0), 0);
  CHECK_NOTHROW(boost::json::parse(out));
  CHECK(out.find('\n') == std::string::npos);
  return out;
}

}  // namespace

TEST_CASE("text that is no UTF-8 still gives JSON, with a mark for each wrong byte") {
  CHECK(text_of(Type::text, "h\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x9A\xA3") ==
        "\"h\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x9A\xA3\"");
  CHECK(text_of(Type::text, "a\xFFz") == "\"a\xEF\xBF\xBDz\"");
  CHECK(text_of(Type::text, "\xC3") == "\"\xEF\xBF\xBD\"");                                  // cut short
  CHECK(text_of(Type::text, "\xC0\xAF") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");                  // overlong
  CHECK(text_of(Type::text, "\xED\xA0\x80") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");  // a surrogate
  CHECK(text_of(Type::text, "\xF4\x90\x80\x80x") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDx\"");
}

TEST_CASE("a JSON value stands as it is, on one line; what is no JSON becomes text") {
  CHECK(text_of(Type::json, "{\"a\":\n 1.10}") == "{\"a\":  1.10}");
  CHECK(text_of(Type::json, "12345678901234567890123") == "12345678901234567890123");
  CHECK(text_of(Type::json, "{\"a\":") == "\"{\\\"a\\\":\"");
  CHECK(text_of(Type::json, "") == "\"\"");
  CHECK(text_of(Type::json, "1,\"x\":2") == "\"1,\\\"x\\\":2\"");
}

TEST_CASE("maps with keys that are no text become pairs") {
  CHECK(text_of(Type::map(Type::int64, Type::text), std::map<std::int64_t, std::string>{{1, "a"}}) == R"([[1,"a"]])");
  CHECK(text_of(Type::map(Type::json, Type::text), std::map<oar::Json, std::string>{{{"{}"}, "a"}}) == R"([[{},"a"]])");
}

TEST_CASE("the first and the last moment that a timestamp can hold are printed") {
  auto const seconds = Type{.kind = oar::Kind::timestamp, .unit = oar::Unit::second};
  auto const nanos = Type{.kind = oar::Kind::timestamp, .unit = oar::Unit::nano};
  CHECK(oar::timestamp_text(INT64_MIN, nanos) == "1677-09-21T00:12:43.145224192");
  CHECK(oar::timestamp_text(INT64_MAX, nanos) == "2262-04-11T23:47:16.854775807");
  CHECK(oar::timestamp_text(INT64_MIN, seconds).ends_with("T08:29:52"));
  CHECK(oar::timestamp_text(-1, seconds) == "1969-12-31T23:59:59");
  CHECK(oar::timestamp_text(-86'400, seconds) == "1969-12-31T00:00:00");
}

TEST_CASE("numbers that JSON has no word for are text") {
  CHECK(text_of(Type::float64, std::numeric_limits<double>::quiet_NaN()) == "\"NaN\"");
  CHECK(text_of(Type::float32, -std::numeric_limits<float>::infinity()) == "\"-Infinity\"");
  CHECK(text_of(Type::decimal(20, 2), oar::Decimal{~std::uint64_t{4}, -1}) == "-0.05");
}
