#include "host/contract/check_values.hpp"

#include <array>
#include <bit>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <string>

#include "host/contract/layout.hpp"
#include "host/contract/misbehaved.hpp"
#include "host/contract/utf8.hpp"

namespace oar::contract {
namespace {

__extension__ using Wide = __int128;

// One column or what is inside of it, with the place of its values.
struct Node {
  ArrowSchema const& schema;
  ArrowArray const& array;
  Layout layout;
  std::string_view format;
  std::string const& path;

  std::int64_t rows() const { return array.length; }
  bool is_null(std::int64_t row) const {
    if (layout.shape == Shape::null) return true;
    return array.buffers[0] && !bit_at(array.buffers[0], array.offset + row);
  }
  std::int64_t offset(std::int64_t row) const { return offset_at(array.buffers[1], layout.width, array.offset + row); }
  std::string_view text(std::int64_t row) const {
    auto const from = offset(row);
    auto const size = static_cast<std::size_t>(offset(row + 1) - from);
    return size == 0 ? std::string_view{} : std::string_view{static_cast<char const*>(array.buffers[2]) + from, size};
  }
  template <class T>
  T value(std::int64_t row) const {
    T value;
    std::memcpy(&value, static_cast<char const*>(array.buffers[1]) + (array.offset + row) * std::int64_t{sizeof value},
                sizeof value);
    return value;
  }
};

template <class... Parts>
Error wrong(Node const& node, std::int64_t row, Parts const&... parts) {
  return misbehaved("a batch's column '", node.path, "', row ", row, ": ", parts...);
}

Result<void> check_nulls(Node const& node) {
  if (node.layout.shape == Shape::null) return {};
  std::int64_t nulls = 0;
  for (std::int64_t row = 0; row < node.rows(); ++row) nulls += node.is_null(row) ? 1 : 0;
  if (node.array.null_count >= 0 && node.array.null_count != nulls)
    return misbehaved("a batch's column '", node.path, "' says that it has ", node.array.null_count, " nulls; it has ",
                      nulls);
  bool const column = node.path.find('.') == std::string::npos;  // below, a parent may be null instead
  if (column && nulls > 0 && !(node.schema.flags & ARROW_FLAG_NULLABLE))
    return misbehaved("a batch's column '", node.path, "' has ", nulls, " nulls; its schema says that it has none");
  return {};
}

Result<void> check_offsets(Node const& node) {
  for (std::int64_t row = 0; row < node.rows(); ++row)
    if (node.offset(row + 1) < node.offset(row)) return wrong(node, row, "offsets that run backwards");
  return {};
}

Result<void> check_utf8(Node const& node) {
  for (std::int64_t row = 0; row < node.rows(); ++row)
    if (!node.is_null(row) && !is_utf8(node.text(row))) return wrong(node, row, "text that is not UTF-8");
  return {};
}

std::int64_t integer(Node const& node, std::int64_t row) {
  switch (node.format[0]) {
    case 'c':
      return node.value<std::int8_t>(row);
    case 'C':
      return node.value<std::uint8_t>(row);
    case 's':
      return node.value<std::int16_t>(row);
    case 'S':
      return node.value<std::uint16_t>(row);
    case 'I':
      return node.value<std::uint32_t>(row);
    case 'i':
      return node.value<std::int32_t>(row);
    default:  // a uint64 beyond int64 turns negative: just as wrong
      return node.value<std::int64_t>(row);
  }
}

Result<void> check_indices(Node const& node) {
  auto const values = node.array.dictionary->length;
  for (std::int64_t row = 0; row < node.rows(); ++row) {
    if (node.is_null(row)) continue;
    auto const index = integer(node, row);
    if (index < 0 || index >= values) return wrong(node, row, "index ", index, " of a dictionary of ", values);
  }
  return {};
}

// Midnight at the end of a day is a time in some databases.
Result<void> check_times(Node const& node) {
  std::int64_t a_day = 86'400;
  for (auto unit : {'s', 'm', 'u', 'n'}) {
    if (node.format[2] == unit) break;
    a_day *= 1000;
  }
  for (std::int64_t row = 0; row < node.rows(); ++row) {
    if (node.is_null(row)) continue;
    std::int64_t const time = node.layout.width == 4 ? node.value<std::int32_t>(row) : node.value<std::int64_t>(row);
    if (time < 0 || time > a_day) return wrong(node, row, "time ", time, " is outside of a day");
  }
  return {};
}

Result<void> check_decimals(Node const& node) {
  int precision = 0;
  std::from_chars(node.format.data() + 2, node.format.data() + node.format.size(), precision);
  Wide limit = 1;
  for (int i = 0; i < precision; ++i) limit *= 10;
  for (std::int64_t row = 0; row < node.rows(); ++row) {
    if (node.is_null(row)) continue;
    auto const number = node.value<Wide>(row);
    if (number >= limit || number <= -limit) return wrong(node, row, "a decimal of more than ", precision, " digits");
  }
  return {};
}

Result<void> check_map(Node const& node) {
  ArrowArray const& entries = *node.array.children[0];
  ArrowArray const* const keys = entries.children[0];
  for (ArrowArray const* each : {&entries, keys}) {
    if (!each->buffers || !each->buffers[0]) continue;
    for (std::int64_t row = 0; row < each->length; ++row)
      if (!bit_at(each->buffers[0], each->offset + row)) return wrong(node, row, "a map with a null key or entry");
  }
  return {};
}

// What must hold for which format. All that match apply, in this order.
struct Rule {
  bool (*applies)(Node const&);
  Result<void> (*check)(Node const&);
};

constexpr std::array rules{
    Rule{[](Node const&) { return true; }, check_nulls},
    Rule{[](Node const& n) { return n.layout.shape == Shape::text || n.layout.shape == Shape::list; }, check_offsets},
    Rule{[](Node const& n) { return n.format == "u" || n.format == "U"; }, check_utf8},
    Rule{[](Node const& n) { return n.format.starts_with("tt"); }, check_times},
    Rule{[](Node const& n) { return n.format.starts_with("d:"); }, check_decimals},
    Rule{[](Node const& n) { return n.format == "+m"; }, check_map},
    Rule{[](Node const& n) { return n.schema.dictionary != nullptr; }, check_indices},
};

Result<void> check_node(ArrowSchema const& schema, ArrowArray const& array, std::string const& path) {
  auto const layout = layout_of(schema.format);
  if (!layout) return Error::of(Errc::internal, "format '", schema.format, "' was not checked");
  Node const node{.schema = schema, .array = array, .layout = *layout, .format = schema.format, .path = path};
  if (array.length > 0) {
    for (Rule const& rule : rules)
      if (!path.empty() && rule.applies(node)) OAR_TRY(rule.check(node));
  }
  for (std::int64_t i = 0; i < schema.n_children; ++i) {
    std::string const name = schema.children[i]->name ? schema.children[i]->name : "";
    OAR_TRY(check_node(*schema.children[i], *array.children[i], path.empty() ? name : path + "." + name));
  }
  if (schema.dictionary) return check_node(*schema.dictionary, *array.dictionary, path + ".dictionary");
  return {};
}

}  // namespace

std::optional<Validation> validation_of(std::string_view word) {
  if (word.empty() || word == "shape") return Validation::shape;
  if (word == "full") return Validation::full;
  return std::nullopt;
}

Result<void> check_values(ArrowSchema const& schema, ArrowArray const& batch) { return check_node(schema, batch, ""); }

}  // namespace oar::contract
