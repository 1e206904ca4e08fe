// Columns of fixed width: numbers, dates, times, uuids.

#include <limits>

#include "plugins/postgresql/destination/encode_column.hpp"
#include "plugins/postgresql/destination/limits.hpp"

namespace oar::postgresql {

// A column's T becomes the server's Out; Padding zero bytes follow it (an interval's days and months).
struct Fixed {
  template <class T, class Out, int padding = 0>
  static void choose(ColumnEncoder& encoder) {
    encoder.prepare_ = prepare<T>;
    encoder.add_sizes_ = add_sizes<static_cast<std::uint32_t>(sizeof(Out)) + padding>;
    encoder.write_ = write<T, Out, padding>;
  }
  static void choose_boolean(ColumnEncoder& encoder) {
    encoder.prepare_ = look_for_nulls;
    encoder.add_sizes_ = add_sizes<1>;
    encoder.write_ = write_boolean;
  }
  static void choose_uuid(ColumnEncoder& encoder) {
    encoder.prepare_ = look_for_nulls;
    encoder.add_sizes_ = add_sizes<16>;
    encoder.write_ = write_uuid;
  }

  static void look_for_nulls(ColumnEncoder& encoder, ColumnView const& values, RowRange rows, Faults&) {
    encoder.nulls_ = any_null(values, rows);
  }

  template <class T>
  static void prepare(ColumnEncoder& encoder, ColumnView const& values, RowRange rows, Faults& faults) {
    look_for_nulls(encoder, values, rows, faults);
    if constexpr (std::is_signed_v<T> && std::is_integral_v<T>) {
      if (encoder.least_ == encoder.most_) return;
      bool outside = false;
      auto const number = values.values<T>();
      for (auto row = rows.begin; row < rows.end; ++row) {
        auto const value = std::int64_t{number(row)};
        outside |= value < encoder.least_ || value > encoder.most_;
      }
      if (outside) [[unlikely]]
        name_faults<T>(encoder, values, rows, faults);
    }
  }

  template <class T>
  static void name_faults(ColumnEncoder const& encoder, ColumnView const& values, RowRange rows, Faults& faults) {
    for (auto row = rows.begin; row < rows.end; ++row) {
      if (values.is_null(row)) continue;
      auto const value = std::int64_t{values.value<T>(row)};
      if (value < encoder.least_ || value > encoder.most_)
        faults.push_back(
            {row, "column " + encoder.field_->name + ": beyond what " + sql_of(encoder.column_) + " holds"});
    }
  }

  template <std::uint32_t width>
  static void add_sizes(ColumnEncoder const& encoder, ColumnView const& values, RowRange rows, std::uint32_t* sizes) {
    if (!encoder.nulls_) {
      for (std::int64_t i = 0; i < rows.count(); ++i) sizes[i] += 4 + width;
      return;
    }
    for (auto row = rows.begin; row < rows.end; ++row) *sizes++ += values.is_null(row) ? 4 : 4 + width;
  }

  template <class T, class Out>
  static Out converted(T value, std::int64_t factor, std::int64_t shift) {
    if constexpr (std::is_floating_point_v<T>)
      return static_cast<Out>(value);
    else  // unsigned, since what stands behind a NULL may overflow
      return static_cast<Out>(static_cast<std::uint64_t>(value) * static_cast<std::uint64_t>(factor) +
                              static_cast<std::uint64_t>(shift));
  }

  template <class T, class Out, int padding>
  static void write(ColumnEncoder const& encoder, ColumnView const& values, RowRange rows, std::byte** places) {
    auto const factor = encoder.factor_;
    auto const shift = encoder.shift_;
    auto const one = [factor, shift, number = values.values<T>()](std::int64_t row, std::byte* at) {
      at = put(at, std::int32_t{sizeof(Out) + padding});
      at = put(at, converted<T, Out>(number(row), factor, shift));
      if constexpr (padding > 0) std::memset(at, 0, padding);
      return at + padding;
    };
    each(encoder, values, rows, places, one);
  }

