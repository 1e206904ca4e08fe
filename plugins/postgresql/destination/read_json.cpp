#include "plugins/postgresql/destination/read_json.hpp"

#include <oar/json_parts.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plugins/postgresql/destination/read_text.hpp"

namespace oar::postgresql {
namespace {

std::string_view trimmed(std::string_view text) {
  static constexpr std::string_view blanks = " \n\r\t";
  auto const begin = std::min(text.find_first_not_of(blanks), text.size());
  text.remove_prefix(begin);
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

// Where the value at the beginning ends: at a comma, a colon, or the end of what is around it.
std::size_t extent(std::string_view text) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    auto const c = text[at];
    if (quoted) {
      if (c == '\\') ++at;
      if (c == '"') quoted = false;
      continue;
    }
    if (c == '"') quoted = true;
    if (c == '{' || c == '[') ++depth;
    if (depth == 0 && (c == ',' || c == ':' || c == '}' || c == ']')) return at;
    if (c == '}' || c == ']') --depth;
  }
  return text.size();
}

using Parts = std::vector<std::string_view>;

// What stands between the brackets, split at commas and colons.
std::optional<Parts> parts_of(std::string_view text, char open, char close) {
  text = trimmed(text);
  if (text.size() < 2 || text.front() != open || text.back() != close) return std::nullopt;
  text = trimmed(text.substr(1, text.size() - 2));
  Parts parts;
  while (!text.empty()) {
    auto const size = extent(text);
    parts.push_back(trimmed(text.substr(0, size)));
    text.remove_prefix(std::min(size + 1, text.size()));
  }
  return parts;
}

bool read_quoted(Column& into, std::string_view quoted) {
  auto const text = json_string(quoted);
  if (!text) return false;
  auto const& type = into.type();
  switch (type.kind) {
    case Kind::text:
    case Kind::large_text:
      return into.append_bytes(*text), true;
    case Kind::binary:
    case Kind::large_binary:
      return read_bytes(into, base64_bytes(*text));
    case Kind::fixed_binary:
      return type.extension == Extension::uuid ? read_uuid(into, *text) : read_bytes(into, base64_bytes(*text));
    case Kind::float32:
    case Kind::float64:
      return read_real(into, *text);
    default:
      return read_spelled_time(into, *text);
  }
}

bool read_number(Column& into, std::string_view text) {
  switch (into.type().kind) {
    case Kind::float32:
    case Kind::float64:
      return read_real(into, text);
    case Kind::decimal128:
      return read_decimal(into, text);
    case Kind::boolean:
      return into.append_bool(text == "true"), text == "true" || text == "false";
    default:
      return read_integer(into, text);
  }
}

bool read_list(Column& into, std::string_view text) {
  auto const items = parts_of(text, '[', ']');
  if (!items) return false;
  for (auto const item : *items)
    if (!read_json(into.child(0), item)) return false;
  into.close_list();
  return true;
}

bool read_struct(Column& into, std::string_view text) {
  auto const parts = parts_of(text, '{', '}');
  if (!parts || parts->size() != 2 * into.children()) return false;
  for (std::size_t i = 0; i < into.children(); ++i) {
    bool found = false;
    for (std::size_t at = 0; at < parts->size() && !found; at += 2) {
      found = json_string((*parts)[at]) == into.type().fields[i].name;
      if (found && !read_json(into.child(i), (*parts)[at + 1])) return false;
    }
    if (!found) return false;
  }
  into.close_struct();
  return true;
}

// {"key": value, ...}, or [[key, value], ...] where keys are no text.
bool read_map(Column& into, std::string_view text) {
  auto const named = trimmed(text).starts_with('{');
  auto parts = named ? parts_of(text, '{', '}') : parts_of(text, '[', ']');
  if (!parts) return false;
  if (!named) {
    Parts flat;
    for (auto const pair : *parts) {
      auto const both = parts_of(pair, '[', ']');
      if (!both || both->size() != 2) return false;
      flat.insert(flat.end(), both->begin(), both->end());
    }
    parts = std::move(flat);
  }
  for (std::size_t at = 0; at + 1 < parts->size(); at += 2)
    if (!read_json(into.child(0), (*parts)[at]) || !read_json(into.child(1), (*parts)[at + 1])) return false;
  into.close_map();
  return true;
}

}  // namespace

bool read_json(Column& into, std::string_view text) {
  text = trimmed(text);
  auto const& type = into.type();
  if (type.extension == Extension::json && text != "null") return into.append_bytes(text), true;
  if (text == "null") return into.append_null(), true;
  switch (type.kind) {
    case Kind::list:
    case Kind::large_list:
      return read_list(into, text);
    case Kind::structure:
      return read_struct(into, text);
    case Kind::map:
      return read_map(into, text);
    default:
      return text.starts_with('"') ? read_quoted(into, text) : read_number(into, text);
  }
}

bool read_json_texts(Column& into, std::string_view text) {
  auto const items = parts_of(text, '[', ']');
  if (!items) return false;
  auto& child = into.child(0);
  for (auto const item : *items) {
    if (item == "null") {
      child.append_null();
      continue;
    }
    auto const value = item.starts_with('"') ? json_string(item) : std::optional{std::string{item}};
    if (!value || !read_text(child, *value)) return false;
  }
  into.close_list();
  return true;
}

}  // namespace oar::postgresql
