#pragma once
// The JSON Schema of each field that a document may have, from the tables of fields by which documents are read.

#include <boost/json/object.hpp>

#include <string_view>
#include <tuple>
#include <vector>

#include "host/config/fields.hpp"

namespace oar::config {

struct FieldSchema {
  std::string_view name;
  bool required = false;
  json::object schema;
};

std::vector<FieldSchema> source_field_schemas();
std::vector<FieldSchema> destination_field_schemas();
std::vector<FieldSchema> table_option_field_schemas();

// --- by the type of a field's member
inline json::object schema_of(std::string const&, std::uint64_t) { return {{"type", "string"}, {"minLength", 1}}; }
inline json::object schema_of(bool const&, std::uint64_t) { return {{"type", "boolean"}}; }
inline json::object schema_of(std::uint64_t const&, std::uint64_t most) {
  return {{"type", "integer"}, {"minimum", 0}, {"maximum", most}};
}
inline json::object schema_of(std::uint32_t const&, std::uint64_t most) {
  return schema_of(std::uint64_t{}, std::min<std::uint64_t>(most, UINT32_MAX));
}
inline json::object schema_of(std::vector<std::string> const&, std::uint64_t) {
  return {{"type", "array"}, {"items", schema_of(std::string{}, 0)}};
}
inline json::object schema_of(std::vector<TableOption> const&, std::uint64_t) {
  return {{"type", "array"}, {"items", json::object{{"$ref", "#/definitions/table_option"}}}};
}
inline json::object schema_of(Located const&, std::uint64_t) { return {{"type", "object"}}; }

template <class Enum>
requires std::is_enum_v<Enum> json::object schema_of(Enum const&, std::uint64_t) {
  json::array names;
  for (auto const choice : all_of(Enum{})) names.emplace_back(to_string(choice));
  return {{"enum", std::move(names)}};
}

template <class Value>
json::object schema_of(std::optional<Value> const&, std::uint64_t most) {
  return schema_of(Value{}, most);
}

template <class Owner, class... Values>
std::vector<FieldSchema> schemas_of(std::tuple<Field<Owner, Values>...> const& fields) {
  std::vector<FieldSchema> out;
  std::apply(
      [&](auto const&... field) {
        (out.push_back({field.name, field.need == Need::required, schema_of(Owner{}.*field.member, field.most)}), ...);
      },
      fields);
  return out;
}

}  // namespace oar::config
