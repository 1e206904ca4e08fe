#pragma once
// What a configuration says, as plain values with their defaults: sources, destinations and the routes between them.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/config/located.hpp"

namespace oar::config {

enum class ReadMode { full, incremental };
enum class WriteMode { append, overwrite, overwrite_delete_stale };
enum class MigrateMode { safe, forced };
enum class Provenance { full, minimal, none };
enum class DeleteMode { remove, mark };  // written `delete` and `mark`

// As they are written in a config: "overwrite-delete-stale".
std::string_view to_string(ReadMode mode);
std::string_view to_string(WriteMode mode);
std::string_view to_string(MigrateMode mode);
std::string_view to_string(Provenance provenance);
std::string_view to_string(DeleteMode mode);

// All there are, in the order that messages list them.
constexpr std::array<ReadMode, 2> all_of(ReadMode) { return {ReadMode::full, ReadMode::incremental}; }
constexpr std::array<WriteMode, 3> all_of(WriteMode) {
  return {WriteMode::append, WriteMode::overwrite, WriteMode::overwrite_delete_stale};
}
constexpr std::array<MigrateMode, 2> all_of(MigrateMode) { return {MigrateMode::safe, MigrateMode::forced}; }
constexpr std::array<Provenance, 3> all_of(Provenance) {
  return {Provenance::full, Provenance::minimal, Provenance::none};
}
constexpr std::array<DeleteMode, 2> all_of(DeleteMode) { return {DeleteMode::remove, DeleteMode::mark}; }

// Overrides for the tables of a source that a glob names. What is unset stays as it would be without the option; of
// two options that set the same thing for a table the later one wins.
struct TableOption {
  std::string tables;  // glob, '*' is any characters
  std::optional<ReadMode> read_mode;
  std::optional<std::string> cursor;                    // column
  std::optional<std::vector<std::string>> primary_key;  // columns; empty: none
  std::optional<std::vector<std::string>> columns;      // only these
  std::optional<std::vector<std::string>> skip_columns;
  std::optional<std::string> where;
  std::optional<WriteMode> write_mode;
};

struct Source {
  std::string name;
  std::string path;  // a plugin's name, or a library's path; the source's name where the config gives none
  std::optional<std::string> version;
  std::optional<std::string> registry;  // "local" or unset
  std::vector<std::string> tables;      // globs, at least one
  std::vector<std::string> skip_tables;
  bool skip_dependent_tables = true;
  std::vector<std::string> destinations;  // names, each of a destination in the same Config, in the order written
  std::vector<TableOption> table_options;
  Located spec;    // the plugin's own settings after substitution; {} when unset
  Located origin;  // all of the document, for the places of the fields above: origin.spot("/spec/tables/0")
};

struct Destination {
  std::string name;
  std::string path;
  std::optional<std::string> version;
  std::optional<std::string> registry;
  WriteMode write_mode = WriteMode::overwrite_delete_stale;
  MigrateMode migrate_mode = MigrateMode::safe;
  Provenance provenance = Provenance::full;
  std::string column_prefix = "_oar_";
  std::uint32_t max_delete_percent = 50;  // 0 to 100
  DeleteMode delete_mode = DeleteMode::remove;
  std::uint64_t max_rejects = 0;  // of a table; one more fails it
  Located spec;
  Located origin;
};

struct Config {
  std::vector<Source> sources;
  std::vector<Destination> destinations;

  // Null when there is none of that name.
  Destination const* destination(std::string_view name) const;
};

}  // namespace oar::config
