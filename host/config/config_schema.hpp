#pragma once
// The JSON Schema (draft-07) of a whole configuration file, for editors. Pure.
//
// It says what JSON Schema can say of one document: fields, their types and choices, and each plugin's own settings. It
// cannot say that names are unique, that a destination exists, or what a ${...} will stand for: it accepts these.

#include <boost/json/object.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "host/config/problem.hpp"

namespace oar::config {

namespace json = boost::json;

enum class Kind { source, destination };

// A plugin that `path` may name.
struct PluginSpec {
  Kind kind = Kind::source;
  std::string name;
  std::string schema;  // what it publishes
};

struct ConfigSchema {
  json::object schema;
  std::vector<std::string> faults;  // plugins whose schema is not sound; their settings are not checked
};

ConfigSchema config_schema(std::vector<PluginSpec> const& plugins);

// One sentence on a field, and its default as JSON text (empty: none). Every field of a document has one.
struct FieldText {
  std::string_view field;  // "source/tables"
  std::string_view sentence;
  std::string_view fallback = {};
};
FieldText const* field_text(std::string_view field);

}  // namespace oar::config
