#pragma once
// Where a view finds its buffers.
// Source: https://arrow.apache.org/docs/format/Columnar.html

#include <oar/detail/column_build.hpp>
#include <oar/view.hpp>

namespace oar {

namespace detail {

inline std::int64_t buffers_wanted(Type const& type) {
  if (type.dictionary) return 2;
  switch (type.kind) {
    case Kind::null:
      return 0;
    case Kind::structure:
      return 1;
    case Kind::list:
    case Kind::large_list:
    case Kind::map:
      return 2;
    default:
      return is_bytes(type.kind) ? 3 : 2;
  }
}

inline Result<void> check_shape(Type const& type, ArrowArray const& array, std::int64_t rows);

// A list's offsets end within its items.
inline Result<void> check_items(Type const& type, ArrowArray const& array, std::int64_t* items) {
  auto const end = array.offset + array.length;
  if (array.length == 0) return {};
  auto const at = [&](std::int64_t i) -> std::int64_t {
    return is_large(type.kind) ? static_cast<std::int64_t const*>(array.buffers[1])[i]
                               : static_cast<std::int32_t const*>(array.buffers[1])[i];
  };
  *items = at(end);
  if (at(array.offset) >= 0 && at(array.offset) <= *items) return {};
  return Error::of(Errc::schema, describe(type), ": its offsets run backwards");
}

inline Result<void> check_children(Type const& type, ArrowArray const& array) {
  auto const wrong = [&] { return Error::of(Errc::schema, describe(type), ": wrong number of children"); };
  auto const wanted = type.kind == Kind::map ? 1 : static_cast<std::int64_t>(type.fields.size());
  if (array.n_children != wanted) return wrong();
  auto rows = type.kind == Kind::structure ? array.offset + array.length : 0;
  if (is_list(type.kind)) OAR_TRY(check_items(type, array, &rows));
  auto const* parent = &array;
  if (type.kind == Kind::map) {
    parent = array.children[0];
    if (parent->n_children != 2 || parent->offset < 0 || parent->length < rows) return wrong();
    rows = parent->offset + parent->length;
  }
  for (std::size_t i = 0; i < type.fields.size(); ++i)
    OAR_TRY(check_shape(type.fields[i].type, *parent->children[i], rows));
  return {};
}

// What reading relies on: counts, lengths, buffers that are there. The values themselves are taken as they are.
inline Result<void> check_shape(Type const& type, ArrowArray const& array, std::int64_t rows) {
  auto const wrong = [&](char const* what) {
    return Error::of(Errc::schema, describe(type), ": wrong number of ", what);
  };
  if (array.length < rows || array.length < 0 || array.offset < 0) return wrong("rows");
  if (array.n_buffers != buffers_wanted(type)) return wrong("buffers");
  auto const empty_values = type.kind == Kind::fixed_binary && type.width == 0;
  if (array.length > 0 && array.n_buffers > 1 && !array.buffers[1] && !empty_values) return wrong("buffers");
  if (!type.dictionary) return check_children(type, array);
  if (!array.dictionary) return wrong("dictionaries");
  auto values = type;
  values.dictionary = false;
  return check_shape(values, *array.dictionary, 0);
}

template <class T>
T const* buffer(ArrowArray const& array, std::int64_t i) {
  return array.n_buffers > i ? static_cast<T const*>(array.buffers[i]) : nullptr;
}

}  // namespace detail

inline ColumnView::ColumnView(Type const& type, ArrowArray const& array, std::int64_t offset, std::int64_t length)
    : type_{&type}, offset_{array.offset + offset}, length_{length}, large_{detail::is_large(type.kind)} {
  validity_ = array.null_count == 0 ? nullptr : detail::buffer<std::uint8_t>(array, 0);
  if (type.kind == Kind::null) return;
  if (detail::is_bytes(type.kind) && !type.dictionary) {
    offsets_ = detail::buffer<void>(array, 1);
    values_ = detail::buffer<std::byte>(array, 2);
  } else if (detail::is_list(type.kind)) {
    offsets_ = detail::buffer<void>(array, 1);
  } else {
    values_ = detail::buffer<std::byte>(array, 1);
    width_ = type.dictionary ? sizeof(std::int32_t) : detail::width_of(type);
  }
  if (type.dictionary) {
    dictionary_ = true;
    children_.push_back(ColumnView{DictionaryValues{}, type, *array.dictionary});
    return;
  }
  // A struct's children are sliced with it; a list's items are addressed by offsets.
  auto const sliced = type.kind == Kind::structure;
  auto const* parent = type.kind == Kind::map ? array.children[0] : &array;
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    auto const& child = *parent->children[i];
    auto const skipped = sliced ? offset_ : type.kind == Kind::map ? parent->offset : 0;
    children_.emplace_back(type.fields[i].type, child, skipped, sliced ? length : child.length - skipped);
  }
}

