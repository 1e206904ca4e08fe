#include "samples.hpp"

#include <limits>

namespace conformance {
namespace {

using oar::Column;
using oar::Kind;
using oar::Type;
using oar::Unit;

template <class T>
std::vector<std::function<void(Column&)>> numbers(std::vector<T> const& values) {
  std::vector<std::function<void(Column&)>> out;
  for (auto const value : values) out.emplace_back([value](Column& column) { column.append(value); });
  return out;
}

template <class T>
Sample integer(std::string name, Type type) {
  using Limits = std::numeric_limits<T>;
  return {std::move(name), std::move(type), numbers<T>({Limits::min(), Limits::max(), T{0}, T{7}})};
}

template <class T>
Sample floating(std::string name, Type type) {
  using Limits = std::numeric_limits<T>;
  return {std::move(name), std::move(type),
          numbers<T>({T{0}, T(0.1), T(-1.5), Limits::max(), Limits::min(), Limits::lowest(), Limits::quiet_NaN(),
                      Limits::infinity(), -Limits::infinity()})};
}

Sample texts(std::string name, Type type, std::vector<std::string> const& values) {
  Sample out{std::move(name), std::move(type), {}};
  for (auto const& value : values) out.values.emplace_back([value](Column& column) { column.append_bytes(value); });
  return out;
}

Type timed(Type type, Unit unit) {
  type.unit = unit;
  return type;
}
Type time32(Unit unit) { return {.kind = Kind::time32, .unit = unit}; }

std::string all_bytes() {
  std::string out;
  for (int i = 0; i < 256; ++i) out += static_cast<char>(i);
  return out;
}

void add_times(std::vector<Sample>& out) {
  out.push_back({"date", Type::date, numbers<std::int32_t>({0, -1, 20'000, -719'162, 2'932'896})});
  out.push_back({"time32(s)", time32(Unit::second), numbers<std::int32_t>({0, 86'399})});
  out.push_back({"time32(ms)", time32(Unit::milli), numbers<std::int32_t>({0, 1, 86'399'999})});
  out.push_back({"time64(us)", Type::time, numbers<std::int64_t>({0, 1, 86'399'999'999})});
  out.push_back({"time64(ns)", timed(Type::time, Unit::nano), numbers<std::int64_t>({0, 1'000, 86'399'999'999'000})});
  struct Step {
    Unit unit;
    std::string name;
    std::int64_t scale;
  };
  for (auto const& [unit, name, scale] : {Step{Unit::second, "s", 1}, Step{Unit::milli, "ms", 1'000},
                                          Step{Unit::micro, "us", 1'000'000}, Step{Unit::nano, "ns", 1'000'000'000}}) {
    auto const moments = numbers<std::int64_t>({0, -scale, 1'700'000'000 * scale, -2'000'000'000 * scale});
    out.push_back({"timestamp(" + name + ")", timed(Type::timestamp, unit), moments});
    out.push_back({"local_timestamp(" + name + ")", timed(Type::local_timestamp, unit), moments});
    out.push_back(
        {"duration(" + name + ")", timed(Type::duration, unit), numbers<std::int64_t>({0, -5, 86'400 * scale})});
  }
  out.push_back({"timestamp(us, fraction)", Type::timestamp, numbers<std::int64_t>({1, -1, 1'700'000'000'123'456})});
}

void add_texts(std::vector<Sample>& out) {
  auto const odd =
      std::vector<std::string>{"", "007", "1e5", " a ", "ü€😀", "'\"\\;--", "a\tb\r\nc", "NULL", "\\N", "\\."};
  out.push_back(texts("text", Type::text, odd));
  out.push_back(texts("large_text", Type::large_text, odd));
  out.push_back(texts("binary", Type::binary, {"", all_bytes(), std::string("\0", 1)}));
  out.push_back(texts("large_binary", {.kind = Kind::large_binary}, {"", all_bytes()}));
  out.push_back(texts("fixed_binary(3)", Type::fixed_binary(3), {std::string("\0\xff\n", 3), "abc"}));
  out.push_back(texts("uuid", Type::uuid, {std::string(16, '\0'), std::string(16, '\xff'), "0123456789abcdef"}));
  out.push_back(texts("json", Type::json, {R"({"a":1,"b":[true,null,"\"ü"]})", "12", R"("text")", "[]", "null"}));
  out.push_back(texts("inet", Type::inet, {"10.0.0.1", "fe80::1", "10.0.0.0/8"}));
  out.push_back(texts("mac", Type::mac, {"52:54:00:12:34:56"}));
  out.push_back(texts("dictionary<text>", Type::dictionary_of(Type::text), {"a", "b", "a", ""}));
}

void add_decimals(std::vector<Sample>& out) {
  using oar::Decimal;
  auto const minus_one = Decimal{~std::uint64_t{0}, -1};
  out.push_back(
      {"decimal(38, 2)", Type::decimal(38, 2),
       numbers<Decimal>({minus_one, {0x098a223fffffffff, 0x4b3b4ca85a86c47a}, {12345, 0}, {0, 0}, {1200, 0}})});
  out.push_back({"decimal(5, 0)", Type::decimal(5, 0), numbers<Decimal>({{99999, 0}, minus_one})});
  out.push_back({"decimal(18, 18)", Type::decimal(18, 18), numbers<Decimal>({{1, 0}, {999'999'999'999'999'999, 0}})});
}

void add_lists(std::vector<Sample>& out) {
  auto const list_of = [](std::vector<std::optional<std::int64_t>> items) {
    return [items](Column& column) {
      for (auto const& item : items) item ? column.child(0).append(*item) : column.child(0).append_null();
      column.close_list();
    };
  };
  Sample list{"list<int64>", Type::list(Type::int64), {list_of({}), list_of({1, std::nullopt, 3}), list_of({-1})}};
  auto large = list;
  large.name = "large_list<int64>";
  large.type.kind = Kind::large_list;
  out.push_back(std::move(list));
  out.push_back(std::move(large));
  out.push_back({"list<list<text>>", Type::list(Type::list(Type::text)), {[](Column& column) {
                   column.child(0).child(0).append_bytes("a,\"b\"");
                   column.child(0).close_list();
                   column.child(0).close_list();
                   column.child(0).append_null();
                   column.close_list();
                 }}});
}

void add_structs(std::vector<Sample>& out) {
  auto const pair = Type::structure({{"a", Type::int64}, {"B b", Type::text}});
  out.push_back({"struct<int64, text>",
                 pair,
                 {[](Column& column) {
                    column.child(0).append(std::int64_t{-1});
                    column.child(1).append_bytes("x");
                    column.close_struct();
                  },
                  [](Column& column) {
                    column.child(0).append_null();
                    column.child(1).append_null();
                    column.close_struct();
                  }}});
  out.push_back({"list<struct<int64, text>>", Type::list(pair), {[](Column& column) {
                   column.child(0).child(0).append(std::int64_t{9'007'199'254'740'993});
                   column.child(0).child(1).append_null();
                   column.child(0).close_struct();
                   column.close_list();
                 }}});
  out.push_back({"map<text, int64>",
                 Type::map(Type::text, Type::int64),
                 {[](Column& column) { column.close_map(); },
                  [](Column& column) {
                    column.child(0).append_bytes("a \"b\"");
                    column.child(1).append_null();
                    column.child(0).append_bytes("c");
                    column.child(1).append(std::int64_t{2});
                    column.close_map();
                  }}});
  out.push_back({"map<int32, text>", Type::map(Type::int32, Type::text), {[](Column& column) {
                   column.child(0).append(std::int32_t{-3});
                   column.child(1).append_bytes("");
                   column.close_map();
                 }}});
}

std::vector<Sample> all_samples() {
  std::vector<Sample> out;
  out.push_back({"null", Type::null, {}});
  out.push_back(
      {"bool", Type::boolean, {[](Column& c) { c.append_bool(true); }, [](Column& c) { c.append_bool(false); }}});
  out.push_back(integer<std::int8_t>("int8", Type::int8));
  out.push_back(integer<std::int16_t>("int16", Type::int16));
  out.push_back(integer<std::int32_t>("int32", Type::int32));
  out.push_back(integer<std::int64_t>("int64", Type::int64));
  out.push_back(integer<std::uint8_t>("uint8", Type::uint8));
  out.push_back(integer<std::uint16_t>("uint16", Type::uint16));
  out.push_back(integer<std::uint32_t>("uint32", Type::uint32));
  out.push_back(integer<std::uint64_t>("uint64", Type::uint64));
  out.push_back(floating<float>("float32", Type::float32));
  out.push_back(floating<double>("float64", Type::float64));
  add_decimals(out);
  add_texts(out);
  add_times(out);
  add_lists(out);
  add_structs(out);
  return out;
}

}  // namespace

std::vector<Sample> const& samples() {
  static std::vector<Sample> const* const all = new std::vector<Sample>{all_samples()};
  return *all;
}

std::vector<Sample> const& odd_samples() {
  using Limits = std::numeric_limits<std::int64_t>;
  static std::vector<Sample> const* const odd = new std::vector<Sample>{
      texts("text with NUL", Type::text, {std::string("a\0b", 3)}),
      texts("json of many digits", Type::json, {R"({"n":1.00000000000000000000000000000001,"a":1,"a":2})"}),
      {"far timestamp", Type::timestamp, numbers<std::int64_t>({Limits::min(), Limits::max()})},
      {"far nanosecond", timed(Type::local_timestamp, Unit::nano), numbers<std::int64_t>({Limits::max(), 1})},
      {"far date", Type::date,
       numbers<std::int32_t>({std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()})},
      {"nanosecond of a day", timed(Type::time, Unit::nano), numbers<std::int64_t>({1, 86'399'999'999'999})},
  };
  return *odd;
}

}  // namespace conformance
