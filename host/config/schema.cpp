#include "host/config/schema.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>
#include <regex>
#include <set>
#include <string>

#include "host/config/wording.hpp"

namespace oar::config {
namespace {

constexpr std::size_t deepest = 64;
constexpr std::size_t longest_pattern = 2000;

std::string text_of(json::value const& value) { return {value.get_string().data(), value.get_string().size()}; }

// "%25" -> "%", as in the fragment of a URI.
std::string percent_decoded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto const hex = text.substr(i + 1, 2);
    bool const escape = text[i] == '%' && hex.size() == 2 &&
                        std::all_of(hex.begin(), hex.end(), [](unsigned char c) { return std::isxdigit(c) != 0; });
    result += escape ? static_cast<char>(std::stoi(std::string(hex), nullptr, 16)) : text[i];
    if (escape) i += 2;
  }
  return result;
}

// Null when the reference points to nothing in this schema.
json::value const* target(json::value const& root, std::string const& reference) {
  json::error_code missing;
  auto const* found = root.find_pointer(percent_decoded(std::string_view(reference).substr(1)), missing);
  return missing ? nullptr : found;
}

Error unsound(std::string const& at, std::string const& what) {
  return Error::of(Errc::config, at.empty() ? "" : "at " + at + ": ", what);
}

// Visits every schema in the schema once.
class Soundness {
 public:
  explicit Soundness(json::value const& root) : root_{root} {}

  Result<void> check(json::value const& schema, std::string const& at) {
    if (schema.is_bool()) return {};
    if (!schema.is_object()) return unsound(at, "found " + describe(schema, Show::value) + ", expected a schema");
    if (!seen_.insert(&schema).second) return {};
    if (keyword(schema, "$ref") != nullptr) return check_reference(schema, at);
    OAR_TRY(check_values(schema, at));
    OAR_TRY(check_children(schema, at));
    return check_in_place(schema, at);
  }

  // Schemas that speak of the same value in a circle would never come to an end.
  Result<void> check_in_place(json::value const& schema, std::string const& at) {
    if (!schema.is_object() || settled_.contains(&schema)) return {};
    if (!on_path_.insert(&schema).second) return unsound(at, "the schema refers to itself without an end");
    if (auto const* reference = keyword(schema, "$ref")) {
      auto const* to = reference->is_string() ? target(root_, text_of(*reference)) : nullptr;
      if (to != nullptr) OAR_TRY(check_in_place(*to, at));
    } else {
      for (auto const* name : {"allOf", "anyOf", "oneOf"})
        if (auto const* list = keyword(schema, name); list != nullptr && list->is_array())
          for (auto const& one : list->get_array()) OAR_TRY(check_in_place(one, at));
      for (auto const* name : {"not", "if", "then", "else"})
        if (auto const* one = keyword(schema, name)) OAR_TRY(check_in_place(*one, at));
      if (auto const* all = keyword(schema, "dependencies"); all != nullptr && all->is_object())
        for (auto const& one : all->get_object()) OAR_TRY(check_in_place(one.value(), at));
    }
    on_path_.erase(&schema);
    settled_.insert(&schema);
    return {};
  }

 private:
  Result<void> check_reference(json::value const& schema, std::string const& at) {
    auto const& reference = *keyword(schema, "$ref");
    if (!reference.is_string() || !text_of(reference).starts_with('#'))
      return unsound(at,
                     "found the reference " + describe(reference, Show::value) + ", expected one that starts with #");
    auto const* to = target(root_, text_of(reference));
    if (to == nullptr) return unsound(at, "the reference " + in_quotes(text_of(reference)) + " points to nothing");
    OAR_TRY(check_in_place(schema, at));
    return check(*to, text_of(reference));
  }

  Result<void> check_values(json::value const& schema, std::string const& at) {
    if (auto const* pattern = keyword(schema, "pattern")) OAR_TRY(check_pattern(*pattern, at));
    if (auto const* divisor = keyword(schema, "multipleOf")) {
      json::error_code none;
      if (!divisor->is_number() || !(divisor->to_number<double>(none) > 0))
        return unsound(at, "multipleOf is not a number above 0");
    }
    if (auto const* type = keyword(schema, "type")) OAR_TRY(check_type(*type, at));
    if (auto const* required = keyword(schema, "required")) OAR_TRY(check_texts(*required, at, "required"));
    if (auto const* values = keyword(schema, "enum"); values != nullptr && !values->is_array())
      return unsound(at, "enum is not a list");
    return check_numbers(schema, at);
  }

