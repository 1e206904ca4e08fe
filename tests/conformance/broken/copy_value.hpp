#pragma once
// Copies a value from a batch into a column, widening it where the column is wider.

#include <oar/json_text.hpp>
#include <oar/rows.hpp>
#include <oar/view.hpp>

namespace broken {

inline void copy_value(oar::Column& out, oar::ColumnView const& in, std::int64_t row);

inline void copy_nested(oar::Column& out, oar::ColumnView const& in, std::int64_t row) {
  if (in.type().kind == oar::Kind::structure) {
    for (std::size_t i = 0; i < in.children().size(); ++i) copy_value(out.child(i), in.children()[i], row);
    return out.close_struct();
  }
  auto const [begin, end] = in.items(row);
  for (auto item = begin; item < end; ++item)
    for (std::size_t i = 0; i < in.children().size(); ++i) copy_value(out.child(i), in.children()[i], item);
  out.close_list();
}

inline void copy_fixed(oar::Column& out, oar::ColumnView const& in, std::int64_t row) {
  auto const from = in.type().kind, to = out.type().kind;
  if (to == oar::Kind::int64 && from == oar::Kind::int32) return out.append(in.integer(row));
  if (to == oar::Kind::float64 && from == oar::Kind::float32)
    return out.append(static_cast<double>(in.value<float>(row)));
  if (to == oar::Kind::timestamp && from == oar::Kind::date32) return out.append(in.integer(row) * 86'400'000'000);
  switch (oar::detail::width_of(in.type())) {
    case 1:
      return out.append(in.value<std::int8_t>(row));
    case 2:
      return out.append(in.value<std::int16_t>(row));
    case 4:
      return out.append(in.value<std::int32_t>(row));
    case 8:
      return out.append(in.value<std::int64_t>(row));
    default:
      return out.append(in.value<oar::Decimal>(row));
  }
}

inline void copy_value(oar::Column& out, oar::ColumnView const& in, std::int64_t row) {
  if (in.is_null(row)) return out.append_null();
  if (in.is_dictionary()) return copy_value(out, in.dictionary(), in.dictionary_index(row));
  switch (in.type().kind) {
    case oar::Kind::boolean:
      return out.append_bool(in.boolean(row));
    case oar::Kind::list:
    case oar::Kind::large_list:
    case oar::Kind::map:
    case oar::Kind::structure:
      return copy_nested(out, in, row);
    case oar::Kind::text:
    case oar::Kind::large_text:
    case oar::Kind::binary:
    case oar::Kind::large_binary:
    case oar::Kind::fixed_binary:
      return out.append_bytes(in.bytes(row));
    default:
      return copy_fixed(out, in, row);
  }
}

// Some rows of a batch, in memory of their own.
template <class Keep>
oar::OwnedArray copy_rows(oar::Batch const& batch, Keep const& keep) {
  oar::Rows rows{batch.table()};
  for (std::int64_t row = 0; row < batch.rows(); ++row) {
    if (!keep(row)) continue;
    for (std::size_t i = 0; i < batch.columns().size(); ++i) copy_value(rows.column(i), batch.column(i), row);
    rows.add_rows(1);
  }
  return rows.finish();
}

inline std::string text_of(oar::Batch const& batch, std::string const& column, std::int64_t row) {
  std::string out;
  if (auto const at = batch.table().index_of(column)) oar::append_json(out, batch.column(*at), row);
  return out;
}

}  // namespace broken
