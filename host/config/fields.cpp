#include "host/config/fields.hpp"

#include <algorithm>

#include "host/config/read.hpp"
#include "host/config/wording.hpp"

namespace oar::config {
namespace {

std::string_view text_in(json::string const& text) { return {text.data(), text.size()}; }

Show show(Spot const& spot) { return spot.substituted ? Show::kind : Show::value; }

// What to do about a text that YAML read as something else, or the reverse.
std::string remedy_for(json::value const& found, std::string const& wanted, std::string_view remedy) {
  if (!remedy.empty()) return "; " + std::string(remedy);
  if (wanted == "a text" && (found.is_number() || found.is_bool())) return "; put it in quotes";
  if (wanted.starts_with("a list") && found.is_string()) return "; write it as a list: [ ... ]";
  if (found.is_string() && wanted.starts_with("a whole number")) return "; write it without quotes";
  return "";
}

std::string unknown_field(std::string_view name, std::vector<std::string> const& names,
                          std::vector<Foreign> const& foreign) {
  auto message = "found an unknown field, accepted are " + listed(names);
  for (auto const& one : foreign)
    if (one.name == name) return "found a field that is not accepted; " + std::string(one.remedy);
  if (nearest(name, names)) return message + did_you_mean(name, names);
  for (auto const& one : foreign)
    if (one.name.empty()) message += "; " + std::string(one.remedy);
  return message;
}

}  // namespace

bool FieldReader::convert(Wanted const& wanted, json::value const& from, std::string& into) {
  if (!from.is_string()) return wrong(wanted, from, "a text");
  if (from.get_string().empty()) return wrong(wanted, from, "a text that is not empty");
  into = text_in(from.get_string());
  return true;
}

bool FieldReader::convert(Wanted const& wanted, json::value const& from, bool& into) {
  if (!from.is_bool()) return wrong(wanted, from, "true or false");
  into = from.get_bool();
  return true;
}

bool FieldReader::convert(Wanted const& wanted, json::value const& from, std::uint64_t& into) {
  json::error_code out_of_range;
  auto const number = from.is_int64() || from.is_uint64() ? from.to_number<std::uint64_t>(out_of_range) : 0;
  if (out_of_range || !(from.is_int64() || from.is_uint64()) || number > wanted.most)
    return wrong(wanted, from, "a whole number from 0 to " + std::to_string(wanted.most));
  into = number;
  return true;
}

bool FieldReader::convert(Wanted const& wanted, json::value const& from, std::uint32_t& into) {
  std::uint64_t number = 0;
  if (!convert({wanted.pointer, wanted.remedy, std::min<std::uint64_t>(wanted.most, UINT32_MAX)}, from, number))
    return false;
  into = static_cast<std::uint32_t>(number);
  return true;
}

bool FieldReader::convert(Wanted const& wanted, json::value const& from, std::vector<std::string>& into) {
  auto const* list = from.if_array();
  if (list == nullptr) return wrong(wanted, from, "a list of texts");
  bool all = true;
  for (std::size_t i = 0; i < list->size(); ++i) {
    auto const item = child_pointer(wanted.pointer, i);
    if (document_.spot(item).failed) continue;
    all = convert(Wanted{item, wanted.remedy, 0}, (*list)[i], into.emplace_back()) && all;
  }
  return all;
}

bool FieldReader::convert(Wanted const& wanted, json::value const& from, std::vector<TableOption>& into) {
  auto const* list = from.if_array();
  if (list == nullptr) return wrong(wanted, from, "a list of mappings, each with \"tables\"");
  for (std::size_t i = 0; i < list->size(); ++i)
    into.push_back(read_table_option(*this, child_pointer(wanted.pointer, i), (*list)[i]));
  return true;
}

bool FieldReader::convert(Wanted const& wanted, json::value const& from, Located& into) {
  if (!from.is_object()) return wrong(wanted, from, "a mapping of the plugin's own settings");
  into = document_.part(wanted.pointer);
  return true;
}

std::set<std::string> FieldReader::refuse_unknown(std::string const& pointer, json::object const& object,
                                                  std::vector<std::string> const& names,
                                                  std::vector<Foreign> const& foreign) {
  std::set<std::string> meant;
  for (auto const& member : object) {
    std::string_view const name(member.key().data(), member.key().size());
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    auto const at = child_pointer(pointer, name);
    problems_.push_back({document_.spot(at).key, document_.path_of(at), unknown_field(name, names, foreign)});
    if (auto guess = nearest(name, names); guess && !object.contains(*guess)) meant.insert(*std::move(guess));
  }
  return meant;
}

void FieldReader::missing(std::string const& around, Wanted const& wanted, std::string const& what) {
  // An empty value has a place; an absent one is missed where the mapping around it begins.
  bool const written = document_.spots.contains(wanted.pointer);
  auto const& place = document_.spot(written ? wanted.pointer : around).key;
  auto message = "found nothing, expected " + what;
  if (!wanted.remedy.empty()) message += "; " + std::string(wanted.remedy);
  problems_.push_back({place, document_.path_of(wanted.pointer), std::move(message)});
}

bool FieldReader::wrong(Wanted const& wanted, json::value const& found, std::string const& what) {
  auto const& spot = document_.spot(wanted.pointer);
  auto message = "found " + describe(found, show(spot)) + ", expected " + what;
  problems_.push_back(
      {spot.value, document_.path_of(wanted.pointer), message + remedy_for(found, what, wanted.remedy)});
  return false;
}

bool FieldReader::wrong_choice(Wanted const& wanted, json::value const& found,
                               std::vector<std::string> const& accepted) {
  auto const& spot = document_.spot(wanted.pointer);
  auto message = "found " + describe(found, show(spot)) + ", expected " + listed(accepted);
  if (found.is_string() && !spot.substituted) message += did_you_mean(text_in(found.get_string()), accepted);
  problems_.push_back({spot.value, document_.path_of(wanted.pointer), std::move(message)});
  return false;
}

}  // namespace oar::config
