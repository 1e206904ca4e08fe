// Puts the schema together: a document, its two kinds, their fields, and the settings of each plugin.
#include "host/config/config_schema.hpp"

#include <boost/json.hpp>

#include <utility>

#include "host/config/field_schemas.hpp"
#include "host/config/schema.hpp"
#include "host/config/substitution_schema.hpp"
#include "host/config/validate.hpp"

namespace oar::config {
namespace {

json::object reference(std::string const& definition) { return {{"$ref", "#/definitions/" + definition}}; }

std::string_view name_of(Kind kind) { return kind == Kind::source ? "source" : "destination"; }

// What the tables of fields do not say.
void refine(std::string_view kind, std::string_view name, json::object& schema) {
  if (name == "name") schema["pattern"] = "^[A-Za-z0-9._-]{1,100}$";
  if (name == "registry") schema = {{"enum", {"local"}}};
  if (name == "column_prefix") schema["pattern"] = "^[A-Za-z_][A-Za-z0-9_]*$";
  if (kind == "source" && (name == "tables" || name == "destinations")) schema["minItems"] = 1;
  if (name == "destinations") schema["uniqueItems"] = true;
}

void annotate(std::string const& kind, FieldSchema& field) {
  auto const* text = field_text(kind + "/" + std::string(field.name));
  if (text == nullptr) return;
  field.schema["description"] = text->sentence;
  if (!text->fallback.empty()) field.schema["default"] = json::parse({text->fallback.data(), text->fallback.size()});
}

json::object fields(std::string const& kind, std::vector<FieldSchema> all) {
  json::object properties;
  json::array required;
  for (auto& field : all) {
    refine(kind, field.name, field.schema);
    annotate(kind, field);
    properties[field.name] = as_written(field.schema, field.required ? Null::refused : Null::accepted);
    if (field.required) required.emplace_back(field.name);
  }
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"required", std::move(required)},
          {"additionalProperties", false}};
}

// References inside of a plugin's schema start at its own root, which is a definition here.
json::value moved_below(json::value const& schema, std::string const& definition) {
  if (auto const* list = schema.if_array()) {
    json::array out;
    for (auto const& one : *list) out.push_back(moved_below(one, definition));
    return out;
  }
  auto const* object = schema.if_object();
  if (object == nullptr) return schema;
  json::object out;
  for (auto const& [name, value] : *object) {
    if (name == "$ref" && value.is_string() && value.get_string().starts_with("#"))
      out[name] = "#/definitions/" + definition + std::string(value.get_string()).substr(1);
    else
      out[name] = moved_below(value, definition);
  }
  return out;
}

json::object given(char const* name, json::object is) {
  return {{"required", {name}}, {"properties", json::object{{name, std::move(is)}}}};
}

// The plugin is named by `path`, or by `name` where there is no path.
json::object names_plugin(std::string const& plugin) {
  json::object no_path{{"not", given("path", {{"type", "string"}})}};
  json::object by_name{{"allOf", {std::move(no_path), given("name", {{"const", plugin}})}}};
  return {{"anyOf", {given("path", {{"const", plugin}}), std::move(by_name)}}};
}

class Builder {
 public:
  ConfigSchema build(std::vector<PluginSpec> const& plugins) {
    definitions_["table_option"] = fields("table_option", table_option_field_schemas());
    definitions_["source"] = end(Kind::source, fields("source", source_field_schemas()), plugins);
    auto destination = end(Kind::destination, fields("destination", destination_field_schemas()), plugins);
    destination["allOf"].as_array().push_back(stale_needs_provenance());
    definitions_["destination"] = std::move(destination);
    definitions_["document"] = document();
    out_.schema = {{"$schema", "http://json-schema.org/draft-07/schema#"},
                   {"title", "Oarlock configuration"},
                   {"definitions", std::move(definitions_)},
                   {"if", json::object{{"type", "array"}}},
                   {"then", json::object{{"items", reference("document")}, {"minItems", 1}}},
                   {"else", reference("document")}};
    return std::move(out_);
  }

 private:
  json::object end(Kind kind, json::object schema, std::vector<PluginSpec> const& plugins) {
    json::array rules;
    json::array known;
    for (auto const& plugin : plugins) {
      if (plugin.kind != kind) continue;
      known.emplace_back(plugin.name);
      if (auto rule = settings_of(plugin)) rules.push_back(*std::move(rule));
    }
    json::object const in_reach{{"anyOf",
                                 {json::object{{"enum", known}}, json::object{{"pattern", "/|\\.so$|\\.dll$|\\$\\{"}},
                                  json::object{{"type", "null"}}}}};
    rules.push_back(json::object{{"properties", json::object{{"path", in_reach}}}});
    rules.push_back(json::object{{"if", json::object{{"not", given("path", {{"type", "string"}})}}},
                                 {"then", json::object{{"properties", json::object{{"name", in_reach}}}}}});
    schema["allOf"] = std::move(rules);
    return schema;
  }

  // {"if": this plugin, "then": its settings}; nothing when its schema is not sound.
  std::optional<json::object> settings_of(PluginSpec const& plugin) {
    auto const blank = plugin.schema.find_first_not_of(" \t\r\n") == std::string::npos;
    auto const sound = parse_schema(blank ? "{}" : plugin.schema);
    if (!sound) {
      out_.faults.push_back("plugin " + plugin.name + ": its schema is not valid: " + sound.error().message());
      return std::nullopt;
    }
    auto const definition = std::string(name_of(plugin.kind)) + "_" + plugin.name;
    auto moved = moved_below(as_written(*sound), definition);
    if (auto* object = moved.if_object()) {
      object->erase("$schema");
      object->erase("$id");
    }
    definitions_[definition] = std::move(moved);
    auto const verdict = validate(*sound, json::object{});
    bool const needed = verdict && !verdict->valid;
    json::object then{{"properties", json::object{{"spec", needed ? reference(definition) : or_null(definition)}}}};
    if (needed) then["required"] = json::array{"spec"};
    return json::object{{"if", names_plugin(plugin.name)}, {"then", std::move(then)}};
  }

  static json::object or_null(std::string const& definition) {
    return {{"anyOf", {reference(definition), json::object{{"type", "null"}}}}};
  }

  static json::object stale_needs_provenance() {
    json::object const stale{{"enum", {"overwrite-delete-stale", nullptr}}};
    return {{"if", given("provenance", {{"const", "none"}})},
            {"then", json::object{{"required", {"write_mode"}},
                                  {"properties", json::object{{"write_mode", json::object{{"not", stale}}}}}}}};
  }

  static json::object document() {
    json::object const kind =
        json::object{{"anyOf", {json::object{{"enum", {"source", "destination"}}}, substitution()}},
                     {"description", "What this document describes."}};
    return {{"type", "object"},
            {"required", {"kind", "spec"}},
            {"additionalProperties", false},
            {"properties", json::object{{"kind", kind}, {"spec", json::object{{"type", "object"}}}}},
            {"allOf", {spec_of(Kind::source), spec_of(Kind::destination)}}};
  }

  static json::object spec_of(Kind kind) {
    std::string const name(name_of(kind));
    return {{"if", given("kind", {{"const", name}})},
            {"then", json::object{{"properties", json::object{{"spec", reference(name)}}}}}};
  }

  ConfigSchema out_;
  json::object definitions_;
};

}  // namespace

ConfigSchema config_schema(std::vector<PluginSpec> const& plugins) { return Builder{}.build(plugins); }

}  // namespace oar::config
