#include "host/config/schema_words.hpp"

#include <boost/json/serialize.hpp>

#include <map>

#include "host/config/schema.hpp"
#include "host/config/wording.hpp"

namespace oar::config {
namespace {

std::string_view view(json::value const& text) { return {text.get_string().data(), text.get_string().size()}; }

std::string type_in_words(std::string_view type) {
  static std::map<std::string_view, std::string> const words{
      {"null", "nothing"},    {"boolean", "true or false"}, {"object", "a mapping"},       {"array", "a list"},
      {"number", "a number"}, {"string", "a text"},         {"integer", "a whole number"},
  };
  return words.at(type);
}

// `a mapping with "user" and "password"`
std::string with_members(json::value const& required) {
  std::string text = "a mapping with ";
  auto const& names = required.get_array();
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text += in_quotes(view(names[i]));
  }
  return text;
}

std::string branches(json::value const& root, json::value const& list) {
  std::vector<std::string> all;
  for (auto const& one : list.get_array()) {
    auto words = accepted_by(root, one);
    if (words.empty()) words = "something else";
    all.push_back(std::move(words));
  }
  return listed(all);
}

}  // namespace

std::string accepted_by(json::value const& root, json::value const& schema) {
  auto const& meant = follow(root, schema);
  if (auto const* title = keyword(meant, "title"); title != nullptr && title->is_string())
    return std::string(view(*title));
  if (auto const* value = keyword(meant, "const")) return listed(choices(json::array{*value}));
  if (auto const* values = keyword(meant, "enum")) return listed(choices(*values));
  for (auto const* name : {"oneOf", "anyOf"})
    if (auto const* list = keyword(meant, name)) return branches(root, *list);
  if (auto const* required = keyword(meant, "required"); required != nullptr && !required->get_array().empty())
    return with_members(*required);
  if (auto const* type = keyword(meant, "type")) return types_in_words(*type);
  return "";
}

std::string types_in_words(json::value const& type) {
  if (type.is_string()) return type_in_words(view(type));
  std::vector<std::string> all;
  for (auto const& one : type.get_array()) all.push_back(type_in_words(view(one)));
  return listed(all);
}

std::vector<std::string> choices(json::value const& values) {
  std::vector<std::string> all;
  for (auto const& one : values.get_array()) all.push_back(one.is_null() ? "nothing" : json::serialize(one));
  return all;
}

}  // namespace oar::config
