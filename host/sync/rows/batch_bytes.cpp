#include "host/contract/layout.hpp"
#include "host/sync/rows/budget.hpp"

namespace oar::sync {
namespace {

using contract::Layout;
using contract::layout_of;
using contract::offset_at;
using contract::Shape;

std::uint64_t bytes_of(ArrowSchema const& schema, ArrowArray const& array, std::int64_t offset, std::int64_t length);

std::uint64_t bits(std::int64_t count) { return static_cast<std::uint64_t>((count + 7) / 8); }

std::uint64_t bytes_of_children(ArrowSchema const& schema, ArrowArray const& array, std::int64_t offset,
                                std::int64_t length) {
  std::uint64_t sum = 0;
  for (std::int64_t i = 0; i < schema.n_children; ++i)
    sum += bytes_of(*schema.children[i], *array.children[i], offset, length);
  return sum;
}

// What offsets point at: [first, last) in the bytes or in the child.
struct Span {
  std::int64_t first = 0;
  std::int64_t count = 0;
};

Span span_of(ArrowArray const& array, std::int64_t width, std::int64_t start, std::int64_t length) {
  if (length == 0 || !array.buffers[1]) return {};
  auto const first = offset_at(array.buffers[1], width, start);
  auto const last = offset_at(array.buffers[1], width, start + length);
  return {first, last > first ? last - first : 0};
}

std::uint64_t bytes_of(ArrowSchema const& schema, ArrowArray const& array, std::int64_t offset, std::int64_t length) {
  auto const layout = layout_of(schema.format).value_or(Layout{});
  auto const start = array.offset + offset;
  auto const width = static_cast<std::uint64_t>(layout.width);
  auto sum = layout.shape != Shape::null && array.buffers && array.buffers[0] ? bits(length) : 0;
  switch (layout.shape) {
    case Shape::null:
      break;
    case Shape::bits:
      sum += bits(length);
      break;
    case Shape::fixed:
      sum += static_cast<std::uint64_t>(length) * width;
      break;
    case Shape::structure:
      sum += bytes_of_children(schema, array, start, length);
      break;
    case Shape::text:
      sum += static_cast<std::uint64_t>(length + 1) * width;
      sum += static_cast<std::uint64_t>(span_of(array, layout.width, start, length).count);
      break;
    case Shape::list: {
      auto const span = span_of(array, layout.width, start, length);
      sum += static_cast<std::uint64_t>(length + 1) * width;
      sum += bytes_of_children(schema, array, span.first, span.count);
      break;
    }
  }
  if (schema.dictionary) sum += bytes_of(*schema.dictionary, *array.dictionary, 0, array.dictionary->length);
  return sum;
}

}  // namespace

std::uint64_t batch_bytes(ArrowSchema const& schema, ArrowArray const& batch) {
  return bytes_of(schema, batch, 0, batch.length);
}

}  // namespace oar::sync
