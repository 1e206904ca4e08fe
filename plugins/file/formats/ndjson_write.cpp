// Values whose JSON is plain are written at once; all others are left to oar::append_json.
#include "plugins/file/formats/ndjson_write.hpp"

#include <oar/json_text.hpp>

#include <boost/json.hpp>

#include <cmath>
#include <string>
#include <vector>

#include "plugins/file/formats/scalar_write.hpp"

namespace oar::file {
namespace {

bool is_plain(std::string_view text) {
  bool special = false;
  for (auto const c : text) special |= static_cast<signed char>(c) < 0x20 || c == '"' || c == '\\';
  return !special;
}

// Writes a value that is not NULL.
using Put = void (*)(Text&, ColumnView const&, std::int64_t, std::string& scratch);

void put_any(Text& out, ColumnView const& column, std::int64_t row, std::string& scratch) {
  scratch.clear();
  append_json(scratch, column, row);
  out.put(scratch);
}

template <class Write>
void in_quotes(Text& out, Write write) {
  out.put('"');
  write();
  out.put('"');
}

void put_boolean(Text& out, ColumnView const& column, std::int64_t row, std::string&) {
  out.put(column.boolean(row) ? std::string_view{"true"} : "false");
}
template <class T>
void put_integer(Text& out, ColumnView const& column, std::int64_t row, std::string&) {
  write_integer(out, column.value<T>(row));
}
template <class T>
void put_float(Text& out, ColumnView const& column, std::int64_t row, std::string&) {
  auto const value = column.value<T>(row);
  if (std::isfinite(value)) return write_float(out, value);
  in_quotes(out, [&] { write_float(out, value); });
}
void put_decimal(Text& out, ColumnView const& column, std::int64_t row, std::string&) {
  write_decimal(out, column.value<Decimal>(row), column.type().scale);
}
void put_text(Text& out, ColumnView const& column, std::int64_t row, std::string& scratch) {
  auto const text = column.bytes(row);
  if (!is_plain(text)) return put_any(out, column, row, scratch);
  in_quotes(out, [&] { out.put(text); });
}
void put_binary(Text& out, ColumnView const& column, std::int64_t row, std::string&) {
  in_quotes(out, [&] { write_base64(out, column.bytes(row)); });
}
void put_uuid(Text& out, ColumnView const& column, std::int64_t row, std::string&) {
  in_quotes(out, [&] { write_uuid(out, column.bytes(row)); });
}
void put_date(Text& out, ColumnView const& column, std::int64_t row, std::string&) {
  in_quotes(out, [&] { write_date(out, column.value<std::int32_t>(row)); });
}
void put_time(Text& out, ColumnView const& column, std::int64_t row, std::string&) {
  in_quotes(out, [&] { write_time(out, column.integer(row), column.type().unit); });
}
void put_timestamp(Text& out, ColumnView const& column, std::int64_t row, std::string&) {
  in_quotes(out, [&] { write_timestamp(out, column.value<std::int64_t>(row), column.type()); });
}

Put put_of(Type const& type) {
  switch (type.kind) {
    case Kind::boolean:
      return put_boolean;
    case Kind::int8:
      return put_integer<std::int8_t>;
    case Kind::int16:
      return put_integer<std::int16_t>;
    case Kind::int32:
      return put_integer<std::int32_t>;
    case Kind::int64:
    case Kind::duration:
      return put_integer<std::int64_t>;
    case Kind::uint8:
      return put_integer<std::uint8_t>;
    case Kind::uint16:
      return put_integer<std::uint16_t>;
    case Kind::uint32:
      return put_integer<std::uint32_t>;
    case Kind::uint64:
      return put_integer<std::uint64_t>;
    case Kind::float32:
      return put_float<float>;
    case Kind::float64:
      return put_float<double>;
    case Kind::decimal128:
      return put_decimal;
    case Kind::text:
    case Kind::large_text:
      return type.extension == Extension::json ? put_any : put_text;
    case Kind::binary:
    case Kind::large_binary:
      return put_binary;
    case Kind::fixed_binary:
      return type.extension == Extension::uuid ? put_uuid : put_binary;
    case Kind::date32:
      return put_date;
    case Kind::time32:
    case Kind::time64:
      return put_time;
    case Kind::timestamp:
      return put_timestamp;
    default:
      return put_any;
  }
}

// {"name": and ,"name":
std::vector<std::string> openings(Table const& table) {
  std::vector<std::string> out;
  for (auto const& field : table.columns()) {
    auto& opening = out.emplace_back(out.empty() ? "{" : ",");
    opening += boost::json::serialize(boost::json::string_view{field.name});
    opening += ':';
  }
  return out;
}

class NdjsonWriter final : public RowsWriter {
 public:
  explicit NdjsonWriter(Table const& table) : openings_{openings(table)} {
    for (auto const& field : table.columns()) puts_.push_back(put_of(field.type));
  }

  void write(Text& out, Batch const& batch, std::int64_t from, std::int64_t to) override {
    for (auto row = from; row < to; ++row) {
      if (puts_.empty()) out.put('{');
      for (std::size_t i = 0; i < puts_.size(); ++i) {
        out.put(openings_[i]);
        put(out, batch.column(i), puts_[i], row);
      }
      out.put("}\n");
    }
  }

 private:
  void put(Text& out, ColumnView const& column, Put put_value, std::int64_t row) {
    if (column.is_null(row)) return out.put("null");
    if (!column.is_dictionary()) return put_value(out, column, row, scratch_);
    auto const& values = column.dictionary();
    auto const index = column.dictionary_index(row);
    values.is_null(index) ? out.put("null") : put_value(out, values, index, scratch_);
  }

  std::vector<std::string> openings_;
  std::vector<Put> puts_;
  std::string scratch_;
};

}  // namespace

std::unique_ptr<RowsWriter> ndjson_writer(Table const& table) { return std::make_unique<NdjsonWriter>(table); }

}  // namespace oar::file
