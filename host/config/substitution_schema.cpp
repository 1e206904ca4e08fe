// Walks the places of a schema that describe values, and leaves those that only test them (if, not) as they are.
#include "host/config/substitution_schema.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string_view>
#include <utility>

namespace oar::config {
namespace {

bool is_annotation(std::string_view name) {
  for (std::string_view const each : {"title", "description", "default", "examples", "writeOnly", "readOnly"})
    if (name == each) return true;
  return false;
}

// Only lists and mappings: no scalar, so no ${...}.
bool is_container(json::object const& schema) {
  auto const* type = schema.if_contains("type");
  if (type == nullptr) return false;
  auto const container = [](json::value const& one) { return one == "object" || one == "array"; };
  if (!type->is_array()) return container(*type);
  for (auto const& one : type->get_array())
    if (!container(one)) return false;
  return true;
}

// Any text is accepted, one with a ${...} too.
bool is_free_text(json::object const& schema) {
  auto const* type = schema.if_contains("type");
  if (type == nullptr || *type != "string") return false;
  for (auto const& [name, value] : schema)
    if (name != "type" && name != "minLength" && !is_annotation({name.data(), name.size()})) return false;
  return true;
}

json::object parts_as_written(json::object const& schema);

json::value each_as_written(json::value const& schemas) {
  if (auto const* list = schemas.if_array()) {
    json::array out;
    for (auto const& one : *list) out.push_back(as_written(one));
    return out;
  }
  json::object out;
  if (auto const* named = schemas.if_object())
    for (auto const& [name, one] : *named) out.emplace(name, as_written(one));
  return out;
}

json::value branches_as_written(json::value const& schemas) {
  json::array out;
  if (auto const* list = schemas.if_array())
    for (auto const& one : *list) {
      auto const* object = one.if_object();
      out.push_back(object == nullptr ? one : json::value(parts_as_written(*object)));
    }
  return out;
}

json::object parts_as_written(json::object const& schema) {
  json::object out;
  for (auto const& [key, value] : schema) {
    std::string_view const name(key.data(), key.size());
    if (name == "properties" || name == "patternProperties" || name == "definitions" ||
        (name == "items" && value.is_array())) {
      out[key] = each_as_written(value);
    } else if (name == "items" || name == "additionalProperties" || name == "additionalItems" || name == "contains") {
      out[key] = as_written(value);
    } else if (name == "allOf" || name == "anyOf") {
      out[key] = branches_as_written(value);
    } else if (name == "oneOf") {
      out["anyOf"] = branches_as_written(value);  // a ${...} fits several
    } else if ((name == "then" || name == "else") && value.is_object()) {
      out[key] = parts_as_written(value.get_object());
    } else {
      out[key] = value;
    }
  }
  return out;
}

}  // namespace

json::object substitution() { return {{"type", "string"}, {"pattern", "\\$\\{"}}; }

json::value as_written(json::value const& schema, Null null) {
  auto const* object = schema.if_object();
  if (object == nullptr || object->contains("$ref")) return schema;
  auto inner = parts_as_written(*object);
  bool const scalar = !is_container(inner) && !is_free_text(inner) && !inner.empty();
  if (!scalar && null == Null::refused) return inner;
  json::object out;
  json::object kept;
  for (auto& [name, value] : inner) (is_annotation({name.data(), name.size()}) ? out : kept).emplace(name, value);
  json::array choices{std::move(kept)};
  if (scalar) choices.push_back(substitution());
  if (null == Null::accepted) choices.push_back(json::object{{"type", "null"}});
  out["anyOf"] = std::move(choices);
  return out;
}

}  // namespace oar::config
