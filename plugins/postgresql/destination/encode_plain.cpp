// Text and bytes: the batch's own bytes are the field's.

#include <cstring>

#include "plugins/postgresql/destination/encode_column.hpp"
#include "plugins/postgresql/destination/json_names.hpp"

namespace oar::postgresql {
namespace {

constexpr std::size_t longest_value = 0x3fff'ff00;  // what the server allots for one value, 1 GiB, and some room

}  // namespace

struct Plain {
  template <bool text, int prefix>
  static void choose(ColumnEncoder& encoder) {
    encoder.prepare_ = prepare<text>;
    encoder.add_sizes_ = add_sizes<prefix>;
    encoder.write_ = write<prefix>;
  }
  static void choose_jsonb(ColumnEncoder& encoder) {
    choose<true, 1>(encoder);
    encoder.prepare_ = prepare_jsonb;
  }
  static void choose_nothing(ColumnEncoder& encoder) {
    encoder.prepare_ = [](ColumnEncoder&, ColumnView const&, RowRange, Faults&) {};
    encoder.add_sizes_ = [](ColumnEncoder const&, ColumnView const&, RowRange rows, std::uint32_t* sizes) {
      for (std::int64_t i = 0; i < rows.count(); ++i) sizes[i] += 4;
    };
    encoder.write_ = [](ColumnEncoder const&, ColumnView const&, RowRange rows, std::byte** places) {
      for (std::int64_t i = 0; i < rows.count(); ++i) places[i] = put(places[i], std::int32_t{-1});
    };
  }

  template <bool text>
  static void prepare(ColumnEncoder& encoder, ColumnView const& values, RowRange rows, Faults& faults) {
    encoder.nulls_ = any_null(values, rows);
    // The rows' bytes lie together: one look at all of them says whether to look at each.
    auto const first = values.bytes(rows.begin);
    auto const last = values.bytes(rows.end - 1);
    auto const all = std::string_view{first.data(), static_cast<std::size_t>(last.data() + last.size() - first.data())};
    if (all.empty()) return;
    if (all.size() > longest_value || (text && std::memchr(all.data(), 0, all.size()))) [[unlikely]]
      name_faults<text>(encoder, values, rows, faults);
  }

  template <bool text>
  static void name_faults(ColumnEncoder const& encoder, ColumnView const& values, RowRange rows, Faults& faults) {
    for (auto row = rows.begin; row < rows.end; ++row) {
      if (values.is_null(row)) continue;
      auto const bytes = values.bytes(row);
      if (bytes.size() > longest_value)
        faults.push_back({row, "column " + encoder.field_->name + ": longer than 1 GB, which PostgreSQL cannot store"});
      if (text && bytes.find('\0') != bytes.npos)
        faults.push_back({row, "column " + encoder.field_->name + ": a NUL character, which PostgreSQL's " +
                                   sql_of(encoder.column_) + " cannot hold"});
    }
  }

  static void prepare_jsonb(ColumnEncoder& encoder, ColumnView const& values, RowRange rows, Faults& faults) {
    prepare<true>(encoder, values, rows, faults);
    for (auto row = rows.begin; row < rows.end; ++row)
      if (!values.is_null(row) && repeats_a_name(values.bytes(row))) [[unlikely]]
        faults.push_back({row, "column " + encoder.field_->name + ": " + repeated_name});
  }

  template <int prefix>
  static void add_sizes(ColumnEncoder const& encoder, ColumnView const& values, RowRange rows, std::uint32_t* sizes) {
    values.with_bytes([&, nulls = encoder.nulls_](auto bytes) {
      for (auto row = rows.begin; row < rows.end; ++row) {
        auto const null = nulls && values.is_null(row);
        *sizes++ += null ? 4 : static_cast<std::uint32_t>(4 + prefix + bytes(row).size());
      }
    });
  }

  template <int prefix>
  static void write(ColumnEncoder const& encoder, ColumnView const& values, RowRange rows, std::byte** places) {
    values.with_bytes([&, nulls = encoder.nulls_](auto bytes) {
      for (auto row = rows.begin; row < rows.end; ++row, ++places)
        *places =
            nulls && values.is_null(row) ? put(*places, std::int32_t{-1}) : put_bytes<prefix>(*places, bytes(row));
    });
  }

  template <int prefix>
  static std::byte* put_bytes(std::byte* at, std::string_view bytes) {
    at = put(at, static_cast<std::int32_t>(prefix + bytes.size()));
    if constexpr (prefix > 0) *at++ = std::byte{1};  // the version of jsonb's form
    if (!bytes.empty()) std::memcpy(at, bytes.data(), bytes.size());
    return at + bytes.size();
  }
};

bool ColumnEncoder::choose_plain() {
  auto const& type = field_->type;
  if (type.kind == Kind::null) return Plain::choose_nothing(*this), true;
  if (type.dictionary || column_.list) return false;
  auto const is_text = type.kind == Kind::text || type.kind == Kind::large_text;
  if (column_.wire == Wire::text && is_text) return Plain::choose<true, 0>(*this), true;
  if (column_.wire == Wire::json && is_text) return Plain::choose<true, 0>(*this), true;
  if (column_.wire == Wire::jsonb && is_text) return Plain::choose_jsonb(*this), true;
  if (column_.wire == Wire::bytea) return Plain::choose<false, 0>(*this), true;
  return false;
}

}  // namespace oar::postgresql
