#pragma once
// Columns of a type that are written and read back.

#include <oar/json_text.hpp>

#include <limits>

#include "support.hpp"

namespace oar::test {

inline Type nanos(Type type) {
  type.unit = Unit::nano;
  return type;
}
inline Type time32(Unit unit) { return {.kind = Kind::time32, .unit = unit}; }
inline Table one_column(Type type) {
  Table table{"one"};
  table.column("value", std::move(type));
  return table;
}

// Writes a column and a NULL, reads them back, and expects the same; answers what the database holds.
template <class Fill>
std::string round_trip(Type const& type, Fill fill) {
  auto const database = emptied();
  auto const writer = database->writer();
  Layout const layout{0, WriteMode::append, one_column(type)};
  auto const filled = [&] {
    Rows rows{layout.table};
    fill(rows.column(0));
    rows.column(0).append_null();
    rows.add_rows(rows.column(0).length());
    return rows;
  };
  auto rows = filled();
  auto const batch = batch_of(layout.table, rows);
  std::vector<std::string> expected;
  for (std::int64_t row = 0; row < batch.rows(); ++row) append_json(expected.emplace_back(), batch, row);
  write(*writer, layout, filled(), "t");
  INFO(describe(type));
  CHECK(read_back(*writer, layout.table) == expected);
  return database->stored_column();
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

inline std::string texts(Type const& type, std::vector<std::string> const& list) {
  return round_trip(type, [&](Column& column) {
    for (auto const& value : list) column.append_bytes(value);
  });
}

// A list of structs with a value of many types, nulls, and an empty list.
inline std::string nested_round_trip() {
  auto const type = Type::list(Type::structure({{"n", Type::uint64},
                                                {"d", Type::decimal(38, 2)},
                                                {"t", Type::timestamp},
                                                {"b", Type::binary},
                                                {"u", Type::uuid},
                                                {"j", Type::json},
                                                {"f", Type::float64},
                                                {"m", Type::map(Type::text, Type::int32)},
                                                {"k", Type::map(Type::int16, Type::boolean)}}));
  return round_trip(type, [](Column& column) {
    auto& item = column.child(0);
    item.child(0).append(~std::uint64_t{0});
    item.child(1).append(Decimal{12345, 0});
    item.child(2).append(std::int64_t{-1});
    item.child(3).append_bytes(std::string_view{"\0\xff", 2});
    item.child(4).append_bytes("0123456789abcdef");
    item.child(5).append_bytes(R"({"a": ["]\"", 1]})");
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
}

}  // namespace oar::test
