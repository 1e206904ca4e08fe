// Columns that take many values at once, and loops over many values.

#include <catch2/catch.hpp>

#include "batches.hpp"

using oar::Type;

TEST_CASE("values appended all at once are valid, also after a NULL") {
  oar::Rows rows{oar::Table{"t"}.column("c", Type::int64)};
  std::vector<std::int64_t> const many(100, 7);
  rows.column(0).append_null();
  rows.column(0).append_all(std::span{many});
  rows.add_rows(101);
  auto const table = oar::Table{"t"}.column("c", Type::int64);
  auto const batch = batch_of(table, rows.finish());
  CHECK(batch.column(0).is_null(0));
  for (int i = 1; i <= 100; ++i) CHECK_FALSE(batch.column(0).is_null(i));
}

TEST_CASE("many texts at once are what they are one by one, behind others and behind a NULL too") {
  auto const type = GENERATE(as<Type>{}, Type::text, Type::large_text, Type::binary);
  auto const null_before = GENERATE(false, true);
  std::vector<std::string> const values{"", "one", std::string(3000, 'x'), "", "last"};
  oar::Table table{"t"};
  table.column("at_once", type).column("one_by_one", type);
  oar::Rows rows{table};
  for (std::size_t i = 0; i < 2; ++i) {
    auto& column = rows.column(i);
    if (null_before) column.append_null();
    column.append_bytes("before");
  }
  rows.column(0).append_all_bytes(values.size(), [&](std::size_t i) { return std::string_view{values[i]}; });
  for (auto const& value : values) rows.column(1).append_bytes(value);
  rows.add_rows(static_cast<std::int64_t>(values.size()) + (null_before ? 2 : 1));
  auto const batch = batch_of(table, rows.finish());
  for (std::int64_t row = 0; row < batch.rows(); ++row) {
    CHECK(batch.column(0).is_null(row) == batch.column(1).is_null(row));
    CHECK(batch.column(0).bytes(row) == batch.column(1).bytes(row));
  }
}

TEST_CASE("a loop over a slice sees its rows, whatever stands before them") {
  oar::Table table{"t"};
  table.column("number", Type::int64).column("text", Type::text).column("large", Type::large_text);
  table.column("uuid", Type::uuid);
  oar::Rows rows{table};
  for (int i = 0; i < 5; ++i)
    rows.row(i, "text " + std::to_string(i), "large " + std::to_string(i),
             oar::Uuid{.bytes = {static_cast<std::uint8_t>(i)}});
  auto array = rows.finish();
  array->offset = 2;
  array->length = 3;
  auto const batch = batch_of(table, std::move(array));
  auto const number = batch.column(0).values<std::int64_t>();
  CHECK(number(0) == 2);
  CHECK(number(2) == 4);
  for (std::size_t i = 1; i < 4; ++i) {
    CAPTURE(i);
    int calls = 0;
    batch.column(i).with_bytes([&](auto bytes) {
      ++calls;
      for (std::int64_t row = 0; row < 3; ++row) CHECK(bytes(row) == batch.column(i).bytes(row));
    });
    CHECK(calls == 1);
  }
  CHECK(batch.column(1).bytes(0) == "text 2");
}

TEST_CASE("a buffer that was given away takes room at once for as much as came before, and for little more") {
  oar::Buffer buffer;
  std::string const bytes(10'000, 'x');
  buffer.append(bytes.data(), bytes.size());
  CHECK(buffer.take().size() == bytes.size());
  CHECK(buffer.capacity() == 0);  // not before something comes
  for (int i = 0; i < 2; ++i) {   // also when the batch between was cut short
    buffer.append('x');
    CHECK(buffer.capacity() > bytes.size());
    CHECK(buffer.capacity() < bytes.size() * 9 / 8);
    CHECK(buffer.take().size() == 1);
  }
  buffer.append('x');
  CHECK(buffer.capacity() < 1'000);  // two in a row are not cut short
}
