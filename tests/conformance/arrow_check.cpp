#include "arrow_check.hpp"

#include <oar/json_text.hpp>
#include <oar/table.hpp>
#include <oar/utf8.hpp>

#include <limits>

#include "rule.hpp"

namespace conformance {
namespace {

using oar::Kind;
using oar::Type;

// One node on the way down: where it is, for messages.
struct Node {
  ArrowSchema const& schema;
  ArrowArray const& array;
  std::string path;

  template <class... Parts>
  [[noreturn]] void wrong(Parts const&... parts) const {
    broken("column ", path, ": ", parts...);
  }
  std::int64_t end() const { return array.offset + array.length; }
  bool valid(std::int64_t at) const {
    auto const* bits = array.n_buffers > 0 ? static_cast<std::uint8_t const*>(array.buffers[0]) : nullptr;
    return !bits || (bits[at / 8] >> (at % 8) & 1) != 0;
  }
};

void check_node(Node const& node, std::int64_t needed);

bool has_validity(Kind kind) { return kind != Kind::null; }

void check_counts(Node const& node, Type const& type, std::int64_t needed) {
  auto const& array = node.array;
  if (!array.release) node.wrong("the array is released already");
  if (array.length < 0 || array.offset < 0 || array.length > std::numeric_limits<std::int64_t>::max() - array.offset)
    node.wrong("length ", array.length, ", offset ", array.offset);
  if (array.length < needed) node.wrong(array.length, " rows where its parent shows ", needed);
  if (array.null_count < -1 || array.null_count > array.length)
    node.wrong("null_count ", array.null_count, " of ", array.length, " rows");
  auto const wanted = oar::detail::buffers_wanted(type);
  if (array.n_buffers != wanted) node.wrong(array.n_buffers, " buffers, its format has ", wanted);
  if (wanted > 0 && !array.buffers) node.wrong("no buffers");
  for (std::int64_t i = 0; i < wanted; ++i)
    if (reinterpret_cast<std::uintptr_t>(array.buffers[i]) % 8 != 0)
      node.wrong("buffer ", i, " is not aligned to 8 bytes");
}

void check_nulls(Node const& node) {
  auto const& array = node.array;
  if (array.null_count > 0 && !array.buffers[0]) node.wrong("it counts nulls and has no validity buffer");
  std::int64_t nulls = 0;
  for (auto i = array.offset; i < node.end(); ++i) nulls += node.valid(i) ? 0 : 1;
  if (array.null_count >= 0 && array.null_count != nulls)
    node.wrong("null_count ", array.null_count, ", its validity buffer says ", nulls);
}

template <class Offset>
std::int64_t check_offsets(Node const& node) {
  auto const& array = node.array;
  auto const* offsets = static_cast<Offset const*>(array.buffers[1]);
  if (array.length == 0) return 0;
  if (!offsets) node.wrong("no offsets buffer");
  if (offsets[array.offset] < 0) node.wrong("offsets start at ", offsets[array.offset]);
  for (auto i = array.offset; i < node.end(); ++i)
    if (offsets[i + 1] < offsets[i])
      node.wrong("offsets run backwards in row ", i - array.offset, ": ", offsets[i], ", ", offsets[i + 1]);
  return offsets[node.end()];
}

std::int64_t check_offsets(Node const& node, Kind kind) {
  return oar::detail::is_large(kind) ? check_offsets<std::int64_t>(node) : check_offsets<std::int32_t>(node);
}

void check_utf8(Node const& node, oar::ColumnView const& view) {
  for (std::int64_t row = 0; row < view.length(); ++row) {
    if (!view.is_null(row) && !oar::is_utf8(view.bytes(row))) node.wrong("the text of row ", row, " is not UTF-8");
  }
}

void check_bytes(Node const& node, Type const& type) {
  auto const last = check_offsets(node, type.kind);
  if (last > 0 && !node.array.buffers[2]) node.wrong("it has ", last, " bytes and no buffer of them");
  if (type.kind == Kind::text || type.kind == Kind::large_text)
    check_utf8(node, oar::ColumnView{type, node.array, 0, node.array.length});
}

// Touches the first and the last value, so that a sanitizer sees a buffer that is too short.
void check_fixed(Node const& node, Type const& type) {
  auto const bits = type.kind == Kind::boolean ? 1 : oar::detail::width_of(type) * 8;
  if (node.array.length == 0 || bits == 0) return;
  auto const* bytes = static_cast<unsigned char const volatile*>(node.array.buffers[1]);
  if (!bytes) node.wrong("no buffer of values");
  [[maybe_unused]] unsigned char touched = bytes[static_cast<std::size_t>(node.array.offset) * bits / 8];
  touched = bytes[(static_cast<std::size_t>(node.end()) * bits - 1) / 8];
}

Node child_of(Node const& node, std::int64_t i) {
  auto const& schema = *node.schema.children[i];
  if (!node.array.children || !node.array.children[i]) node.wrong("child ", i, " is missing");
  return {schema, *node.array.children[i], node.path + "." + (schema.name ? schema.name : "")};
}

void check_map(Node const& entries) {
  for (auto i = entries.array.offset; i < entries.end(); ++i)
    if (!entries.valid(i)) entries.wrong("entry ", i, " of a map is NULL");
  auto const keys = child_of(entries, 0);
  for (auto i = keys.array.offset; i < keys.end(); ++i)
    if (!keys.valid(i)) keys.wrong("key ", i, " of a map is NULL");
}

void check_children(Node const& node, Type const& type) {
  if (node.array.n_children != node.schema.n_children)
    node.wrong(node.array.n_children, " children, its schema has ", node.schema.n_children);
  auto rows = type.kind == Kind::structure ? node.end() : std::int64_t{0};
  if (oar::detail::is_list(type.kind)) rows = check_offsets(node, type.kind);
  for (std::int64_t i = 0; i < node.schema.n_children; ++i) check_node(child_of(node, i), rows);
  if (type.kind == Kind::map) check_map(child_of(node, 0));
}

void check_dictionary(Node const& node) {
  if (!node.array.dictionary) node.wrong("no dictionary");
  check_node({*node.schema.dictionary, *node.array.dictionary, node.path + " (dictionary)"}, 0);
  auto const* indices = static_cast<std::int32_t const*>(node.array.buffers[1]);
  if (node.array.length > 0 && !indices) node.wrong("no buffer of indices");
  for (auto i = node.array.offset; i < node.end(); ++i)
    if (node.valid(i) && (indices[i] < 0 || indices[i] >= node.array.dictionary->length))
      node.wrong("index ", indices[i], " of ", node.array.dictionary->length, " values");
}

void check_node(Node const& node, std::int64_t needed) {
  if (node.schema.dictionary) {
    check_counts(node, Type::dictionary_of(Type::text), needed);
    check_nulls(node);
    return check_dictionary(node);
  }
  auto const parsed = oar::parse_format(node.schema.format);
  if (!parsed) node.wrong(parsed.error().message());
  auto const& type = *parsed;
  check_counts(node, type, needed);
  if (has_validity(type.kind)) check_nulls(node);
  if (oar::detail::is_bytes(type.kind)) check_bytes(node, type);
  if (!oar::detail::is_bytes(type.kind) && !oar::detail::is_list(type.kind) && has_validity(type.kind) &&
      type.kind != Kind::structure)
    check_fixed(node, type);
  check_children(node, type);
}

void check_top(Node const& node) {
  check_node(node, 0);
  for (auto i = node.array.offset; i < node.end(); ++i)
    if (!node.valid(i)) node.wrong("row ", i, " is NULL; the top level has no nulls");
}

bool is_hex_pairs(std::string_view text) {
  if (text.empty() || text.size() % 3 != 2) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto const hex = (text[i] >= '0' && text[i] <= '9') || (text[i] >= 'a' && text[i] <= 'f');
    if (i % 3 == 2 ? text[i] != ':' : !hex) return false;
  }
  return true;
}

bool is_address(std::string_view text) {
  auto const colons = text.find(':') != text.npos;
  auto const plain = text.substr(0, text.find('/'));
  return !plain.empty() && plain.find_first_not_of("0123456789abcdefABCDEF.:") == plain.npos &&
         (colons || plain.find('.') != plain.npos) &&
         (plain.size() == text.size() ||
          text.substr(plain.size() + 1).find_first_not_of("0123456789") == std::string_view::npos);
}

bool is_json(std::string_view text) {
  boost::json::error_code ec;
  boost::json::parse_options options;
  options.max_depth = 512;
  boost::json::parse({text.data(), text.size()}, ec, {}, options);
  return !ec;
}

bool fits_extension(oar::Extension extension, std::string_view text) {
  switch (extension) {
    case oar::Extension::json:
      return is_json(text);
    case oar::Extension::inet:
      return is_address(text);
    case oar::Extension::mac:
      return is_hex_pairs(text);
    default:
      return true;
  }
}

void check_spelling(oar::Field const& field, oar::ColumnView const& view) {
  if (view.is_dictionary()) return;
  for (std::int64_t row = 0; row < view.length(); ++row) {
    if (view.is_null(row)) continue;
    if (field.type.kind == Kind::decimal128) {
      auto digits = oar::decimal_text(view.value<oar::Decimal>(row), 0);
      auto const size = digits.size() - (digits.starts_with('-') ? 1 : 0);
      expect(size <= static_cast<std::size_t>(field.type.precision), "column ", field.name, ", row ", row, ": ", digits,
             " has more than ", field.type.precision, " digits");
    }
    if (field.type.extension != oar::Extension::none)
      expect(fits_extension(field.type.extension, view.bytes(row)), "column ", field.name, ", row ", row, ": \"",
             view.bytes(row), "\" is no ", oar::name_of(field.type.extension));
  }
  for (std::size_t i = 0; i < view.children().size(); ++i) check_spelling(field.type.fields[i], view.children()[i]);
}

template <class Check>
std::optional<std::string> told_by(Check check) {
  try {
    check();
  } catch (Broken const& fault) {
    return fault.what();
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> fault_of(ArrowSchema const& schema, ArrowArray const& batch) {
  return told_by([&] { check_top({schema, batch, "(rows)"}); });
}

std::optional<std::string> misspelled_value(ArrowSchema const& schema, ArrowArray const& batch) {
  auto const table = oar::Table::from_schema(schema);
  if (!table) return table.error().message();
  return told_by([&] {
    for (std::size_t i = 0; i < table->columns().size(); ++i) {
      auto const& field = table->columns()[i];
      check_spelling(field, oar::ColumnView{field.type, *batch.children[i], batch.offset, batch.length});
    }
  });
}

}  // namespace conformance
