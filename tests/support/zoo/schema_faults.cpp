// What can be wrong with a table's schema, one thing each.
#include <array>
#include <cstdint>
#include <cstring>

#include "arrow.hpp"

namespace zoo {
namespace {

struct SchemaFault {
  char const* name;
  void (*harm)(ArrowSchema&);
};

// Static, since no release of a node frees them.
constexpr char broken_text[] = "na\xFFme";

char const* absurd_metadata() {
  static char const raw[] = "\xFF\xFF\xFF\x7F";  // 2^31 - 1 pairs
  return raw;
}

char const* metadata_of_negative_size() {
  static char const raw[] = "\x01\0\0\0\xFF\xFF\xFF\xFF";  // a pair, its key of -1 bytes
  return raw;
}

char const* uuid_extension() {
  static ArrowSchema const donor = make_schema("w:16", "", 0, {{OAR_META_EXTENSION, OAR_EXTENSION_UUID}});
  return donor.metadata;
}

ArrowSchema* lists_in_lists() {
  static ArrowSchema nested = [] {
    ArrowSchema inner = make_schema("l", "item", ARROW_FLAG_NULLABLE);
    for (int depth = 0; depth < 40; ++depth) inner = make_schema("+l", "item", ARROW_FLAG_NULLABLE, {}, {inner});
    return inner;
  }();
  return &nested;
}

ArrowSchema* map_of_texts() {
  static ArrowSchema map =
      make_schema("+m", "tags", ARROW_FLAG_NULLABLE, {},
                  {make_schema("+s", "entries", 0, {},
                               {make_schema("u", "key", 0), make_schema("u", "value", ARROW_FLAG_NULLABLE)})});
  return &map;
}

constexpr std::array schema_faults{
    SchemaFault{"schema_other_root", [](ArrowSchema& s) { s.format = "+l"; }},
    SchemaFault{"schema_no_format", [](ArrowSchema& s) { s.format = nullptr; }},
    SchemaFault{"schema_no_metadata", [](ArrowSchema& s) { s.metadata = nullptr; }},
    SchemaFault{"schema_absurd_metadata", [](ArrowSchema& s) { s.metadata = absurd_metadata(); }},
    SchemaFault{"schema_absurd_columns", [](ArrowSchema& s) { s.n_children = std::int64_t{1} << 60; }},
    SchemaFault{"schema_no_columns", [](ArrowSchema& s) { s.n_children = 0; }},
    SchemaFault{"schema_null_column", [](ArrowSchema& s) { s.children[name] = nullptr; }},
    SchemaFault{"schema_released_column", [](ArrowSchema& s) { s.children[name]->release(s.children[name]); }},
    SchemaFault{"schema_column_format", [](ArrowSchema& s) { s.children[name]->format = nullptr; }},
    SchemaFault{"schema_column_twice", [](ArrowSchema& s) { s.children[name]->name = "id"; }},
    SchemaFault{"schema_column_name", [](ArrowSchema& s) { s.children[name]->name = broken_text; }},
    SchemaFault{"schema_list_children", [](ArrowSchema& s) { s.children[tags]->n_children = 0; }},
    SchemaFault{"schema_list_null", [](ArrowSchema& s) { s.children[tags]->children = nullptr; }},
    SchemaFault{"schema_leaf_children", [](ArrowSchema& s) { s.children[id]->n_children = 1; }},
    SchemaFault{"schema_too_deep", [](ArrowSchema& s) { s.children[tags] = lists_in_lists(); }},
    SchemaFault{"schema_map_entries", [](ArrowSchema& s) { s.children[tags]->format = "+m"; }},
    SchemaFault{"schema_column_nameless", [](ArrowSchema& s) { s.children[name]->name = ""; }},
    SchemaFault{"schema_extension", [](ArrowSchema& s) { s.children[name]->metadata = uuid_extension(); }},
    SchemaFault{"schema_metadata_size", [](ArrowSchema& s) { s.metadata = metadata_of_negative_size(); }},
    SchemaFault{"schema_decimal", [](ArrowSchema& s) { s.children[price]->format = "d:99,2"; }},
    SchemaFault{"schema_too_wide", [](ArrowSchema& s) { s.children[name]->format = "w:99999999"; }},
    SchemaFault{"schema_dictionary_root", [](ArrowSchema& s) { s.dictionary = s.children[id]; }},
    SchemaFault{"schema_dictionary_text", [](ArrowSchema& s) { s.children[kind]->format = "u"; }},
    SchemaFault{"schema_dictionary_twice",
                [](ArrowSchema& s) { s.children[kind]->dictionary->dictionary = s.children[id]; }},
    SchemaFault{"catalog_id_text", [](ArrowSchema& s) { s.children[name]->name = "_oar_id"; }},
    SchemaFault{"catalog_op_keyless", [](ArrowSchema& s) { s.children[id]->format = "c"; }},
    SchemaFault{"null_map_key", [](ArrowSchema& s) { s.children[tags] = map_of_texts(); }},
};

}  // namespace

void harm_schema(std::string const& fault, ArrowSchema& schema) {
  for (SchemaFault const& each : schema_faults)
    if (fault == each.name) each.harm(schema);
}

}  // namespace zoo
