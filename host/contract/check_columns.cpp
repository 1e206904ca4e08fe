#include "host/contract/check_columns.hpp"

#include <oar/abi/message.h>

#include <cstdlib>
#include <cstring>
#include <oar/arrow.hpp>
#include <oar/type.hpp>

#include "host/contract/misbehaved.hpp"
#include "host/contract/utf8.hpp"

namespace oar::contract {
namespace {

constexpr int max_depth = 32;
constexpr std::int64_t most_children = 100'000;
constexpr int widest_binary = 1 << 24;
constexpr std::int32_t most_metadata = 10'000;
constexpr std::int32_t longest_metadata = 16 << 20;

Result<void> check_node(ArrowSchema const* node, std::string const& path, int depth);

std::string_view format_of_node(ArrowSchema const& node) { return node.format ? node.format : ""; }

Result<void> check_extension(ArrowSchema const& node, std::string const& path) {
  auto const extension = extension_of(node);
  auto const storage = format_of_node(node.dictionary ? *node.dictionary : node);
  auto wrong = [&](std::string_view needs) {
    return misbehaved("column '", path, "': extension ", extension, " is on '", storage, "'; it must be on ", needs);
  };
  if (extension == OAR_EXTENSION_UUID && storage != "w:16") return wrong("\"w:16\"");
  if (extension == OAR_EXTENSION_JSON && storage != "u" && storage != "U") return wrong("\"u\" or \"U\"");
  if ((extension == OAR_EXTENSION_INET || extension == OAR_EXTENSION_MAC) && storage != "u") return wrong("\"u\"");
  return {};
}

Result<void> check_children(ArrowSchema const& node, std::string const& path, int depth) {
  auto const format = format_of_node(node);
  auto const listed = format == "+l" || format == "+L" || format == "+m";
  if (listed ? node.n_children != 1 : format != "+s" && node.n_children != 0)
    return misbehaved("column '", path, "' has ", node.n_children, " children, which its format '", format,
                      "' does not allow");
  if (node.n_children > most_children)
    return misbehaved("column '", path, "' has ", node.n_children, " children; at most ", most_children, " are taken");
  if (node.n_children < 0 || (node.n_children > 0 && !node.children))
    return misbehaved("column '", path, "': its children are missing");
  for (std::int64_t i = 0; i < node.n_children; ++i) {
    auto const* child = node.children[i];
    auto const name = child && child->release && child->name && *child->name ? to_utf8(child->name) : std::to_string(i);
    OAR_TRY(check_node(child, path.empty() ? name : path + "." + name, depth + 1));
  }
  return {};
}

Result<void> check_map(ArrowSchema const& node, std::string const& path) {
  auto const& entries = *node.children[0];
  if (format_of_node(entries) != "+s" || entries.n_children != 2)
    return misbehaved("column '", path, "': a map's child is a struct of a key and a value");
  return {};
}

Result<void> check_dictionary(ArrowSchema const& node, std::string const& path, int depth) {
  constexpr std::string_view integers = "cCsSiIlL";
  auto const format = format_of_node(node);
  if (format.size() != 1 || integers.find(format[0]) == std::string_view::npos)
    return misbehaved("column '", path, "': a dictionary's indices are integers, not '", format, "'");
  if (node.dictionary->dictionary) return misbehaved("column '", path, "': a dictionary of a dictionary");
  return check_node(node.dictionary, path, depth + 1);
}

Result<void> check_node(ArrowSchema const* node, std::string const& path, int depth) {
  if (!node || !node->release) return misbehaved("column '", path, "': its schema is missing or released");
  if (!node->format) return misbehaved("column '", path, "' has no format");
  if (depth == 1 && (!node->name || !*node->name)) return misbehaved("column ", path, " has no name");
  if (node->name && !is_plain_text(node->name)) return misbehaved("a column's name is not UTF-8");
  if (depth > max_depth) return misbehaved("column '", path, "' is nested more than ", max_depth, " deep");
  OAR_TRY(check_metadata(node->metadata));
  auto type = parse_format(format_of_node(*node));
  if (!type) return std::move(type).error().within("column '" + path + "'");
  if (type->kind == Kind::decimal128 && (type->precision < 1 || type->precision > 38 || std::abs(type->scale) > 38))
    return misbehaved("column '", path, "': decimal128 holds 1 to 38 digits, not '", node->format, "'");
  if (type->kind == Kind::fixed_binary && type->width > widest_binary)
    return misbehaved("column '", path, "': values of ", type->width, " bytes; at most ", widest_binary, " are taken");
  OAR_TRY(check_children(*node, path, depth));
  if (format_of_node(*node) == "+m") OAR_TRY(check_map(*node, path));
  if (node->dictionary) OAR_TRY(check_dictionary(*node, path, depth));
  return check_extension(*node, path);
}

std::int32_t number_at(char const* at) {
  std::int32_t number = 0;
  std::memcpy(&number, at, sizeof number);
  return number;
}

}  // namespace

Result<void> check_metadata(char const* encoded) {
  if (!encoded) return {};
  auto const count = number_at(encoded);
  if (count < 0 || count > most_metadata) return misbehaved("metadata of ", count, " pairs");
  char const* at = encoded + sizeof count;
  std::string_view key;
  for (std::int32_t i = 0; i < 2 * count; ++i) {
    auto const size = number_at(at);
    if (size < 0 || size > longest_metadata) return misbehaved("metadata with a text of ", size, " bytes");
    std::string_view const text{at + sizeof size, static_cast<std::size_t>(size)};
    if (i % 2 == 0) key = text;
    if (!is_plain_text(text)) return misbehaved("metadata ", key, " is not UTF-8 text");
    at += sizeof size + text.size();
  }
  return {};
}

std::string extension_of(ArrowSchema const& column) {
  return std::string{find(decode_metadata(column.metadata), OAR_META_EXTENSION)};
}

Result<void> check_columns(ArrowSchema const& table) {
  if (table.n_children <= 0) return misbehaved("it has no columns");
  if (table.dictionary) return misbehaved("it is dictionary-encoded");
  return check_children(table, "", 0);
}

}  // namespace oar::contract
