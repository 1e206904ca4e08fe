// Writes GitHub's Markdown: a list of all tables with links, then a section for each.
#include "host/cli/table_docs.hpp"

#include <boost/json/object.hpp>

#include <algorithm>

#include "host/cli/catalog.hpp"
#include "host/report/text.hpp"

namespace oar::cli {
namespace {

namespace json = boost::json;

std::string_view name_of(ReadMode mode) {
  switch (mode) {
    case ReadMode::full:
      return "full";
    case ReadMode::incremental:
      return "incremental";
    case ReadMode::cdc:
      return "cdc";
  }
  return {};
}

bool reads(Table const& table, ReadMode mode) { return std::ranges::count(table.read_modes(), mode) > 0; }

std::string joined(std::vector<std::string> const& names) {
  std::string out;
  for (auto const& name : names) out.append(out.empty() ? "" : ", ").append("`").append(name).append("`");
  return out;
}

// A cell ends at a bar or a line break.
std::string cell(std::string_view text) {
  std::string out;
  for (char const character : report::one_line(text)) {
    if (character == '|') out.push_back('\\');
    out.push_back(character);
  }
  return out;
}

std::string cursor_note(Table const& table) {
  if (!reads(table, ReadMode::incremental)) return {};
  auto out = std::string(reads(table, ReadMode::full) ? "can be read incrementally" : "incremental");
  if (!table.cursor_fields().empty()) out += ", by " + joined(table.cursor_fields());
  return out;
}

std::string index_line(Placed const& placed) {
  auto const& table = *placed.table;
  auto out = std::string(placed.depth * 2, ' ') + "- [" + table.name() + "](#" + table.name() + ")";
  if (auto const note = cursor_note(table); !note.empty()) out += " (" + note + ")";
  return out + "\n";
}

std::string facts(Table const& table) {
  std::string out;
  if (!table.parent().empty()) out += "- Parent: [" + table.parent() + "](#" + table.parent() + ")\n";
  if (auto const note = cursor_note(table); !note.empty()) out += "- Reading: " + note + "\n";
  out += "- Primary key: " + (table.primary_key().empty() ? std::string("none") : joined(table.primary_key())) + "\n";
  return out;
}

std::string section(Table const& table) {
  auto out = "\n## " + table.name() + "\n\n";
  if (!table.description().empty()) out += report::one_line(table.description()) + "\n\n";
  out += facts(table) + "\n| Column | Type | Description |\n| --- | --- | --- |\n";
  for (auto const& column : table.columns()) {
    auto const type = "`" + cell(describe(column.type)) + (column.nullable ? "`" : "`, not null");
    out += "| `" + cell(column.name) + "` | " + type + " | " + cell(column.description) + " |\n";
  }
  return out;
}

json::array names(std::vector<std::string> const& all) {
  json::array out;
  for (auto const& name : all) out.emplace_back(name);
  return out;
}

json::object to_json(Table const& table) {
  json::array columns;
  for (auto const& column : table.columns())
    columns.push_back(json::object{{"name", column.name},
                                   {"type", describe(column.type)},
                                   {"nullable", column.nullable},
                                   {"description", column.description}});
  json::array modes;
  for (auto const mode : table.read_modes()) modes.emplace_back(name_of(mode));
  return {{"name", table.name()},
          {"description", table.description()},
          {"parent", table.parent().empty() ? json::value(nullptr) : json::value(table.parent())},
          {"primary_key", names(table.primary_key())},
          {"read_modes", std::move(modes)},
          {"cursor_columns", names(table.cursor_fields())},
          {"columns", std::move(columns)}};
}

}  // namespace

std::string to_markdown(SourceDocs const& docs) {
  auto const families = by_family(docs.tables);
  auto out = "# Tables of " + docs.name + "\n\nFrom plugin " + docs.plugin + " " + docs.version + ", " +
             report::plural(docs.tables.size(), "table") + ".\n\n";
  for (auto const& placed : families) out += index_line(placed);
  for (auto const& placed : families) out += section(*placed.table);
  return out;
}

json::object to_json(SourceDocs const& docs) {
  json::array tables;
  for (auto const& placed : by_family(docs.tables)) tables.push_back(to_json(*placed.table));
  return {{"source", docs.name}, {"plugin", docs.plugin}, {"version", docs.version}, {"tables", std::move(tables)}};
}

}  // namespace oar::cli
