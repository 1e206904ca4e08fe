#include "host/config/validate.hpp"

#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "host/config/located.hpp"

namespace oar::config {
namespace {

// std::regex recurses for each character, so longer texts than this could end the process.
constexpr std::size_t longest_matched = 1024;

std::size_t longest_text(json::value const& value) {
  std::size_t longest = 0;
  if (auto const* text = value.if_string()) longest = text->size();
  if (auto const* list = value.if_array())
    for (auto const& one : *list) longest = std::max(longest, longest_text(one));
  if (auto const* object = value.if_object())
    for (auto const& one : *object) longest = std::max({longest, one.key().size(), longest_text(one.value())});
  return longest;
}

// The adapter knows int64 and double only; to JSON Schema 1.0 is an integer.
json::value with_known_numbers(json::value const& value) {
  if (auto const* list = value.if_array()) {
    json::array result;
    for (auto const& one : *list) result.push_back(with_known_numbers(one));
    return result;
  }
  if (auto const* object = value.if_object()) {
    json::object result;
    for (auto const& one : *object) result.emplace(one.key(), with_known_numbers(one.value()));
    return result;
  }
  if (value.is_uint64() && value.get_uint64() <= INT64_MAX) return static_cast<std::int64_t>(value.get_uint64());
  if (value.is_uint64()) return static_cast<double>(value.get_uint64());
  if (value.is_double() && std::abs(value.get_double()) < 9e15 && std::trunc(value.get_double()) == value.get_double())
    return static_cast<std::int64_t>(value.get_double());
  return json::value(value);
}

// Takes out what would match regular expressions against long texts; the plugin still checks them itself.
void remove_matching(json::value& schema) {
  if (auto* list = schema.if_array())
    for (auto& one : *list) remove_matching(one);
  auto* object = schema.if_object();
  if (object == nullptr) return;
  for (auto const* name : {"pattern", "format"})
    if (auto const* value = object->if_contains(name); value != nullptr && value->is_string()) object->erase(name);
  for (auto& one : *object) remove_matching(one.value());
}

// "<root>", "[spec]", "[0]" -> "/spec/0"
std::string pointer_of(std::vector<std::string> const& context) {
  std::string pointer;
  for (std::string_view step : context)
    if (step.starts_with('[') && step.ends_with(']')) pointer = child_pointer(pointer, step.substr(1, step.size() - 2));
  return pointer;
}

}  // namespace

Result<Verdict> validate(json::value const& schema, json::value const& value) {
  try {
    auto prepared = with_known_numbers(schema);
    if (auto* object = prepared.if_object()) object->erase("$id");
    if (longest_text(value) > longest_matched) remove_matching(prepared);
    valijson::Schema rules;
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
    parser.populateSchema(valijson::adapters::BoostJsonAdapter(prepared), rules);
    auto const instance = with_known_numbers(value);
    valijson::ValidationResults results;
    Verdict verdict;
    verdict.valid = valijson::Validator().validate(rules, valijson::adapters::BoostJsonAdapter(instance), &results);
    for (auto const& error : results) verdict.violations.push_back({pointer_of(error.context), error.description});
    return verdict;
  } catch (std::exception const& error) {
    return Error::of(Errc::config, error.what());
  }
}

}  // namespace oar::config
