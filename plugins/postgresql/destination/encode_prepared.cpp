// Values whose stored form is computed: numeric, inet, macaddr, lists, nested values, dictionaries, nanoseconds.

#include "plugins/postgresql/destination/encode_column.hpp"
#include "plugins/postgresql/destination/encode_value.hpp"

namespace oar::postgresql {

struct Prepared {
  static void prepare(ColumnEncoder& encoder, ColumnView const& values, RowRange rows, Faults& faults) {
    encoder.prepared_from_ = rows.begin;
    encoder.scratch_.clear();
    encoder.ends_.assign(1, 0);
    encoder.ends_.reserve(static_cast<std::size_t>(rows.count()) + 1);
    auto const append = appender_of(encoder.field_->type, encoder.column_);
    for (auto row = rows.begin; row < rows.end; ++row) {
      if (!is_null(values, row)) {
        auto const begin = encoder.scratch_.size();
        if (auto const why = append(encoder.scratch_, values, row, encoder.column_)) [[unlikely]] {
          encoder.scratch_.resize(begin);
          faults.push_back({row, "column " + encoder.field_->name + ": " + why});
        }
      }
      encoder.ends_.push_back(encoder.scratch_.size());
    }
  }

  // A dictionary's value may be NULL where its index is not.
  static bool is_null(ColumnView const& values, std::int64_t row) {
    if (values.is_null(row)) return true;
    return values.is_dictionary() && values.dictionary().is_null(values.dictionary_index(row));
  }

  static void add_sizes(ColumnEncoder const& encoder, ColumnView const&, RowRange rows, std::uint32_t* sizes) {
    auto const* ends = encoder.ends_.data() + (rows.begin - encoder.prepared_from_);
    for (std::int64_t i = 0; i < rows.count(); ++i) sizes[i] += static_cast<std::uint32_t>(4 + ends[i + 1] - ends[i]);
  }

  static void write(ColumnEncoder const& encoder, ColumnView const& values, RowRange rows, std::byte** places) {
    auto const* ends = encoder.ends_.data() + (rows.begin - encoder.prepared_from_);
    for (std::int64_t i = 0; i < rows.count(); ++i) {
      auto const size = ends[i + 1] - ends[i];
      if (size == 0 && is_null(values, rows.begin + i)) {
        places[i] = put(places[i], std::int32_t{-1});
        continue;
      }
      auto* const at = put(places[i], static_cast<std::int32_t>(size));
      std::memcpy(at, encoder.scratch_.data() + ends[i], size);
      places[i] = at + size;
    }
  }
};

void ColumnEncoder::choose_prepared() {
  prepare_ = Prepared::prepare;
  add_sizes_ = Prepared::add_sizes;
  write_ = Prepared::write;
}

ColumnEncoder::ColumnEncoder(Field const& field, Native const& column) : field_{&field}, column_{column} {
  if (!choose_fixed() && !choose_plain()) choose_prepared();
}

}  // namespace oar::postgresql
