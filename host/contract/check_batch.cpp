#include "host/contract/check_batch.hpp"

#include <algorithm>
#include <string>

#include "host/contract/layout.hpp"
#include "host/contract/misbehaved.hpp"

namespace oar::contract {
namespace {

// So that sizes in bytes never overflow; no memory holds as much.
constexpr std::int64_t most_values = std::int64_t{1} << 36;
constexpr std::int64_t most_text = std::int64_t{1} << 48;
constexpr std::int64_t most_rows = (std::int64_t{1} << 31) - 1;

Result<void> check_node(ArrowSchema const& schema, ArrowArray const* array, std::int64_t needed,
                        std::string_view column);

// The rows of `array` that its parent shows end at `needed`.
Result<void> check_size(ArrowArray const& array, std::int64_t needed, std::string_view column) {
  if (array.length < 0 || array.offset < 0 || array.length > most_values || array.offset > most_values)
    return misbehaved("a batch's column '", column, "' has length ", array.length, " and offset ", array.offset);
  if (array.length < needed)
    return misbehaved("a batch's column '", column, "' has ", array.length, " rows where its parent has ", needed);
  if (array.null_count < -1 || array.null_count > array.length)
    return misbehaved("a batch's column '", column, "' has ", array.null_count, " nulls in ", array.length, " rows");
  return {};
}

// As far as reading values in one piece needs it.
bool is_aligned(void const* buffer, std::int64_t width) {
  if (width < 2 || (width & (width - 1)) != 0) return true;
  auto const needed = static_cast<std::uintptr_t>(std::min<std::int64_t>(width, 8));
  return reinterpret_cast<std::uintptr_t>(buffer) % needed == 0;
}

Result<void> check_buffers(Layout const& layout, ArrowArray const& array, std::string_view column) {
  if (array.n_buffers != layout.buffers)
    return misbehaved("a batch's column '", column, "' has ", array.n_buffers, " buffers; its format has ",
                      layout.buffers);
  if (layout.buffers > 0 && !array.buffers) return misbehaved("a batch's column '", column, "' has no buffers");
  if (array.length == 0) return {};
  if (layout.shape != Shape::null && array.null_count > 0 && !array.buffers[0])
    return misbehaved("a batch's column '", column, "' counts nulls but has no validity buffer");
  // A text of no bytes at all needs no third buffer, nor do values that are 0 bytes wide a second.
  auto const needs_second = layout.buffers >= 2 && !(layout.shape == Shape::fixed && layout.width == 0);
  if (needs_second && !array.buffers[1]) return misbehaved("a batch's column '", column, "' lacks its second buffer");
  if (needs_second && !is_aligned(array.buffers[1], layout.width))
    return misbehaved("a batch's column '", column, "' has a buffer that is not aligned to 8 bytes");
  return {};
}

// Only the ends are looked at: offsets between them belong to rows.
Result<std::int64_t> check_offsets(Layout const& layout, ArrowArray const& array, std::string_view column) {
  if (array.length == 0) return std::int64_t{0};
  auto const first = offset_at(array.buffers[1], layout.width, array.offset);
  auto const last = offset_at(array.buffers[1], layout.width, array.offset + array.length);
  if (first < 0 || last < first || last > most_text)
    return misbehaved("a batch's column '", column, "' has offsets from ", first, " to ", last);
  if (layout.shape == Shape::text && last > first && !array.buffers[2])
    return misbehaved("a batch's column '", column, "' has text but no buffer of it");
  return last;
}

Result<void> check_children(ArrowSchema const& schema, ArrowArray const& array, std::int64_t needed,
                            std::string_view column) {
  if (array.n_children > 0 && !array.children)
    return misbehaved("a batch's column '", column, "' has ", array.n_children, " children at NULL");
  if (array.n_children != schema.n_children)
    return misbehaved("a batch's column '", column, "' has ", array.n_children, " children; its layout has ",
                      schema.n_children);
  for (std::int64_t i = 0; i < schema.n_children; ++i) {
    auto const* name = schema.children[i]->name;
    OAR_TRY(check_node(*schema.children[i], array.children[i], needed, name ? name : ""));
  }
  return {};
}

Result<void> check_node(ArrowSchema const& schema, ArrowArray const* array, std::int64_t needed,
                        std::string_view column) {
  if (!array || !array->release) return misbehaved("a batch's column '", column, "' is missing or released");
  auto const layout = layout_of(schema.format);
  if (!layout) return Error::of(Errc::internal, "format '", schema.format, "' was not checked");
  OAR_TRY(check_size(*array, needed, column));
  OAR_TRY(check_buffers(*layout, *array, column));
  auto rows = layout->shape == Shape::structure ? array->offset + array->length : std::int64_t{0};
  if (layout->shape == Shape::list || layout->shape == Shape::text)
    rows = OAR_TRY(check_offsets(*layout, *array, column));
  OAR_TRY(check_children(schema, *array, rows, column));
  if (!schema.dictionary != !array->dictionary)
    return misbehaved("a batch's column '", column, "' and its layout disagree about being dictionary-encoded");
  if (schema.dictionary) return check_node(*schema.dictionary, array->dictionary, 0, column);
  return {};
}

// What is counted; what is not is found by check_values().
Result<void> check_nullable(ArrowSchema const& schema, ArrowArray const& batch) {
  for (std::int64_t i = 0; i < schema.n_children; ++i) {
    auto const& column = *schema.children[i];
    if ((column.flags & ARROW_FLAG_NULLABLE) || batch.children[i]->null_count <= 0) continue;
    if (std::string_view{column.format} == "n") continue;  // has no other values
    return misbehaved("a batch's column '", column.name, "' has ", batch.children[i]->null_count,
                      " nulls; its schema says that it has none");
  }
  return {};
}

// A top-level null would be a row that is none.
Result<void> check_no_null_rows(ArrowArray const& batch) {
  if (batch.null_count == 0 || !batch.buffers[0]) return {};
  for (std::int64_t i = batch.offset; i < batch.offset + batch.length; ++i)
    if (!bit_at(batch.buffers[0], i)) return misbehaved("a batch has a null row; the top level has none");
  return {};
}

}  // namespace

Result<void> check_batch(ArrowSchema const& schema, ArrowArray const& batch) {
  if (batch.length > most_rows)
    return misbehaved("a batch of ", batch.length, " rows; at most ", most_rows, " are taken");
  OAR_TRY(check_node(schema, &batch, 0, ""));
  OAR_TRY(check_nullable(schema, batch));
  return check_no_null_rows(batch);
}

}  // namespace oar::contract
