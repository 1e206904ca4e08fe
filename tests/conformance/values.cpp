#include "values.hpp"

#include <oar/json_text.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "rule.hpp"

namespace conformance {
namespace {

using oar::Kind;

void append_float(std::string& out, double value) {
  if (std::isnan(value)) {
    out += "NaN";
    return;
  }
  char text[64];
  auto const size = std::snprintf(text, sizeof text, "%a", value == 0 ? 0.0 : value);
  out.append(text, static_cast<std::size_t>(size));
}

void append_sized(std::string& out, std::string_view bytes) {
  out.append(std::to_string(bytes.size())).append(":").append(bytes);
}

void append_nested(std::string& out, oar::ColumnView const& column, std::int64_t row) {
  if (column.type().kind == Kind::structure) {
    out += '{';
    for (auto const& member : column.children()) append_exact(out, member, row);
    out += '}';
    return;
  }
  auto const [begin, end] = column.items(row);
  std::vector<std::string> items;
  for (auto i = begin; i < end; ++i) {
    items.emplace_back();
    for (auto const& child : column.children()) append_exact(items.back(), child, i);
  }
  if (column.type().kind == Kind::map) std::sort(items.begin(), items.end());  // a map has no order
  out += '[';
  for (auto const& item : items) out += item;
  out += ']';
}

void append_value(std::string& out, oar::ColumnView const& column, std::int64_t row) {
  switch (column.type().kind) {
    case Kind::boolean:
      out += column.boolean(row) ? "true" : "false";
      return;
    case Kind::uint64:
      out += std::to_string(column.value<std::uint64_t>(row));
      return;
    case Kind::float32:
      return append_float(out, static_cast<double>(column.value<float>(row)));
    case Kind::float64:
      return append_float(out, column.value<double>(row));
    case Kind::decimal128:
      out += oar::decimal_text(column.value<oar::Decimal>(row), column.type().scale);
      return;
    case Kind::text:
    case Kind::large_text:
      if (column.type().extension == oar::Extension::json) return append_sized(out, compact_json(column.bytes(row)));
      [[fallthrough]];
    case Kind::binary:
    case Kind::large_binary:
    case Kind::fixed_binary:
      return append_sized(out, column.bytes(row));
    case Kind::list:
    case Kind::large_list:
    case Kind::structure:
    case Kind::map:
      return append_nested(out, column, row);
    default:
      out += std::to_string(column.integer(row));
  }
}

std::string shown(std::string const& row) { return row.size() <= 300 ? row : row.substr(0, 300) + "..."; }

}  // namespace

void append_exact(std::string& out, oar::ColumnView const& column, std::int64_t row) {
  if (column.is_null(row))
    out += "NULL";
  else if (column.is_dictionary())
    return append_exact(out, column.dictionary(), column.dictionary_index(row));
  else
    append_value(out, column, row);
  out += ' ';
}

std::string exact_row(oar::Batch const& batch, std::int64_t row) {
  std::string out;
  for (auto const& column : batch.columns()) append_exact(out, column, row);
  return out;
}

std::string exact_key(oar::Batch const& batch, std::vector<std::string> const& columns, std::int64_t row) {
  std::string out;
  for (auto const& name : columns)
    if (auto const at = batch.table().index_of(name)) append_exact(out, batch.column(*at), row);
  return out;
}

std::string compact_json(std::string_view text) {
  std::string out;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto const c = text[i];
    if (c == '"') quoted = !quoted;
    if (quoted || (c != ' ' && c != '\n' && c != '\r' && c != '\t')) out += c;
    if (quoted && c == '\\' && i + 1 < text.size()) out += text[++i];
  }
  return out;
}

std::string difference(std::vector<std::string> wanted, std::vector<std::string> found) {
  std::sort(wanted.begin(), wanted.end());
  std::sort(found.begin(), found.end());
  std::vector<std::string> missing, extra;
  std::set_difference(wanted.begin(), wanted.end(), found.begin(), found.end(), std::back_inserter(missing));
  std::set_difference(found.begin(), found.end(), wanted.begin(), wanted.end(), std::back_inserter(extra));
  if (missing.empty() && extra.empty()) return {};
  auto out = joined(wanted.size(), " rows wanted, ", found.size(), " found");
  if (!missing.empty()) out += joined("; ", missing.size(), " missing, such as ", shown(missing.front()));
  if (!extra.empty()) out += joined("; ", extra.size(), " too many, such as ", shown(extra.front()));
  return out;
}

}  // namespace conformance
