// One declaration and one filler per shape; lineitem goes column by column, as a fast source would.

#include "shapes.hpp"

#include <array>

namespace synthetic {

namespace {

constexpr std::int64_t day_micros = 86'400'000'000;

void narrow_columns(oar::Table& table) {
  table.column("name", oar::Type::text, "row <id>, padded to text_bytes")
      .column("value", oar::Type::float64, "id / 4; NULL for each seventh")
      .column("at", oar::Type::timestamp, "id seconds after 2026-01-01");
}

void narrow_row(oar::Rows& rows, TableConfig const& config, std::int64_t id) {
  auto name = "row " + std::to_string(id);
  if (name.size() < static_cast<std::size_t>(config.text_bytes))
    name.resize(static_cast<std::size_t>(config.text_bytes), '.');
  auto const value = id % 7 == 0 ? std::optional<double>{} : static_cast<double>(id) / 4;
  auto const at = oar::Timestamp::seconds(1'767'225'600 + id);
  if (config.shape_change_at > 0 && id >= config.shape_change_at)
    rows.row(id, name, value, at, "added " + std::to_string(id));
  else
    rows.row(id, name, value, at);
}

void lineitem_columns(oar::Table& table) {
  for (auto const* name : {"l_orderkey", "l_partkey", "l_suppkey"})
    table.required(name, oar::Type::int64, "A TPC-H key");
  table.required("l_linenumber", oar::Type::int32, "Line of the order");
  for (auto const* name : {"l_quantity", "l_extendedprice", "l_discount", "l_tax"})
    table.required(name, oar::Type::float64, "A TPC-H amount");
  for (auto const* name : {"l_returnflag", "l_linestatus"}) table.required(name, oar::Type::text, "A TPC-H flag");
  for (auto const* name : {"l_shipdate", "l_commitdate", "l_receiptdate"})
    table.required(name, oar::Type::date, "A TPC-H date");
  for (auto const* name : {"l_shipinstruct", "l_shipmode", "l_comment"})
    table.required(name, oar::Type::text, "A TPC-H text");
}

void lineitem_row(oar::Rows& rows, std::int64_t id) {
  static constexpr std::array<std::string_view, 4> instructions{"DELIVER IN PERSON", "COLLECT COD", "NONE",
                                                                "TAKE BACK RETURN"};
  static constexpr std::array<std::string_view, 4> modes{"TRUCK", "MAIL", "REG AIR", "SHIP"};
  static constexpr std::array<std::string_view, 4> comments{"furiously regular", "pending deposits haggle",
                                                            "carefully final requests", "ly even"};
  auto const pick = static_cast<std::size_t>(id * 2654435761 % 1024);
  auto const date = static_cast<std::int32_t>(8035 + id % 2526);
  std::size_t c = 0;
  auto next = [&]() -> oar::Column& { return rows.column(c++); };
  next().append(id);
  next().append(id / 4 + 1);
  next().append(static_cast<std::int64_t>(pick) * 197 + 1);
  next().append(id % 10'000 + 1);
  next().append(static_cast<std::int32_t>(id % 7 + 1));
  next().append(static_cast<double>(pick % 50 + 1));
  next().append(static_cast<double>(id % 100'000) + 901.25);
  next().append(static_cast<double>(pick % 11) / 100);
  next().append(static_cast<double>(pick % 9) / 100);
  next().append_bytes(pick % 3 == 0 ? "R" : "N");
  next().append_bytes(pick % 2 == 0 ? "O" : "F");
  next().append(date);
  next().append(date + 30);
  next().append(date + 12);
  next().append_bytes(instructions[pick % 4]);
  next().append_bytes(modes[pick / 4 % 4]);
  next().append_bytes(comments[pick / 16 % 4]);
  rows.add_rows(1);
}

void types_columns(oar::Table& table) {
  using oar::Type;
  auto add = [&](char const* name, Type type) {
    table.column(name, std::move(type), "One value of this type; NULL for each third row");
  };
  add("bool_value", Type::boolean);
  add("int8_value", Type::int8);
  add("int16_value", Type::int16);
  add("int32_value", Type::int32);
  add("uint32_value", Type::uint32);
  add("float32_value", Type::float32);
  add("decimal_value", Type::decimal(20, 4));
  add("large_text_value", Type::large_text);
  add("binary_value", Type::binary);
  add("date_value", Type::date);
  add("time_value", Type::time);
  add("local_timestamp_value", Type::local_timestamp);
  add("duration_value", Type::duration);
  add("uuid_value", Type::uuid);
  add("json_value", Type::json);
  add("inet_value", Type::inet);
  add("mac_value", Type::mac);
  add("list_value", Type::list(Type::int64));
  add("struct_value", Type::structure({{"a", Type::int64}, {"b", Type::text}}));
  add("map_value", Type::map(Type::text, Type::int64));
  add("dictionary_value", Type::dictionary_of(Type::text));
  add("null_value", Type::null);
}

void types_row(oar::Rows& rows, std::int64_t id) {
  rows.column(0).append(id);
  for (std::size_t c = 1; c <= 22; ++c)
    if (id % 3 == 0) rows.column(c).append_null();
  rows.add_rows(1);
  if (id % 3 == 0) return;
  auto const text = std::to_string(id);
  std::size_t c = 1;
  auto next = [&]() -> oar::Column& { return rows.column(c++); };
  next().append_bool(id % 2 == 0);
  next().append(static_cast<std::int8_t>(id % 100));
  next().append(static_cast<std::int16_t>(-(id % 30'000)));
  next().append(static_cast<std::int32_t>(id));
  next().append(static_cast<std::uint32_t>(4'000'000'000 + id % 1000));
  next().append(static_cast<float>(id) / 8);
  next().append(oar::Decimal{static_cast<std::uint64_t>(id * 12'345), 0});
  next().append_bytes("large " + text);
  next().append_bytes(std::string_view{"\0\xff\x01", 3});
  next().append(static_cast<std::int32_t>(20'000 + id));
  next().append(id % day_micros);
  next().append(id * 1'000'001);
  next().append(id * 1'000);
  next().append_bytes("0123456789abcdef");
  next().append_bytes("{\"id\":" + text + "}");
  next().append_bytes("10.0.0." + std::to_string(id % 256));
  next().append_bytes("52:54:00:00:00:0" + std::to_string(id % 10));
  auto& list = next();
  for (std::int64_t i = 0; i < id % 4; ++i) list.child(0).append(i);
  list.close_list();
  auto& pair = next();
  pair.child(0).append(id);
  pair.child(1).append_bytes(text);
  pair.close_struct();
  auto& map = next();
  map.child(0).append_bytes("key");
  map.child(1).append(id);
  map.close_map();
  next().append_bytes(id % 2 == 0 ? "even" : "odd");
  next().append_null();
}

}  // namespace

oar::Table root_table(TableConfig const& config) {
  oar::Table table{config.name, "Synthetic rows"};
  config.keyed ? table.key("id", oar::Type::int64, "Counts up from 1")
               : table.column("id", oar::Type::int64, "Counts up from 1");
  switch (config.shape) {
    case Shape::narrow:
      narrow_columns(table);
      break;
    case Shape::lineitem:
      lineitem_columns(table);
      break;
    case Shape::types:
      types_columns(table);
      break;
  }
  if (config.incremental) table.incremental({"id"});
  return table;
}

oar::Table changed_table(TableConfig const& config) {
  auto table = root_table(config);
  table.column("added", oar::Type::text, "added <id>");
  return table;
}

oar::Table child_table(TableConfig const& config) {
  oar::Table table{*config.name + "_items", "Synthetic rows below another one"};
  table.key("parent", oar::Type::int64, "The id of the row above")
      .key("number", oar::Type::int32, "Counts up from 1 within the row above")
      .column("text", oar::Type::text, "parent/number")
      .child_of(config.name, {{"parent", "id"}});
  if (config.incremental) table.incremental({"parent"});
  return table;
}

void add_row(oar::Rows& rows, TableConfig const& config, std::int64_t id) {
  switch (config.shape) {
    case Shape::narrow:
      return narrow_row(rows, config, id);
    case Shape::lineitem:
      return lineitem_row(rows, id);
    case Shape::types:
      return types_row(rows, id);
  }
}

void add_child(oar::Rows& rows, std::int64_t parent, std::int64_t number) {
  rows.row(parent, number, std::to_string(parent) + "/" + std::to_string(number));
}

}  // namespace synthetic
