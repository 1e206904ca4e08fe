#pragma once
// The settings of the source, as the user writes them.

#include "plugins/file/formats/format.hpp"

#include <oar/config.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace oar::file {

struct SourceConfig {
  Required<json::value> path;
  std::optional<Format> format;
  std::optional<std::string> table;
  std::vector<std::string> primary_key;
  std::map<std::string, std::string> columns;
  bool incremental = false;
};
BOOST_DESCRIBE_STRUCT(SourceConfig, (), (path, format, table, primary_key, columns, incremental))

constexpr auto oar_settings(SourceConfig const*) {
  return std::to_array<Setting>({
      {"path", "A file, a glob (* ? [a-z] {a,b}) or a list of them",
       R"({"type": ["string", "array"], "minLength": 1, "minItems": 1, "items": {"type": "string", "minLength": 1}})"},
      {"format", "What the files are; by default their ending says it: .csv .ndjson .jsonl, with .gz or .zst behind"},
      {"table", "The table that all files belong to; by default each file's name without its endings",
       R"({"minLength": 1})"},
      {"primary_key", "Columns whose values name a row: it is then upserted", R"({"uniqueItems": true})"},
      {"columns", "Types by column name, where the guess from the first rows is not what you mean",
       R"x({"default": {}, "examples": [{"zip": "text", "price": "decimal(12,2)"}]})x"},
      {"incremental", "true reads what was added to the files since the last sync, as of logs"},
  });
}

// The same, checked.
struct Settings {
  std::vector<std::string> paths;
  std::optional<Format> format;
  std::optional<std::string> table;
  std::vector<std::string> primary_key;
  std::map<std::string, Type> columns;
  bool incremental = false;

  static Result<Settings> of(SourceConfig config);
};

}  // namespace oar::file
