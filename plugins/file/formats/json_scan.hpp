#pragma once
// Splits one JSON object into its members, each value as the text it is. Source of the grammar: RFC 8259.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace oar::file {

enum class JsonKind : std::uint8_t { null, boolean, number, string, nested };

struct JsonMember {
  std::string_view name;  // between its quotes, as it is written
  std::string_view raw;   // the value's text; of a string, what is between its quotes
  JsonKind kind = JsonKind::null;
  bool name_escaped = false;  // there are backslashes in it
  bool escaped = false;
};

// What is wrong and where in the text; nothing when it was one whole object. Objects may nest 500 deep.
struct JsonFault {
  std::size_t at = 0;
  char const* expected = "";
};
std::optional<JsonFault> split_object(std::string_view text, std::vector<JsonMember>& into);

// The text that a string with backslashes stands for; nothing for half a surrogate pair, which is no text.
std::optional<std::string> unescape_json(std::string_view raw);

}  // namespace oar::file