  static void write_boolean(ColumnEncoder const& encoder, ColumnView const& values, RowRange rows, std::byte** places) {
    auto const one = [&](std::int64_t row, std::byte* at) {
      at = put(at, std::int32_t{1});
      *at = std::byte{values.boolean(row)};
      return at + 1;
    };
    each(encoder, values, rows, places, one);
  }

  static void write_uuid(ColumnEncoder const& encoder, ColumnView const& values, RowRange rows, std::byte** places) {
    auto const one = [&](std::int64_t row, std::byte* at) {
      at = put(at, std::int32_t{16});
      std::memcpy(at, values.bytes(row).data(), 16);
      return at + 16;
    };
    each(encoder, values, rows, places, one);
  }

  template <class One>
  static void each(ColumnEncoder const& encoder, ColumnView const& values, RowRange rows, std::byte** places, One one) {
    if (!encoder.nulls_) {
      for (auto row = rows.begin; row < rows.end; ++row, ++places) *places = one(row, *places);
      return;
    }
    for (auto row = rows.begin; row < rows.end; ++row, ++places)
      *places = values.is_null(row) ? put(*places, std::int32_t{-1}) : one(row, *places);
  }
};

namespace {

template <class T>
bool choose_number(ColumnEncoder& encoder, Wire into) {
  switch (into) {
    case Wire::int2:
      return Fixed::choose<T, std::int16_t>(encoder), true;
    case Wire::int4:
      return Fixed::choose<T, std::int32_t>(encoder), true;
    case Wire::int8:
      return Fixed::choose<T, std::int64_t>(encoder), true;
    default:
      return false;
  }
}

template <class T>
bool choose_float(ColumnEncoder& encoder, Wire into) {
  if (into == Wire::float4) return Fixed::choose<T, float>(encoder), true;
  return Fixed::choose<T, double>(encoder), true;
}

}  // namespace

bool ColumnEncoder::choose_fixed() {
  auto const& type = field_->type;
  if (type.dictionary || column_.list) return false;
  auto const bounds = bounds_of(type, column_.wire);
  factor_ = bounds.factor;
  shift_ = bounds.shift;
  least_ = bounds.least;
  most_ = bounds.most;
  switch (type.kind) {
    case Kind::boolean:
      return Fixed::choose_boolean(*this), true;
    case Kind::int8:
      return choose_number<std::int8_t>(*this, column_.wire);
    case Kind::int16:
      return choose_number<std::int16_t>(*this, column_.wire);
    case Kind::int32:
      return choose_number<std::int32_t>(*this, column_.wire);
    case Kind::int64:
      return choose_number<std::int64_t>(*this, column_.wire);
    case Kind::uint8:
      return choose_number<std::uint8_t>(*this, column_.wire);
    case Kind::uint16:
      return choose_number<std::uint16_t>(*this, column_.wire);
    case Kind::uint32:
      return choose_number<std::uint32_t>(*this, column_.wire);
    case Kind::float32:
      return choose_float<float>(*this, column_.wire);
    case Kind::float64:
      return choose_float<double>(*this, column_.wire);
    case Kind::date32:
      if (column_.wire == Wire::date) return Fixed::choose<std::int32_t, std::int32_t>(*this), true;
      return Fixed::choose<std::int32_t, std::int64_t>(*this), true;
    case Kind::time32:
      return Fixed::choose<std::int32_t, std::int64_t>(*this), true;
    case Kind::time64:
    case Kind::timestamp:
      if (type.unit == Unit::nano) return false;
      return Fixed::choose<std::int64_t, std::int64_t>(*this), true;
    case Kind::duration:
      if (type.unit == Unit::nano) return choose_number<std::int64_t>(*this, column_.wire);
      return Fixed::choose<std::int64_t, std::int64_t, 8>(*this), true;
    case Kind::fixed_binary:
      return column_.wire == Wire::uuid ? (Fixed::choose_uuid(*this), true) : false;
    default:
      return false;
  }
}

}  // namespace oar::postgresql
