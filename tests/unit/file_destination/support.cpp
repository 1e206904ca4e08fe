// The test support's insides.
#include "support.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <limits>

#include <stdlib.h>

namespace oar::file::test {

namespace fs = std::filesystem;

Folder::Folder() {
  std::string name = (fs::temp_directory_path() / "oar-file-XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  path_ = name;
}
Folder::~Folder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::vector<std::string> Folder::files() const {
  std::vector<std::string> all;
  for (auto const& entry : fs::recursive_directory_iterator{path_})
    if (!entry.is_directory()) all.push_back(fs::relative(entry.path(), path_).string());
  std::ranges::sort(all);
  return all;
}

std::string Folder::only_file() const {
  auto const all = files();
  REQUIRE(all.size() == 1);
  return content(*this / all.front());
}

std::string content(std::string const& path) {
  std::ifstream in{path, std::ios::binary};
  REQUIRE(in);
  return {std::istreambuf_iterator<char>{in}, {}};
}

namespace {

template <class T>
Values values(Type type, std::vector<T> list) {
  return {std::move(type), [list = std::move(list)](Column& column) {
            for (auto const& value : list) column.append(value);
          }};
}

Values texts(Type type, std::vector<std::string> list) {
  return {std::move(type), [list = std::move(list)](Column& column) {
            for (auto const& value : list) column.append_bytes(value);
          }};
}

template <class T>
Values extremes(Type type) {
  using Limits = std::numeric_limits<T>;
  return values<T>(std::move(type), {Limits::lowest(), T{0}, T{7}, Limits::max()});
}

template <class T>
Values floats(Type type) {
  using Limits = std::numeric_limits<T>;
  return values<T>(std::move(type), {T{0}, -T{0}, T(0.1), T(1e21), Limits::max(), Limits::denorm_min(),
                                     Limits::quiet_NaN(), Limits::infinity(), -Limits::infinity()});
}

Type in(Type type, Unit unit) {
  type.unit = unit;
  return type;
}

Values lists() {
  return {Type::list(Type::structure({{"n", Type::int64}, {"t", Type::text}})), [](Column& column) {
            column.child(0).child(0).append(std::int64_t{1});
            column.child(0).child(1).append_bytes("a,\"b\"\n");
            column.child(0).close_struct();
            column.close_list();
            column.close_list();
          }};
}

Values maps() {
  return {Type::map(Type::text, Type::float64), [](Column& column) {
            column.child(0).append_bytes("k");
            column.child(1).append(std::numeric_limits<double>::quiet_NaN());
            column.close_map();
          }};
}

Values booleans() {
  return {Type::boolean, [](Column& column) {
            column.append_bool(true);
            column.append_bool(false);
          }};
}

}  // namespace

std::vector<Values> every_type() {
  constexpr auto day = std::int64_t{86'400'000'000};
  auto const far = std::numeric_limits<std::int64_t>::max();
  std::vector<std::int64_t> const moments{0, -1, 1, -far - 1, far, 1'700'000'000'123'456, 951'782'400'000'000};
  std::vector<std::string> const odd{
      "", "plain", "a,b", "\"", "two\r\nlines", " space ", "ü€😀", "\t\x01\\", std::string{"a\0b", 3}};
  std::vector<Values> all{booleans(),
                          extremes<std::int8_t>(Type::int8),
                          extremes<std::int16_t>(Type::int16),
                          extremes<std::int32_t>(Type::int32),
                          extremes<std::int64_t>(Type::int64),
                          extremes<std::uint8_t>(Type::uint8),
                          extremes<std::uint16_t>(Type::uint16),
                          extremes<std::uint32_t>(Type::uint32),
                          extremes<std::uint64_t>(Type::uint64),
                          floats<float>(Type::float32),
                          floats<double>(Type::float64)};
  for (auto const scale : {0, 2, 38, 60, -3})
    all.push_back(values<Decimal>(Type::decimal(38, scale), {{},
                                                             {~std::uint64_t{0}, -1},
                                                             {12'345, 0},
                                                             {0, std::int64_t{1} << 62},
                                                             {1, 0},
                                                             {1'000'000'000'000'000'000, 0},
                                                             {0x098a223fffffffff, 0x4b3b4ca85a86c47a}}));
  for (auto const& type : {Type::text, Type::large_text, Type::binary, Type{.kind = Kind::large_binary}})
    all.push_back(texts(type, odd));
  all.push_back(texts(Type::fixed_binary(2), {"ab", std::string{"\0\xff", 2}}));
  all.push_back(texts(Type::uuid, {"0123456789abcdef", std::string(16, '\xff')}));
  all.push_back(texts(Type::json, {R"({"a": [1, "x,y"]})", "12", "{\"a\":\n1}"}));
  all.push_back(texts(Type::inet, {"10.0.0.1", "fe80::1/64"}));
  all.push_back(texts(Type::mac, {"52:54:00:12:34:56"}));
  all.push_back(values<std::int32_t>(
      Type::date, {0, -1, 11'016, -719'528, -719'529, 2'932'896, 2'932'897, std::numeric_limits<std::int32_t>::min(),
                   std::numeric_limits<std::int32_t>::max()}));
  for (auto const unit : {Unit::second, Unit::milli})
    all.push_back(values<std::int32_t>({.kind = Kind::time32, .unit = unit}, {0, 1, 86'399, 3'661'001, -5}));
  for (auto const unit : {Unit::micro, Unit::nano})
    all.push_back(values<std::int64_t>(in(Type::time, unit), {0, 1, 1'000, day - 1, day, 45'000'000'000}));
  for (auto const unit : {Unit::second, Unit::milli, Unit::micro, Unit::nano}) {
    all.push_back(values(in(Type::timestamp, unit), moments));
    all.push_back(values(in(Type::local_timestamp, unit), moments));
    all.push_back(values(in(Type::duration, unit), moments));
  }
  all.push_back(texts(Type::dictionary_of(Type::text), {"a", "b,c", "a", ""}));
  all.push_back(lists());
  all.push_back(maps());
  all.push_back({Type::null, [](Column& column) { column.append_null(); }});
  return all;
}

Table table_of(Values const& values) {
  Table table{"one"};
  table.column("value", values.type);
  return table;
}

Batch batch_of(Table const& table, Values const& values) {
  Rows rows{table};
  values.fill(rows.column(0));
  rows.column(0).append_null();
  rows.add_rows(rows.column(0).length());
  return ok(Batch::make(table, rows.finish()));
}

std::unique_ptr<FileDestination> destination(DestinationConfig config) {
  return ok(FileDestination::open(config, Host{}));
}

std::unique_ptr<Writer> writer(FileDestination& destination, std::string sync_id) {
  return ok(destination.open(WriterOptions{.source_name = "src", .sync_id = std::move(sync_id)}));
}

Table notes(std::string name) {
  Table table{std::move(name)};
  table.key("id", Type::int64).column("text", Type::text);
  return table;
}

Batch note(Table const& table, std::int64_t id, std::string_view text) {
  Rows rows{table};
  rows.row(id, text);
  return ok(Batch::make(table, rows.finish()));
}

}  // namespace oar::file::test
