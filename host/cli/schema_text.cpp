// Walks a draft-07 schema as far as settings usually go: objects, lists, enumerations, choices and references.
#include "host/cli/schema_text.hpp"

#include <boost/json.hpp>

#include <set>

#include "host/report/text.hpp"

namespace oar::cli {
namespace {

namespace json = boost::json;

class Writer {
 public:
  Writer(json::object const& root, report::Style const& style) : root_{root}, style_{style} {}

  std::string settings(json::object const& schema, std::size_t depth) {
    auto const* const properties = object_in(schema, "properties");
    if (properties == nullptr || depth > max_depth) return {};
    auto const required = required_of(schema);
    std::string out;
    for (auto const& [name, value] : *properties) {
      if (left_ == 0) return out + std::string(2 + depth * 2, ' ') + "...\n";
      if (!value.is_object()) continue;
      out += setting(std::string_view(name.data(), name.size()), resolve(value.get_object()),
                     required.contains(std::string(name)), depth);
    }
    return out;
  }

 private:
  static constexpr std::size_t max_depth = 6;  // a schema may refer to itself,
  std::size_t left_ = 10'000;                  // and many times: how much is still told

  std::string setting(std::string_view name, json::object const& schema, bool required, std::size_t depth) {
    std::string const indent(2 + depth * 2, ' ');
    auto facts = type_of(schema, depth);
    if (required) facts += ", required";
    if (flag(schema, "writeOnly")) facts += ", secret";
    if (auto const* const value = schema.if_contains("default")) facts += ", default " + json::serialize(*value);
    auto out = indent + style_.strong(report::one_line(name)) + "  " + style_.dim(facts) + "\n";
    auto const description = text_in(schema, "description");
    if (!description.empty()) out += indent + "    " + report::printable(description, indent + "    ") + "\n";
    out += settings(schema, depth + 1);
    if (auto const* const items = object_in(schema, "items")) out += settings(resolve(*items), depth + 1);
    return out;
  }

  std::string type_of(json::object const& schema, std::size_t depth) {
    if (depth > max_depth || left_ == 0) return "...";
    --left_;
    if (auto const* const choices = schema.if_contains("enum"); choices != nullptr && choices->is_array())
      return "one of " + joined(choices->get_array());
    if (auto const* const value = schema.if_contains("const")) return json::serialize(*value);
    for (auto const* const key : {"oneOf", "anyOf"})
      if (auto const* const several = schema.if_contains(key); several != nullptr && several->is_array())
        return alternatives(several->get_array(), depth + 1);
    auto const* const type = schema.if_contains("type");
    if (type == nullptr) return "any value";
    if (type->is_array()) return joined(without_null(type->get_array()));
    if (!type->is_string()) return "any value";
    auto const name = std::string(type->get_string());
    auto const* const items = object_in(schema, "items");
    if (name == "array") return items == nullptr ? "list" : "list of " + type_of(resolve(*items), depth + 1);
    return name + range(schema);
  }

  std::string alternatives(json::array const& schemas, std::size_t depth) {
    std::string out;
    for (auto const& each : schemas)
      if (each.is_object() && left_ > 0)
        out.append(out.empty() ? "" : " or ").append(type_of(resolve(each.get_object()), depth));
    return out;
  }

  static std::string range(json::object const& schema) {
    std::string out;
    if (auto const* const least = schema.if_contains("minimum")) out += " from " + json::serialize(*least);
    if (auto const* const most = schema.if_contains("maximum")) out += " to " + json::serialize(*most);
    return out;
  }

  // A setting that may be null is one that may be left out, which is said by not calling it required.
  static json::array without_null(json::array const& types) {
    json::array out;
    for (auto const& type : types)
      if (!type.is_string() || type.get_string() != "null") out.push_back(type);
    return out;
  }

  static std::string joined(json::array const& values) {
    std::string out;
    for (auto const& value : values) {
      auto const text = value.is_string() ? std::string(value.get_string()) : json::serialize(value);
      out.append(out.empty() ? "" : ", ").append(text);
    }
    return out;
  }

  // "#/definitions/X", as far as it leads to an object; anything else stays as it is.
  json::object const& resolve(json::object const& schema) const {
    auto const* const reference = schema.if_contains("$ref");
    if (reference == nullptr || !reference->is_string() || !reference->get_string().starts_with("#/")) return schema;
    auto const* const found = at(std::string(reference->get_string()).substr(1));
    return found == nullptr ? schema : *found;
  }

  json::object const* at(std::string_view pointer) const {
    json::object const* here = &root_;
    while (!pointer.empty()) {
      pointer.remove_prefix(1);
      auto const end = pointer.find('/');
      here = object_in(*here, pointer.substr(0, end));
      if (here == nullptr) return nullptr;
      pointer = end == std::string_view::npos ? std::string_view{} : pointer.substr(end);
    }
    return here;
  }

  static json::object const* object_in(json::object const& schema, std::string_view key) {
    auto const* const value = schema.if_contains({key.data(), key.size()});
    return value == nullptr ? nullptr : value->if_object();
  }
  static std::string text_in(json::object const& schema, std::string_view key) {
    auto const* const value = schema.if_contains({key.data(), key.size()});
    return value == nullptr || !value->is_string() ? std::string{} : std::string(value->get_string());
  }
  static bool flag(json::object const& schema, std::string_view key) {
    auto const* const value = schema.if_contains({key.data(), key.size()});
    return value != nullptr && value->is_bool() && value->get_bool();
  }
  static std::set<std::string> required_of(json::object const& schema) {
    std::set<std::string> out;
    auto const* const names = schema.if_contains("required");
    if (names == nullptr || !names->is_array()) return out;
    for (auto const& name : names->get_array())
      if (name.is_string()) out.emplace(name.get_string());
    return out;
  }

  json::object const& root_;
  report::Style const& style_;
};

}  // namespace

std::string schema_text(std::string_view schema, report::Style const& style) {
  json::error_code failed;
  auto const value = json::parse({schema.data(), schema.size()}, failed);
  if (failed || !value.is_object()) return report::printable(schema) + "\n";
  auto const text = Writer{value.get_object(), style}.settings(value.get_object(), 0);
  return text.empty() ? "  none\n" : text;
}

}  // namespace oar::cli
