// One function per type, chosen once per table, so that the loop over rows asks nothing twice.
#include "plugins/file/formats/csv_write.hpp"

#include <oar/json_text.hpp>

#include <string>
#include <vector>

#include "plugins/file/formats/scalar_write.hpp"

namespace oar::file {
namespace {

bool needs_quotes(std::string_view text) {
  bool special = text.empty();
  for (auto const c : text) special |= c == ',' || c == '"' || c == '\n' || c == '\r';
  return special;
}

void put_text(Text& out, std::string_view text) {
  if (!needs_quotes(text)) return out.put(text);
  out.put('"');
  for (auto quote = text.find('"'); quote != text.npos; quote = text.find('"')) {
    out.put(text.substr(0, quote + 1));
    out.put('"');
    text.remove_prefix(quote + 1);
  }
  out.put(text);
  out.put('"');
}

// Writes a value that is not NULL.
using Put = void (*)(Text&, ColumnView const&, std::int64_t);

void put_null(Text&, ColumnView const&, std::int64_t) {}
void put_boolean(Text& out, ColumnView const& column, std::int64_t row) {
  out.put(column.boolean(row) ? std::string_view{"true"} : "false");
}
template <class T>
void put_integer(Text& out, ColumnView const& column, std::int64_t row) {
  write_integer(out, column.value<T>(row));
}
template <class T>
void put_float(Text& out, ColumnView const& column, std::int64_t row) {
  write_float(out, column.value<T>(row));
}
void put_decimal(Text& out, ColumnView const& column, std::int64_t row) {
  write_decimal(out, column.value<Decimal>(row), column.type().scale);
}
void put_bytes_as_text(Text& out, ColumnView const& column, std::int64_t row) { put_text(out, column.bytes(row)); }
void put_binary(Text& out, ColumnView const& column, std::int64_t row) {
  auto const bytes = column.bytes(row);
  bytes.empty() ? out.put("\"\"") : write_base64(out, bytes);
}
void put_uuid(Text& out, ColumnView const& column, std::int64_t row) { write_uuid(out, column.bytes(row)); }
void put_date(Text& out, ColumnView const& column, std::int64_t row) {
  write_date(out, column.value<std::int32_t>(row));
}
void put_time(Text& out, ColumnView const& column, std::int64_t row) {
  write_time(out, column.integer(row), column.type().unit);
}
void put_timestamp(Text& out, ColumnView const& column, std::int64_t row) {
  write_timestamp(out, column.value<std::int64_t>(row), column.type());
}
void put_nested(Text& out, ColumnView const& column, std::int64_t row) {
  std::string json;
  append_json(json, column, row);
  put_text(out, json);
}

Put put_of(Type const& type) {
  switch (type.kind) {
    case Kind::null:
      return put_null;
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
      return put_bytes_as_text;
    case Kind::fixed_binary:
      return type.extension == Extension::uuid ? put_uuid : put_binary;
    case Kind::binary:
    case Kind::large_binary:
      return put_binary;
    case Kind::date32:
      return put_date;
    case Kind::time32:
    case Kind::time64:
      return put_time;
    case Kind::timestamp:
      return put_timestamp;
    case Kind::list:
    case Kind::large_list:
    case Kind::structure:
    case Kind::map:
      return put_nested;
  }
  return put_nested;
}

class CsvWriter final : public RowsWriter {
 public:
  explicit CsvWriter(Table const& table) {
    for (auto const& field : table.columns()) {
      names_.push_back(field.name);
      puts_.push_back(put_of(field.type));
    }
  }

  void begin(Text& out) override {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (i > 0) out.put(',');
      put_text(out, names_[i]);
    }
    out.put("\r\n");
  }

  void write(Text& out, Batch const& batch, std::int64_t from, std::int64_t to) override {
    for (auto row = from; row < to; ++row) {
      for (std::size_t i = 0; i < puts_.size(); ++i) {
        if (i > 0) out.put(',');
        put(out, batch.column(i), puts_[i], row);
      }
      out.put("\r\n");
    }
  }

 private:
  static void put(Text& out, ColumnView const& column, Put put_value, std::int64_t row) {
    if (column.is_null(row)) return;
    if (!column.is_dictionary()) return put_value(out, column, row);
    auto const& values = column.dictionary();
    auto const index = column.dictionary_index(row);
    if (!values.is_null(index)) put_value(out, values, index);
  }

  std::vector<std::string> names_;
  std::vector<Put> puts_;
};

}  // namespace

std::unique_ptr<RowsWriter> csv_writer(Table const& table) { return std::make_unique<CsvWriter>(table); }

}  // namespace oar::file
