#pragma once
// The JSON Schema (draft-07) of a described Config: types, defaults, required members, secrets, descriptions.
// Source: https://json-schema.org/draft-07/json-schema-validation

#include <oar/setting.hpp>

#include <boost/json.hpp>

#include <concepts>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace oar {

namespace json = boost::json;

namespace detail {

template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_object_map = false;
template <class T>
inline constexpr bool is_object_map<std::map<std::string, T>> = true;

template <class T>
json::array enum_names() {
  json::array names;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto e) { names.emplace_back(e.name); });
  return names;
}

template <class T>
json::object object_schema(T const& defaults);

template <class T>
json::object schema_of(T const& value) {
  if constexpr (std::same_as<T, std::string>) {
    return {{"type", "string"}};
  } else if constexpr (std::same_as<T, bool>) {
    return {{"type", "boolean"}};
  } else if constexpr (std::integral<T>) {
    json::object out{{"type", "integer"}};
    if constexpr (sizeof(T) < 8 || std::is_unsigned_v<T>) out["minimum"] = std::numeric_limits<T>::min();
    if constexpr (sizeof(T) < 8) out["maximum"] = std::numeric_limits<T>::max();
    return out;
  } else if constexpr (std::floating_point<T>) {
    return {{"type", "number"}};
  } else if constexpr (std::is_enum_v<T>) {
    return {{"type", "string"}, {"enum", enum_names<T>()}};
  } else if constexpr (is_vector<T>) {
    return {{"type", "array"}, {"items", schema_of(typename T::value_type{})}};
  } else if constexpr (is_object_map<T>) {
    return {{"type", "object"}, {"additionalProperties", schema_of(typename T::mapped_type{})}};
  } else if constexpr (std::same_as<T, json::value>) {
    return {};
  } else {
    return object_schema(value);
  }
}

template <class T>
json::value default_of(T const& value) {
  if constexpr (std::is_enum_v<T>) {
    return json::value(boost::describe::enum_to_string(value, ""));
  } else if constexpr (std::same_as<T, std::string> || std::same_as<T, bool> || std::integral<T> ||
                       std::floating_point<T>) {
    return json::value(value);
  } else if constexpr (is_vector<T>) {
    json::array items;
    for (auto const& item : value) items.push_back(default_of(item));
    return items;
  } else {
    return nullptr;
  }
}

// A null stands beside the type's own values.
inline void allow_null(json::object& schema) {
  if (auto* type = schema.if_contains("type")) *type = json::array{*type, "null"};
  if (auto* names = schema.if_contains("enum")) names->as_array().emplace_back(nullptr);
}

inline void merge(json::object& into, std::string_view text) {
  if (text.empty()) return;
  auto const extra = json::parse({text.data(), text.size()});
  for (auto const& entry : extra.as_object()) into[entry.key()] = entry.value();
}

template <class Config, class Member>
json::object member_schema(char const* name, Member const& member) {
  using Traits = Unwrapped<Member>;
  using Inner = typename Traits::type;
  auto out = [&] {
    if constexpr (std::same_as<Member, Inner>)
      return schema_of(member);
    else
      return schema_of(Inner{});
  }();
  auto const setting = setting_of<Config>(name);
  out["description"] = json::string_view{setting.description.data(), setting.description.size()};
  if constexpr (std::same_as<Member, Inner>) {
    if (auto value = default_of(member); !value.is_null()) out["default"] = std::move(value);
  }
  if (Traits::secret) out["writeOnly"] = true;
  if (Traits::optional) allow_null(out);
  merge(out, setting.schema);
  return out;
}

template <class T>
json::object object_schema(T const& defaults) {
  json::object properties;
  json::array required;
  boost::mp11::mp_for_each<members_of<T>>([&](auto member) {
    using Member = std::remove_cvref_t<decltype(defaults.*member.pointer)>;
    properties[member.name] = member_schema<T>(member.name, defaults.*member.pointer);
    if (Unwrapped<Member>::required) required.emplace_back(member.name);
  });
  json::object out{{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  if (!required.empty()) out["required"] = std::move(required);
  return out;
}

}  // namespace detail

template <Described Config>
std::string json_schema() {
  auto schema = detail::object_schema(Config{});
  schema["$schema"] = "http://json-schema.org/draft-07/schema#";
  return json::serialize(schema);
}

}  // namespace oar
