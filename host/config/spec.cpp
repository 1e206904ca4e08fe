#include "host/config/spec.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <utility>

#include "host/config/explain.hpp"
#include "host/config/schema.hpp"
#include "host/config/secret_fields.hpp"
#include "host/config/validate.hpp"
#include "host/config/wording.hpp"

namespace oar::config {
namespace {

constexpr std::size_t longest_key = 1024;

bool is_blank(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isspace(c) != 0; });
}

Problem plugin_fault(std::string_view plugin, std::string const& reason, Located const& spec) {
  return problem_at(spec, "",
                    "cannot check these settings: the plugin " + std::string(plugin) +
                        " publishes a schema that is not valid: " + reason +
                        "; this is the plugin's fault, tell its author or take another version");
}

bool is_strictly_below(std::string const& pointer, std::string const& base) {
  return pointer.size() > base.size() && pointer.starts_with(base) && pointer[base.size()] == '/';
}

bool is_covered(std::string const& pointer, std::map<std::string, std::string> const& messages) {
  return std::any_of(messages.begin(), messages.end(), [&](auto const& message) {
    return message.first == pointer || is_strictly_below(message.first, pointer) ||
           is_strictly_below(pointer, message.first);
  });
}

// What valijson refuses and the walk has no words for, in valijson's.
void add_unexplained(std::vector<Violation> const& violations, std::map<std::string, std::string>& messages) {
  std::map<std::string, std::string> others;
  for (auto const& violation : violations)
    if (!is_covered(violation.pointer, messages))
      others.emplace(violation.pointer, "found a value that the plugin's schema does not accept: " + violation.reason);
  messages.merge(others);
}

// One message per place, the deepest.
void drop_outer(std::map<std::string, std::string>& messages) {
  std::erase_if(messages, [copy = messages](auto const& message) {
    return std::any_of(copy.begin(), copy.end(),
                       [&](auto const& other) { return is_strictly_below(other.first, message.first); });
  });
}

std::vector<Problem> as_problems(std::map<std::string, std::string> messages, Located const& spec) {
  std::vector<Problem> problems;
  for (auto& [pointer, message] : messages) {
    bool const written = spec.spots.contains(pointer);
    bool const by_key = message.starts_with("found an unknown field") || message.starts_with("found nothing");
    auto const& spot = spec.spot(written ? pointer : parent_pointer(pointer));
    problems.push_back({by_key ? spot.key : spot.value, spec.path_of(pointer), std::move(message)});
  }
  sort_by_place(problems);
  return problems;
}

std::vector<Problem> refuse_long_keys(Located const& spec) {
  std::vector<Problem> problems;
  for (auto const& [pointer, spot] : spec.spots)
    if (pointer.size() - parent_pointer(pointer).size() > longest_key)
      problems.push_back({spot.key, spec.path, "found a name of more than 1024 bytes, which no setting has"});
  return problems;
}

std::vector<Problem> check(std::string_view plugin, std::string_view schema_text, Located const& spec) {
  if (is_blank(schema_text)) return {};
  auto const schema = parse_schema(schema_text);
  if (!schema) return {plugin_fault(plugin, schema.error().message(), spec)};
  if (auto problems = refuse_long_keys(spec); !problems.empty()) return problems;
  auto const value = spec.value.is_null() ? json::value(json::object{}) : spec.value;
  auto const verdict = validate(*schema, value);
  if (!verdict) return {plugin_fault(plugin, verdict.error().message(), spec)};
  if (verdict->valid) return {};
  auto const secrets = secret_pointers(*schema, value);
  auto messages = explain(*schema, value, [&](std::string const& pointer) {
    return !spec.spot(pointer).substituted && !is_secret(secrets, pointer);
  });
  add_unexplained(verdict->violations, messages);
  if (messages.empty()) messages.emplace("", "found settings that the plugin's schema does not accept");
  drop_outer(messages);
  return as_problems(std::move(messages), spec);
}

void collect_texts(json::value const& value, std::vector<std::string>& texts) {
  if (auto const* list = value.if_array())
    for (auto const& one : *list) collect_texts(one, texts);
  else if (auto const* object = value.if_object())
    for (auto const& one : *object) collect_texts(one.value(), texts);
  else if (auto const* text = value.if_string(); text != nullptr && !text->empty())
    texts.emplace_back(text->data(), text->size());
  else if (value.is_number())
    texts.push_back(json::serialize(value));
}

}  // namespace

std::vector<Problem> check_spec(std::string_view plugin_name, std::string_view schema_text, Located const& spec) {
  try {
    return check(plugin_name, schema_text, spec);
  } catch (std::exception const& error) {
    return {plugin_fault(plugin_name, error.what(), spec)};
  }
}

std::vector<std::string> secret_values(std::string_view schema_text, json::value const& spec) {
  std::vector<std::string> texts;
  auto const schema = parse_schema(is_blank(schema_text) ? "not a schema" : schema_text);
  if (!schema) {
    collect_texts(spec, texts);
    return texts;
  }
  for (auto const& pointer : secret_pointers(*schema, spec)) collect_texts(spec.at_pointer(pointer), texts);
  return texts;
}

}  // namespace oar::config