// The type of a dictionary's column describes its values, so their view shares it.
inline ColumnView::ColumnView(DictionaryValues, Type const& type, ArrowArray const& values)
    : type_{&type}, offset_{values.offset}, length_{values.length}, large_{detail::is_large(type.kind)} {
  auto const by_offsets = detail::is_bytes(type.kind);
  validity_ = values.null_count == 0 ? nullptr : detail::buffer<std::uint8_t>(values, 0);
  offsets_ = by_offsets ? detail::buffer<void>(values, 1) : nullptr;
  values_ = detail::buffer<std::byte>(values, by_offsets ? 2 : 1);
  width_ = detail::width_of(type);
}

inline std::string_view ColumnView::bytes(std::int64_t row) const {
  auto const* values = reinterpret_cast<char const*>(values_);
  auto const at = static_cast<std::size_t>(offset_ + row);
  if (!offsets_) return {values + at * width_, width_};
  if (large_) {
    auto const* offsets = static_cast<std::int64_t const*>(offsets_);
    return {values + offsets[at], static_cast<std::size_t>(offsets[at + 1] - offsets[at])};
  }
  auto const* offsets = static_cast<std::int32_t const*>(offsets_);
  return {values + offsets[at], static_cast<std::size_t>(offsets[at + 1] - offsets[at])};
}

template <class Loop>
void ColumnView::with_bytes(Loop loop) const {
  auto const by_offsets = [values = reinterpret_cast<char const*>(values_)](auto const* offsets) {
    return [=](std::int64_t row) {
      return std::string_view{values + offsets[row], static_cast<std::size_t>(offsets[row + 1] - offsets[row])};
    };
  };
  if (!offsets_) return loop([this](std::int64_t row) { return bytes(row); });
  if (large_) return loop(by_offsets(static_cast<std::int64_t const*>(offsets_) + offset_));
  loop(by_offsets(static_cast<std::int32_t const*>(offsets_) + offset_));
}

inline std::int64_t ColumnView::integer(std::int64_t row) const {
  switch (type_->kind) {
    case Kind::int8:
      return value<std::int8_t>(row);
    case Kind::int16:
      return value<std::int16_t>(row);
    case Kind::uint8:
      return value<std::uint8_t>(row);
    case Kind::uint16:
      return value<std::uint16_t>(row);
    case Kind::uint32:
      return value<std::uint32_t>(row);
    case Kind::int32:
    case Kind::date32:
    case Kind::time32:
      return value<std::int32_t>(row);
    default:
      return value<std::int64_t>(row);
  }
}

inline ColumnView::Range ColumnView::items(std::int64_t row) const {
  auto const at = static_cast<std::size_t>(offset_ + row);
  if (large_) {
    auto const* offsets = static_cast<std::int64_t const*>(offsets_);
    return {offsets[at], offsets[at + 1]};
  }
  auto const* offsets = static_cast<std::int32_t const*>(offsets_);
  return {offsets[at], offsets[at + 1]};
}

inline Result<Batch> Batch::make(Table const& table, OwnedArray array) {
  if (array->length < 0 || array->offset < 0)
    return Error::of(Errc::schema, "table ", table.name(), ": a batch of ", array->length, " rows");
  if (array->n_children != static_cast<std::int64_t>(table.columns().size()))
    return Error::of(Errc::schema, "table ", table.name(), " has ", table.columns().size(), " columns, the batch ",
                     array->n_children);
  Batch batch{table, std::move(array)};
  for (std::size_t i = 0; i < table.columns().size(); ++i) {
    auto const& child = *batch.array_->children[i];
    auto const rows = batch.array_->offset + batch.array_->length;
    OAR_TRY(detail::check_shape(table.columns()[i].type, child, rows).within("column " + table.columns()[i].name));
    batch.columns_.emplace_back(table.columns()[i].type, child, batch.array_->offset, batch.array_->length);
  }
  return batch;
}

}  // namespace oar
