#include "plugins/postgresql/connection/names.hpp"

#include <cstdint>

namespace oar::postgresql {
namespace {

// FNV-1a. Source: http://www.isthe.com/chongo/tech/comp/fnv/
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (auto const c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

bool continues_a_character(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

}  // namespace

std::string quoted(std::string_view name) {
  std::string out{'"'};
  for (auto const c : name) {
    if (c == '"') out += '"';
    out += c;
  }
  return out += '"';
}

std::string quoted_list(std::vector<std::string> const& names) {
  std::string out;
  for (auto const& name : names) out.append(out.empty() ? "" : ", ").append(quoted(name));
  return out;
}

std::string qualified(std::string_view schema, std::string_view name) { return quoted(schema) + "." + quoted(name); }

std::string literal(std::string_view text) {
  std::string out = text.find('\\') == std::string_view::npos ? "'" : " E'";
  for (auto const c : text) {
    if (c == '\'' || c == '\\') out += c;
    out += c;
  }
  return out += '\'';
}

std::string fitted(std::string_view name) {
  static constexpr std::size_t tail = 17;  // _ and 16 digits
  if (name.size() <= longest_name) return std::string{name};
  auto keep = longest_name - tail;
  while (keep > 0 && continues_a_character(name[keep])) --keep;
  std::string out{name.substr(0, keep)};
  out += '_';
  auto const hash = hash_of(name);
  for (int shift = 60; shift >= 0; shift -= 4) out += "0123456789abcdef"[hash >> shift & 15];
  return out;
}

}  // namespace oar::postgresql
