#include "host/config/secret_fields.hpp"

#include <utility>

#include "host/config/located.hpp"
#include "host/config/schema.hpp"

namespace oar::config {
namespace {

class SecretWalk {
 public:
  explicit SecretWalk(json::value const& root) : root_{root} {}

  std::set<std::string> take() { return std::move(secrets_); }

  void walk(json::value const& schema, json::value const& value, std::string const& pointer) {
    auto const& meant = follow(root_, schema);
    if (marks(schema) || marks(meant)) {
      secrets_.insert(pointer);
      return;
    }
    for (auto const* name : {"allOf", "anyOf", "oneOf"})
      if (auto const* list = keyword(meant, name))
        for (auto const& one : list->get_array()) walk(one, value, pointer);
    for (auto const* name : {"if", "then", "else"})
      if (auto const* one = keyword(meant, name)) walk(*one, value, pointer);
    if (auto const* all = keyword(meant, "dependencies"))
      for (auto const& one : all->get_object())
        if (!one.value().is_array()) walk(one.value(), value, pointer);
    if (auto const* object = value.if_object()) walk_members(meant, *object, pointer);
    if (auto const* list = value.if_array()) walk_items(meant, *list, pointer);
  }

 private:
  static bool marks(json::value const& schema) {
    auto const* mark = keyword(schema, "writeOnly");
    return mark != nullptr && mark->is_bool() && mark->get_bool();
  }

  void walk_members(json::value const& schema, json::object const& object, std::string const& pointer) {
    for (auto const& member : object) {
      auto const at = child_pointer(pointer, member.key());
      if (auto const* all = keyword(schema, "properties"))
        if (auto const* one = all->get_object().if_contains(member.key())) walk(*one, member.value(), at);
      // Which pattern a name matches does not matter here: rather one secret too many.
      if (auto const* all = keyword(schema, "patternProperties"))
        for (auto const& one : all->get_object()) walk(one.value(), member.value(), at);
      if (auto const* one = keyword(schema, "additionalProperties")) walk(*one, member.value(), at);
    }
  }

  void walk_items(json::value const& schema, json::array const& list, std::string const& pointer) {
    auto const* items = keyword(schema, "items");
    for (std::size_t i = 0; i < list.size(); ++i) {
      auto const at = child_pointer(pointer, i);
      if (auto const* rest = keyword(schema, "additionalItems")) walk(*rest, list[i], at);
      if (auto const* one = keyword(schema, "contains")) walk(*one, list[i], at);
      if (items != nullptr && items->is_array() && i < items->get_array().size())
        walk(items->get_array()[i], list[i], at);
      else if (items != nullptr && !items->is_array())
        walk(*items, list[i], at);
    }
  }

  json::value const& root_;
  std::set<std::string> secrets_;
};

}  // namespace

std::set<std::string> secret_pointers(json::value const& schema, json::value const& value) {
  SecretWalk walk(schema);
  walk.walk(schema, value, "");
  return walk.take();
}

bool is_secret(std::set<std::string> const& secrets, std::string pointer) {
  for (;; pointer = parent_pointer(pointer)) {
    if (secrets.contains(pointer)) return true;
    if (pointer.empty()) return false;
  }
}

}  // namespace oar::config
