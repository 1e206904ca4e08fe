// How each type is spelled, in CSV and in NDJSON.
#include <oar/json_text.hpp>

#include "plugins/file/formats/csv_write.hpp"
#include "plugins/file/formats/ndjson_write.hpp"
#include "support.hpp"

using namespace oar;
using namespace oar::file;
using namespace oar::file::test;

namespace {

std::string text_of(RowsWriter& rows, Batch const& batch) {
  Text out;
  rows.begin(out);
  rows.write(out, batch, 0, batch.rows());
  return std::string{out.view()};
}

std::string csv(Table const& table, Batch const& batch) { return text_of(*csv_writer(table), batch); }

// The cells of a column, one a line, without the header and the NULL at its end.
std::string cells(Type const& type, std::vector<std::string> const& values) {
  Values const column{type, [&](Column& into) {
                        for (auto const& value : values) into.append_bytes(value);
                      }};
  auto const table = table_of(column);
  auto const text = csv(table, batch_of(table, column));
  constexpr std::string_view header = "value\r\n";
  REQUIRE(text.starts_with(header));
  REQUIRE(text.ends_with("\r\n\r\n"));
  return text.substr(header.size(), text.size() - header.size() - 4);
}

template <class T>
std::string numbers(Type const& type, std::vector<T> const& values) {
  Values const column{type, [&](Column& into) {
                        for (auto const& value : values) into.append(value);
                      }};
  auto const table = table_of(column);
  auto const text = csv(table, batch_of(table, column));
  return text.substr(7, text.size() - 7 - 4);
}

}  // namespace

TEST_CASE("a line of NDJSON is what the SDK makes of the row, for every type") {
  for (auto const& values : every_type()) {
    INFO(describe(values.type));
    auto const table = table_of(values);
    auto const batch = batch_of(table, values);
    std::string expected;
    for (std::int64_t row = 0; row < batch.rows(); ++row) {
      append_json(expected, batch, row);
      expected += '\n';
    }
    CHECK(text_of(*ndjson_writer(table), batch) == expected);
  }
}

TEST_CASE("a cell of CSV holds what JSON holds, without its quotes, for every type that is not text") {
  for (auto const& values : every_type()) {
    auto const nested = values.type.fields.size() > 0;
    if (values.type.kind == Kind::text || values.type.kind == Kind::large_text || nested) continue;
    INFO(describe(values.type));
    auto const table = table_of(values);
    auto const batch = batch_of(table, values);
    std::string expected = "value\r\n";
    for (std::int64_t row = 0; row < batch.rows(); ++row) {
      std::string json;
      append_json(json, batch.column(0), row);
      if (json == "null")
        json.clear();
      else if (json.size() > 2 && json.front() == '"')
        json = json.substr(1, json.size() - 2);
      expected += json + "\r\n";
    }
    CHECK(csv(table, batch) == expected);
  }
}

TEST_CASE("CSV quotes what RFC 4180 says, and an empty text, so that NULL is told from it") {
  CHECK(cells(Type::text, {"plain", "a,b", "say \"hi\"", "two\r\nlines", "cr\r", " space ", "", "ü", "\"", "007"}) ==
        "plain\r\n\"a,b\"\r\n\"say \"\"hi\"\"\"\r\n\"two\r\nlines\"\r\n\"cr\r\"\r\n space "
        "\r\n\"\"\r\nü\r\n\"\"\"\"\r\n007");
  CHECK(cells(Type::binary, {"", std::string{"\0\xff\x01", 3}, "ab"}) == "\"\"\r\nAP8B\r\nYWI=");
  CHECK(cells(Type::json, {R"({"a":1})", "12"}) == "\"{\"\"a\"\":1}\"\r\n12");
  CHECK(cells(Type::dictionary_of(Type::text), {"x,y", "", "x,y"}) == "\"x,y\"\r\n\"\"\r\n\"x,y\"");
}

TEST_CASE("numbers keep every digit, and times every fraction digit that is not zero") {
  CHECK(numbers<std::uint64_t>(Type::uint64, {~std::uint64_t{0}}) == "18446744073709551615");
  CHECK(numbers<double>(Type::float64, {0.1, 1e300, 1.0 / 0.0, -1.0 / 0.0, 0.0 / 0.0}) ==
        "0.1\r\n1e+300\r\nInfinity\r\n-Infinity\r\nNaN");
  CHECK(numbers<Decimal>(Type::decimal(38, 2),
                         {{0x098a223fffffffff, 0x4b3b4ca85a86c47a}, {5, 0}, {~std::uint64_t{0}, -1}}) ==
        "999999999999999999999999999999999999.99\r\n0.05\r\n-0.01");
  CHECK(numbers<std::int64_t>(Type::timestamp, {-1, 1'700'000'000'120'000, 951'782'400'000'000}) ==
        "1969-12-31T23:59:59.999999Z\r\n2023-11-14T22:13:20.120Z\r\n2000-02-29T00:00:00Z");
  CHECK(numbers<std::int32_t>(Type::date, {0, 2'932'897, -719'529}) == "1970-01-01\r\n10000-01-01\r\n-0001-12-31");
}

TEST_CASE("the header quotes strange names") {
  Table table{"t"};
  table.column("plain", Type::int64).column("a,b", Type::int64).column("", Type::int64).column("q\"", Type::int64);
  Rows rows{table};
  rows.row(1, 2, 3, 4);
  CHECK(csv(table, ok(Batch::make(table, rows.finish()))) == "plain,\"a,b\",\"\",\"q\"\"\"\r\n1,2,3,4\r\n");
  Rows again{table};
  again.row(1, 2, 3, 4);
  CHECK(text_of(*ndjson_writer(table), ok(Batch::make(table, again.finish()))) ==
        "{\"plain\":1,\"a,b\":2,\"\":3,\"q\\\"\":4}\n");
}
