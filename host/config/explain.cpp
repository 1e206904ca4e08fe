#include "host/config/explain.hpp"

#include <algorithm>
#include <cmath>
#include <regex>
#include <set>
#include <utility>
#include <vector>

#include "host/config/located.hpp"
#include "host/config/schema.hpp"
#include "host/config/schema_words.hpp"
#include "host/config/wording.hpp"

namespace oar::config {
namespace {

constexpr std::size_t longest_matched = 1024;  // as in validate.cpp

std::string_view view(json::string const& text) { return {text.data(), text.size()}; }

bool is_whole(json::value const& value) {
  if (value.is_int64() || value.is_uint64()) return true;
  return value.is_double() && std::trunc(value.get_double()) == value.get_double();
}

bool has_type(json::value const& value, std::string_view type) {
  if (type == "null") return value.is_null();
  if (type == "boolean") return value.is_bool();
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  return value.is_number() && (type == "number" || is_whole(value));
}

bool has_any_type(json::value const& value, json::value const& type) {
  if (type.is_string()) return has_type(value, view(type.get_string()));
  return std::any_of(type.get_array().begin(), type.get_array().end(),
                     [&](json::value const& one) { return has_type(value, view(one.get_string())); });
}

double number(json::value const& value) {
  json::error_code none;
  return value.to_number<double>(none);
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool matches(std::string_view text, std::string_view pattern) {
  if (text.size() > longest_matched) return true;
  return std::regex_search(std::string(text), std::regex(std::string(pattern)));
}

class Explainer {
 public:
  Explainer(json::value const& root, MayShow const& may_show) : root_{root}, may_show_{may_show} {}

  std::map<std::string, std::string> take() { return std::move(found_); }

  void explain(json::value const& schema, json::value const& value, std::string const& at) {
    auto const& meant = follow(root_, schema);
    if (meant.is_bool()) {
      if (!meant.get_bool()) add(at, "found " + shown(value, at) + ", expected nothing here; remove it");
      return;
    }
    if (auto const* type = keyword(meant, "type"); type != nullptr && !has_any_type(value, *type))
      return add(at, "found " + shown(value, at) + ", expected " + types_in_words(*type) + hint(value, *type));
    explain_choice(meant, value, at);
    explain_branches(meant, value, at);
    if (value.is_number()) explain_number(meant, value, at);
    if (auto const* text = value.if_string()) explain_text(meant, *text, at);
    if (auto const* list = value.if_array()) explain_list(meant, *list, at);
    if (auto const* object = value.if_object()) explain_object(meant, *object, at);
  }

 private:
  std::string shown(json::value const& value, std::string const& at) const {
    return describe(value, may_show_(at) ? Show::value : Show::kind);
  }

  static std::string hint(json::value const& value, json::value const& type) {
    auto const is = [&](char const* name) { return type.is_string() && type.get_string() == name; };
    if (is("string") && (value.is_number() || value.is_bool())) return "; put it in quotes";
    if ((is("integer") || is("number")) && value.is_string()) return "; write it without quotes";
    if (is("array") && !value.is_structured()) return "; write it as a list: [ ... ]";
    return "";
  }

  // The first message about a place stays.
  void add(std::string const& at, std::string message) { found_.emplace(at, std::move(message)); }

  void refuse(json::value const& value, std::string const& at, std::string const& wanted) {
    add(at, "found " + shown(value, at) + ", expected " + wanted);
  }

  bool accepts(json::value const& schema, json::value const& value) const {
    Explainer other(root_, may_show_);
    other.explain(schema, value, "");
    return other.found_.empty();
  }

  void explain_choice(json::value const& schema, json::value const& value, std::string const& at) {
    if (auto const* only = keyword(schema, "const"); only != nullptr && *only != value)
      refuse(value, at, listed(choices(json::array{*only})));
    auto const* values = keyword(schema, "enum");
    if (values == nullptr) return;
    auto const& all = values->get_array();
    if (std::find(all.begin(), all.end(), value) != all.end()) return;
    auto message = "found " + shown(value, at) + ", expected " + listed(choices(*values));
    if (value.is_string() && may_show_(at)) message += did_you_mean(view(value.get_string()), texts(all));
    add(at, message);
  }

  static std::vector<std::string> texts(json::array const& values) {
    std::vector<std::string> result;
    for (auto const& one : values)
      if (one.is_string()) result.emplace_back(view(one.get_string()));
    return result;
  }

  void explain_branches(json::value const& schema, json::value const& value, std::string const& at) {
    if (auto const* all = keyword(schema, "allOf"))
      for (auto const& one : all->get_array()) explain(one, value, at);
    for (auto const* name : {"anyOf", "oneOf"}) {
      auto const* list = keyword(schema, name);
      if (list == nullptr) continue;
      auto const& all = list->get_array();
      auto const fitting = std::count_if(all.begin(), all.end(), [&](auto const& one) { return accepts(one, value); });
      if (fitting == 0) refuse(value, at, accepted_by(root_, json::object{{name, *list}}));
      if (fitting > 1 && name == std::string_view("oneOf"))
        refuse(value, at, "only one of " + accepted_by(root_, json::object{{name, *list}}));
    }
    if (auto const* condition = keyword(schema, "if")) {
      auto const* branch = keyword(schema, accepts(*condition, value) ? "then" : "else");
      if (branch != nullptr) explain(*branch, value, at);
    }
  }

  void explain_number(json::value const& schema, json::value const& value, std::string const& at) {
    auto const bound = [&](char const* name, std::string const& words, auto fits) {
      auto const* limit = keyword(schema, name);
      if (limit != nullptr && !fits(number(value), number(*limit)))
        refuse(value, at, words + describe(*limit, Show::value).substr(std::string("the number ").size()));
    };
    bound("minimum", "a number of at least ", std::greater_equal<>{});
    bound("exclusiveMinimum", "a number above ", std::greater<>{});
    bound("maximum", "a number of at most ", std::less_equal<>{});
    bound("exclusiveMaximum", "a number below ", std::less<>{});
  }

  void explain_text(json::value const& schema, json::string const& text, std::string const& at) {
    auto const length = static_cast<std::int64_t>(characters(view(text)));
    if (auto const* least = keyword(schema, "minLength"); least != nullptr && length < least->get_int64())
      refuse(
          json::value(text), at,
          length == 0 ? "a text that is not empty" : "at least " + std::to_string(least->get_int64()) + " characters");
    if (auto const* most = keyword(schema, "maxLength"); most != nullptr && length > most->get_int64())
      refuse(json::value(text), at, "at most " + std::to_string(most->get_int64()) + " characters");
    if (auto const* pattern = keyword(schema, "pattern");
        pattern != nullptr && !matches(view(text), view(pattern->get_string())))
      refuse(json::value(text), at, "a text that matches " + std::string(view(pattern->get_string())));
  }

  void explain_list(json::value const& schema, json::array const& list, std::string const& at) {
    auto const count = static_cast<std::int64_t>(list.size());
    if (auto const* least = keyword(schema, "minItems"); least != nullptr && count < least->get_int64())
      add(at, "found " + std::to_string(count) + " items, expected at least " + std::to_string(least->get_int64()));
    if (auto const* most = keyword(schema, "maxItems"); most != nullptr && count > most->get_int64())
      add(at, "found " + std::to_string(count) + " items, expected at most " + std::to_string(most->get_int64()));
    auto const* items = keyword(schema, "items");
    if (items == nullptr) return;
    for (std::size_t i = 0; i < list.size(); ++i) {
      bool const by_position = items->is_array();
      if (by_position && i >= items->get_array().size()) return;
      explain(by_position ? items->get_array()[i] : *items, list[i], child_pointer(at, i));
    }
  }

  void explain_object(json::value const& schema, json::object const& object, std::string const& at) {
    auto const unknown = explain_members(schema, object, at);
    auto const* required = keyword(schema, "required");
    if (required == nullptr) return;
    for (auto const& name : required->get_array()) {
      if (object.contains(name.get_string()) || unknown.contains(std::string(view(name.get_string())))) continue;
      add(child_pointer(at, view(name.get_string())), "found nothing, expected " + wanted(schema, name.get_string()));
    }
  }

  // Answers the names that unknown members were probably meant to be.
  std::set<std::string> explain_members(json::value const& schema, json::object const& object, std::string const& at) {
    std::set<std::string> meant;
    auto const names = known_names(schema);
    auto const* rest = keyword(schema, "additionalProperties");
    for (auto const& member : object) {
      auto const place = child_pointer(at, member.key());
      if (explain_known(schema, member.key(), member.value(), place) || rest == nullptr) continue;
      if (!rest->is_bool())
        explain(*rest, member.value(), place);
      else if (!rest->get_bool())
        add(place, "found an unknown field, " + (names.empty() ? "expected none" : "accepted are " + listed(names)) +
                       did_you_mean(member.key(), names));
      if (auto guess = nearest(member.key(), names); guess && rest->is_bool() && !object.contains(*guess))
        meant.insert(*std::move(guess));
    }
    return meant;
  }

  static std::vector<std::string> known_names(json::value const& schema) {
    std::vector<std::string> names;
    if (auto const* properties = keyword(schema, "properties"))
      for (auto const& one : properties->get_object()) names.emplace_back(one.key());
    return names;
  }

  // False when neither properties nor patternProperties speak of the member.
  bool explain_known(json::value const& schema, std::string_view name, json::value const& value,
                     std::string const& at) {
    bool known = false;
    if (auto const* properties = keyword(schema, "properties"))
      if (auto const* one = keyword(*properties, name)) {
        explain(*one, value, at);
        known = true;
      }
    if (auto const* patterns = keyword(schema, "patternProperties"))
      for (auto const& one : patterns->get_object())
        if (matches(name, one.key())) {
          explain(one.value(), value, at);
          known = true;
        }
    return known;
  }

  // `a text: where the database is`
  std::string wanted(json::value const& schema, json::string const& name) const {
    auto const* properties = keyword(schema, "properties");
    auto const* property = properties == nullptr ? nullptr : keyword(*properties, view(name));
    if (property == nullptr) return "a value";
    auto words = accepted_by(root_, *property);
    if (words.empty()) words = "a value";
    auto const* description = keyword(*property, "description");
    if (description != nullptr && description->is_string())
      words += ": " + std::string(view(description->get_string()));
    return words;
  }

  json::value const& root_;
  MayShow const& may_show_;
  std::map<std::string, std::string> found_;
};

}  // namespace

std::map<std::string, std::string> explain(json::value const& schema, json::value const& value,
                                           MayShow const& may_show) {
  Explainer explainer(schema, may_show);
  explainer.explain(schema, value, "");
  return explainer.take();
}

}  // namespace oar::config
