// The NDJSON scanner and Boost.JSON agree on what an object is, and on its members' texts.
#include "plugins/file/formats/json_scan.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <boost/json.hpp>

#include <set>

namespace {

namespace json = boost::json;
using namespace oar::file;

json::value parsed(std::string_view text, json::error_code& failed) {
  json::parse_options options;
  options.max_depth = 600;
  return json::parse({text.data(), text.size()}, failed, {}, options);
}

// False when the text stands for no Unicode, which Boost.JSON refuses as a whole.
bool check_text(std::string_view raw, bool escaped, json::string const* theirs) {
  auto const ours = escaped ? unescape_json(raw) : std::optional<std::string>{raw};
  if (ours && theirs) oar::fuzz::must(*ours == std::string_view{theirs->data(), theirs->size()}, "same text", raw);
  return ours.has_value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const text{reinterpret_cast<char const*>(data), size};
  std::vector<JsonMember> members;
  auto const fault = split_object(text, members);
  if (fault) oar::fuzz::must(fault->at <= size && *fault->expected != '\0', "a fault has its place and its words");
  json::error_code failed;
  auto const value = parsed(text, failed);
  auto const is_object = !failed && value.is_object();
  if (is_object) oar::fuzz::must(!fault || size > 1000, "what Boost.JSON takes is taken", text);
  if (fault) return 0;
  bool unicode = true;
  for (auto const& member : members) {
    unicode = check_text(member.name, member.name_escaped, nullptr) && unicode;
    if (member.kind == JsonKind::string) unicode = check_text(member.raw, member.escaped, nullptr) && unicode;
    if (member.kind == JsonKind::nested) {
      json::error_code nested;
      parsed(member.raw, nested);
      unicode = !nested && unicode;
    }
  }
  if (!is_object) {  // texts of no UTF-8 and half surrogates are left to whoever reads the values
    for (auto const c : text) unicode = unicode && static_cast<unsigned char>(c) < 0x80;
    oar::fuzz::must(!unicode, "what Boost.JSON refuses is refused", text);
    return 0;
  }
  std::set<std::string> names;
  for (auto const& member : members) {
    auto const name = member.name_escaped ? unescape_json(member.name) : std::optional<std::string>{member.name};
    if (!name || !names.insert(*name).second) return 0;  // of twins, Boost.JSON keeps the last
  }
  for (auto const& member : members) {
    auto const name = member.name_escaped ? *unescape_json(member.name) : std::string{member.name};
    auto const* theirs = value.get_object().if_contains(name);
    oar::fuzz::must(theirs != nullptr, "same members", text);
    if (member.kind == JsonKind::string) check_text(member.raw, member.escaped, &theirs->as_string());
  }
  return 0;
}
