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
};

}  // namespace

void harm_schema(std::string const& fault, ArrowSchema& schema) {
  for (SchemaFault const& each : schema_faults)
    if (fault == each.name) each.harm(schema);
}

}  // namespace zoo
