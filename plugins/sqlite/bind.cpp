#include "plugins/sqlite/bind.hpp"

#include <oar/json_text.hpp>

#include <cmath>

#include "plugins/sqlite/time_text.hpp"

namespace oar::sqlite {

struct BindValue {
  static int text(sqlite3_stmt* statement, int at, std::string_view value) {
    auto const* data = value.data() ? value.data() : "";  // a NULL pointer would bind NULL
    return sqlite3_bind_text64(statement, at, data, value.size(), SQLITE_STATIC, SQLITE_UTF8);
  }

  static int null(Binder&, sqlite3_stmt* statement, int at, std::int64_t) { return sqlite3_bind_null(statement, at); }

  template <class T>
  static int integer(Binder& binder, sqlite3_stmt* statement, int at, std::int64_t row) {
    if (binder.column_->is_null(row)) return sqlite3_bind_null(statement, at);
    return sqlite3_bind_int64(statement, at, static_cast<std::int64_t>(binder.column_->value<T>(row)));
  }

  // What int64 cannot hold is twenty digits of text, which SQLite sorts behind every number, and among themselves
  // right.
  static int unsigned64(Binder& binder, sqlite3_stmt* statement, int at, std::int64_t row) {
    if (binder.column_->is_null(row)) return sqlite3_bind_null(statement, at);
    auto const value = binder.column_->value<std::uint64_t>(row);
    if (value >> 63 == 0) return sqlite3_bind_int64(statement, at, static_cast<std::int64_t>(value));
    auto const digits = std::to_string(value);
    binder.scratch_.assign(20 - digits.size(), '0').append(digits);
    return text(statement, at, binder.scratch_);
  }

  static int boolean(Binder& binder, sqlite3_stmt* statement, int at, std::int64_t row) {
    if (binder.column_->is_null(row)) return sqlite3_bind_null(statement, at);
    return sqlite3_bind_int64(statement, at, binder.column_->boolean(row) ? 1 : 0);
  }

  // SQLite makes NULL of a NaN, so it is kept as text.
  template <class T>
  static int real(Binder& binder, sqlite3_stmt* statement, int at, std::int64_t row) {
    if (binder.column_->is_null(row)) return sqlite3_bind_null(statement, at);
    auto const value = binder.column_->value<T>(row);
    if (std::isnan(value)) return text(statement, at, "NaN");
    return sqlite3_bind_double(statement, at, static_cast<double>(value));
  }

  static int bytes_as_text(Binder& binder, sqlite3_stmt* statement, int at, std::int64_t row) {
    if (binder.column_->is_null(row)) return sqlite3_bind_null(statement, at);
    return text(statement, at, binder.column_->bytes(row));
  }

  static int blob(Binder& binder, sqlite3_stmt* statement, int at, std::int64_t row) {
    if (binder.column_->is_null(row)) return sqlite3_bind_null(statement, at);
    auto const value = binder.column_->bytes(row);
    return sqlite3_bind_blob64(statement, at, value.data() ? value.data() : "", value.size(), SQLITE_STATIC);
  }

  static int uuid(Binder& binder, sqlite3_stmt* statement, int at, std::int64_t row) {
    if (binder.column_->is_null(row)) return sqlite3_bind_null(statement, at);
    static constexpr char hex[] = "0123456789abcdef";
    auto const value = binder.column_->bytes(row);
    binder.scratch_.resize(36);
    auto* out = binder.scratch_.data();
    for (std::size_t i = 0; i < 16; ++i) {
      if (i == 4 || i == 6 || i == 8 || i == 10) *out++ = '-';
      *out++ = hex[static_cast<unsigned char>(value[i]) >> 4];
      *out++ = hex[static_cast<unsigned char>(value[i]) & 15];
    }
    return text(statement, at, binder.scratch_);
  }

  static void spell(std::string& out, std::int64_t value, Type const& type) {
    if (type.kind == Kind::date32) return append_date(out, value);
    if (type.kind == Kind::timestamp) return append_timestamp(out, value, type);
    append_time(out, value, type.unit);
  }

  // Neighbours are often equal: the sync's time, a day.
  static int time(Binder& binder, sqlite3_stmt* statement, int at, std::int64_t row) {
    if (binder.column_->is_null(row)) return sqlite3_bind_null(statement, at);
    auto const value = binder.column_->integer(row);
    if (value != binder.last_ || binder.scratch_.empty()) {
      binder.scratch_.clear();
      spell(binder.scratch_, value, binder.column_->type());
      binder.last_ = value;
    }
    return text(statement, at, binder.scratch_);
  }

  static int decimal(Binder& binder, sqlite3_stmt* statement, int at, std::int64_t row) {
    if (binder.column_->is_null(row)) return sqlite3_bind_null(statement, at);
    binder.scratch_ = decimal_text(binder.column_->value<Decimal>(row), binder.column_->type().scale);
    return text(statement, at, binder.scratch_);
  }

  static int nested(Binder& binder, sqlite3_stmt* statement, int at, std::int64_t row) {
    if (binder.column_->is_null(row)) return sqlite3_bind_null(statement, at);
    binder.scratch_.clear();
    append_json(binder.scratch_, *binder.column_, row);
    return text(statement, at, binder.scratch_);
  }

  static int dictionary(Binder& binder, sqlite3_stmt* statement, int at, std::int64_t row) {
    if (binder.column_->is_null(row)) return sqlite3_bind_null(statement, at);
    return (*binder.values_)(statement, at, binder.column_->dictionary_index(row));
  }

  static Binder::Bind of(Type const& type) {
    switch (type.kind) {
      case Kind::null:
        return null;
      case Kind::boolean:
        return boolean;
      case Kind::int8:
        return integer<std::int8_t>;
      case Kind::int16:
        return integer<std::int16_t>;
      case Kind::int32:
        return integer<std::int32_t>;
      case Kind::int64:
      case Kind::duration:
        return integer<std::int64_t>;
      case Kind::uint8:
        return integer<std::uint8_t>;
      case Kind::uint16:
        return integer<std::uint16_t>;
      case Kind::uint32:
        return integer<std::uint32_t>;
      case Kind::uint64:
        return unsigned64;
      case Kind::float32:
        return real<float>;
      case Kind::float64:
        return real<double>;
      case Kind::decimal128:
        return decimal;
      case Kind::text:
      case Kind::large_text:
        return bytes_as_text;
      case Kind::binary:
      case Kind::large_binary:
        return blob;
      case Kind::fixed_binary:
        return type.extension == Extension::uuid ? uuid : blob;
      case Kind::date32:
      case Kind::time32:
      case Kind::time64:
      case Kind::timestamp:
        return time;
      case Kind::list:
      case Kind::large_list:
      case Kind::structure:
      case Kind::map:
        return nested;
    }
    return null;
  }
};

Binder::Binder(ColumnView const& column) : bind_{BindValue::of(column.type())}, column_{&column} {
  if (!column.is_dictionary()) return;
  bind_ = BindValue::dictionary;
  values_ = std::make_unique<Binder>(column.dictionary());
}

}  // namespace oar::sqlite
