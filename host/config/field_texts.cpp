// What each field means, in one sentence, for editors.
#include <algorithm>
#include <iterator>

#include "host/config/config_schema.hpp"

namespace oar::config {
namespace {

constexpr FieldText texts[] = {
    {"source/name", "How this source is called in logs, rows and cursors."},
    {"source/path", "A plugin's name, or the path of its library. The name, when it is left out."},
    {"source/version", "The plugin's version."},
    {"source/registry", "Where the plugin comes from: local.", "\"local\""},
    {"source/tables", "Globs of the tables to copy; each must match something. [\"*\"] is all."},
    {"source/skip_tables", "Globs of tables to leave out, with their descendants."},
    {"source/skip_dependent_tables", "With false the children of a matched table come along.", "true"},
    {"source/destinations", "The names of the destinations that these rows go to."},
    {"source/table_options", "What is different for some of the tables; of two options the later one wins.", "[]"},
    {"source/spec", "The plugin's own settings: `oarlock plugin info NAME`."},
    {"destination/name", "How this destination is called in logs and in the sources' destinations."},
    {"destination/path", "A plugin's name, or the path of its library. The name, when it is left out."},
    {"destination/version", "The plugin's version."},
    {"destination/registry", "Where the plugin comes from: local.", "\"local\""},
    {"destination/write_mode",
     "append adds rows; overwrite replaces rows of equal keys; overwrite-delete-stale also deletes what the source no "
     "longer has.",
     "\"overwrite-delete-stale\""},
    {"destination/migrate_mode",
     "safe adds and widens columns and refuses the rest; forced keeps the old table aside and makes a new one.",
     "\"safe\""},
    {"destination/provenance", "Which columns of Oarlock's own a table gets: full, minimal (no ids) or none.",
     "\"full\""},
    {"destination/column_prefix", "How the names of these columns begin.", "\"_oar_\""},
    {"destination/max_delete_percent",
     "Stale rows stay when more than this share of a table of 100 rows and more would be gone.", "50"},
    {"destination/delete_mode", "delete removes stale rows; mark sets _oar_deleted_at.", "\"delete\""},
    {"destination/max_rejects", "More rejected rows of a table than this fail it.", "0"},
    {"destination/spec", "The plugin's own settings: `oarlock plugin info NAME`."},
    {"table_option/tables", "A glob: the tables that the option is for."},
    {"table_option/read_mode", "full reads all of it each time; incremental what is new since the last time."},
    {"table_option/cursor", "The column that tells what is new."},
    {"table_option/primary_key", "The columns of the key; none: []."},
    {"table_option/columns", "Only these columns."},
    {"table_option/skip_columns", "All but these columns."},
    {"table_option/where", "A filter in the source's own language."},
    {"table_option/write_mode", "As in the destination, for these tables."},
};

}  // namespace

FieldText const* field_text(std::string_view field) {
  auto const found =
      std::find_if(std::begin(texts), std::end(texts), [&](FieldText const& text) { return text.field == field; });
  return found == std::end(texts) ? nullptr : &*found;
}

}  // namespace oar::config
