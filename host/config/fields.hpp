#pragma once
// Reads a mapping into a struct by a table of its fields, and says everything that does not fit the table.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "host/config/located.hpp"
#include "host/config/model.hpp"
#include "host/config/problem.hpp"

namespace oar::config {

enum class Need { optional, required };

template <class Owner, class Value>
struct Field {
  std::string_view name;
  Value Owner::*member;
  Need need = Need::optional;
  std::string_view remedy;  // ends the message about a missing or wrong value
  std::uint64_t most = 0;   // of a number
};

template <class Owner, class Value>
Field<Owner, Value> field(std::string_view name, Value Owner::*member, Need need = Need::optional,
                          std::string_view remedy = {}, std::uint64_t most = std::numeric_limits<std::int64_t>::max()) {
  return {name, member, need, remedy, most};
}

// A name that is no field here but that people write, and what to do instead; the empty name is any other.
struct Foreign {
  std::string_view name;
  std::string_view remedy;
};

class FieldReader {
 public:
  // Both outlive this.
  FieldReader(Located const& document, std::vector<Problem>& problems) : document_{document}, problems_{problems} {}

  // Fills in what is written well; the rest keeps its default and is a problem.
  template <class Owner, class... Values>
  void read(std::string const& pointer, json::value const& from, Owner& into,
            std::tuple<Field<Owner, Values>...> const& fields, std::vector<Foreign> const& foreign = {}) {
    auto const* object = from.if_object();
    if (object == nullptr) return (void)wrong({pointer, "", 0}, from, "a mapping");
    auto const each = [&](auto action) { std::apply([&](auto const&... one) { (action(one), ...); }, fields); };
    std::vector<std::string> names;
    each([&](auto const& one) { names.emplace_back(one.name); });
    auto const meant = refuse_unknown(pointer, *object, names, foreign);
    each([&](auto const& one) {
      if (!meant.contains(std::string(one.name))) read_field(pointer, *object, into, one);
    });
  }

 private:
  struct Wanted {
    std::string pointer;
    std::string_view remedy;
    std::uint64_t most;
  };

  template <class Owner, class Value>
  void read_field(std::string const& pointer, json::object const& object, Owner& into, Field<Owner, Value> const& one) {
    Wanted const wanted{child_pointer(pointer, one.name), one.remedy, one.most};
    auto const* value = object.if_contains(json::string_view(one.name.data(), one.name.size()));
    bool const unset = value == nullptr || value->is_null();
    if (document_.spot(wanted.pointer).failed || (unset && one.need == Need::optional)) return;
    Value read{};
    if (unset) return missing(pointer, wanted, expected(read));
    if (convert(wanted, *value, read)) into.*one.member = std::move(read);
  }

  // Each is true and fills `into`, or has reported why not.
  bool convert(Wanted const& wanted, json::value const& from, std::string& into);
  bool convert(Wanted const& wanted, json::value const& from, bool& into);
  bool convert(Wanted const& wanted, json::value const& from, std::uint32_t& into);
  bool convert(Wanted const& wanted, json::value const& from, std::uint64_t& into);
  bool convert(Wanted const& wanted, json::value const& from, std::vector<std::string>& into);
  bool convert(Wanted const& wanted, json::value const& from, std::vector<TableOption>& into);
  bool convert(Wanted const& wanted, json::value const& from, Located& into);

  template <class Value>
  bool convert(Wanted const& wanted, json::value const& from, std::optional<Value>& into) {
    return convert(wanted, from, into.emplace());
  }

  template <class Enum>
  requires std::is_enum_v<Enum>
  bool convert(Wanted const& wanted, json::value const& from, Enum& into) {
    std::vector<std::string> accepted;
    for (auto const choice : all_of(Enum{})) {
      if (is_text(from, to_string(choice))) return into = choice, true;
      accepted.emplace_back(to_string(choice));
    }
    return wrong_choice(wanted, from, accepted);
  }

  static bool is_text(json::value const& value, std::string_view text) {
    return value.is_string() && std::string_view(value.get_string().data(), value.get_string().size()) == text;
  }

  // What a required field is to be.
  static std::string expected(std::string const&) { return "a text"; }
  static std::string expected(std::vector<std::string> const&) { return "a list of texts"; }
  template <class Other>
  static std::string expected(Other const&) {
    return "a value";
  }

  // Answers the fields that unknown ones were probably meant to be: these are not missing as well.
  std::set<std::string> refuse_unknown(std::string const& pointer, json::object const& object,
                                       std::vector<std::string> const& names, std::vector<Foreign> const& foreign);
  void missing(std::string const& around, Wanted const& wanted, std::string const& what);
  // All answer false.
  bool wrong(Wanted const& wanted, json::value const& found, std::string const& what);
  bool wrong_choice(Wanted const& wanted, json::value const& found, std::vector<std::string> const& accepted);

  Located const& document_;
  std::vector<Problem>& problems_;
};

}  // namespace oar::config