  static Result<void> check_numbers(json::value const& schema, std::string const& at) {
    for (auto const* name : {"minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"})
      if (auto const* count = keyword(schema, name))
        if (!count->is_int64() || count->get_int64() < 0) return unsound(at, std::string(name) + " is not a count");
    for (auto const* name : {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"})
      if (auto const* bound = keyword(schema, name))
        if (!bound->is_number()) return unsound(at, std::string(name) + " is not a number");
    return {};
  }

  static Result<void> check_type(json::value const& type, std::string const& at) {
    auto const known = [](json::value const& name) {
      constexpr std::array names{"null", "boolean", "object", "array", "number", "string", "integer"};
      return name.is_string() && std::find(names.begin(), names.end(), text_of(name)) != names.end();
    };
    bool const sound =
        type.is_array() ? std::all_of(type.get_array().begin(), type.get_array().end(), known) : known(type);
    if (sound) return {};
    return unsound(at, "type is not one of null, boolean, object, array, number, string, integer, or a list of these");
  }

  static Result<void> check_texts(json::value const& list, std::string const& at, std::string const& name) {
    bool const sound = list.is_array() && std::all_of(list.get_array().begin(), list.get_array().end(),
                                                      [](json::value const& one) { return one.is_string(); });
    if (sound) return {};
    return unsound(at, name + " is not a list of texts");
  }

  static Result<void> check_pattern(json::value const& pattern, std::string const& at) {
    if (!pattern.is_string()) return unsound(at, "a pattern is not a text");
    if (pattern.get_string().size() > longest_pattern) return unsound(at, "a pattern is longer than 2000 bytes");
    try {
      std::regex const compiled(text_of(pattern));
    } catch (std::regex_error const& error) {
      return unsound(at, "the pattern " + in_quotes(text_of(pattern)) + " is no regular expression: " + error.what());
    }
    return {};
  }

  Result<void> check_children(json::value const& schema, std::string const& at) {
    for (auto const* name : {"allOf", "anyOf", "oneOf"})
      if (auto const* list = keyword(schema, name)) OAR_TRY(check_list(*list, at + "/" + name));
    for (auto const* name :
         {"not", "if", "then", "else", "additionalProperties", "additionalItems", "contains", "propertyNames"})
      if (auto const* one = keyword(schema, name)) OAR_TRY(check(*one, at + "/" + name));
    for (auto const* name : {"properties", "patternProperties", "definitions"})
      if (auto const* all = keyword(schema, name)) OAR_TRY(check_members(*all, at + "/" + name));
    if (auto const* all = keyword(schema, "patternProperties"))
      for (auto const& one : all->get_object())
        OAR_TRY(check_pattern(json::value(one.key()), at + "/patternProperties"));
    if (auto const* items = keyword(schema, "items"))
      OAR_TRY(items->is_array() ? check_list(*items, at + "/items") : check(*items, at + "/items"));
    if (auto const* all = keyword(schema, "dependencies")) OAR_TRY(check_dependencies(*all, at + "/dependencies"));
    return {};
  }

  Result<void> check_list(json::value const& list, std::string const& at) {
    if (!list.is_array() || list.get_array().empty())
      return unsound(at, "expected a list of schemas that is not empty");
    for (auto const& one : list.get_array()) OAR_TRY(check(one, at));
    return {};
  }

  Result<void> check_members(json::value const& all, std::string const& at) {
    if (!all.is_object()) return unsound(at, "expected a mapping of schemas");
    for (auto const& one : all.get_object()) OAR_TRY(check(one.value(), at + "/" + std::string(one.key())));
    return {};
  }

  Result<void> check_dependencies(json::value const& all, std::string const& at) {
    if (!all.is_object()) return unsound(at, "expected a mapping");
    for (auto const& one : all.get_object())
      OAR_TRY(one.value().is_array() ? check_texts(one.value(), at, "a dependency") : check(one.value(), at));
    return {};
  }

  json::value const& root_;
  std::set<json::value const*> seen_;
  std::set<json::value const*> on_path_;
  std::set<json::value const*> settled_;
};

Result<void> check_version(json::value const& schema) {
  auto const* version = keyword(schema, "$schema");
  if (version == nullptr) return {};
  constexpr std::array accepted{"http://json-schema.org/draft-07/schema", "http://json-schema.org/draft-07/schema#",
                                "https://json-schema.org/draft-07/schema", "https://json-schema.org/draft-07/schema#"};
  if (version->is_string() && std::find(accepted.begin(), accepted.end(), text_of(*version)) != accepted.end())
    return {};
  return Error::of(Errc::config, "its $schema is ", describe(*version, Show::value),
                   ", expected http://json-schema.org/draft-07/schema#");
}

}  // namespace

Result<json::value> parse_schema(std::string_view text) {
  json::parse_options options;
  options.max_depth = deepest;
  json::error_code failure;
  auto schema = json::parse({text.data(), text.size()}, failure, {}, options);
  if (failure) return Error::of(Errc::config, "it is not JSON: ", failure.message());
  OAR_TRY(check_version(schema));
  OAR_TRY(Soundness(schema).check(schema, "#"));
  return schema;
}

json::value const& follow(json::value const& root, json::value const& schema) {
  auto const* at = &schema;
  while (auto const* reference = keyword(*at, "$ref")) at = target(root, text_of(*reference));
  return *at;
}

json::value const* keyword(json::value const& schema, std::string_view name) {
  auto const* object = schema.if_object();
  return object == nullptr ? nullptr : object->if_contains(json::string_view(name.data(), name.size()));
}

}  // namespace oar::config
