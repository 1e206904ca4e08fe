#include "host/config/wording.hpp"

#include <boost/json/serialize.hpp>

#include <array>
#include <charconv>
#include <utility>

#include "host/words/nearest.hpp"

namespace oar::config {
namespace {

constexpr std::size_t longest_shown = 60;
constexpr std::size_t most_listed = 12;

std::string shortest(double number) {
  std::array<char, 32> text{};
  auto const [end, failure] = std::to_chars(text.data(), text.data() + text.size(), number);
  return failure == std::errc{} ? std::string(text.data(), end) : "too long to show";
}

// The start of a UTF-8 text, cut between characters.
std::string_view start_of(std::string_view text, std::size_t length) {
  while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) --length;
  return text.substr(0, length);
}

}  // namespace

std::optional<std::string> nearest(std::string_view typo, std::vector<std::string> const& candidates) {
  auto names = words::nearest(typo, candidates);
  return names.empty() ? std::nullopt : std::optional{std::move(names.front())};
}

std::string listed(std::vector<std::string> const& names) {
  std::string text;
  auto const shown = names.size() > most_listed + 1 ? most_listed : names.size();
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
    text += names[i];
  }
  if (shown < names.size()) text += ", ... (and " + std::to_string(names.size() - shown) + " more)";
  return text;
}

std::string did_you_mean(std::string_view typo, std::vector<std::string> const& candidates) {
  auto const name = nearest(typo, candidates);
  return name ? "; did you mean " + in_quotes(*name) + "?" : "";
}

std::string describe(json::value const& value, Show show) {
  switch (value.kind()) {
    case json::kind::null:
      return "nothing";
    case json::kind::bool_:
      return show == Show::kind ? "true or false" : value.get_bool() ? "true" : "false";
    case json::kind::string:
      return show == Show::kind ? "a text"
                                : "the text " + in_quotes({value.get_string().data(), value.get_string().size()});
    case json::kind::array:
      return value.get_array().empty() ? "an empty list" : "a list";
    case json::kind::object:
      return value.get_object().empty() ? "an empty mapping" : "a mapping";
    case json::kind::int64:
    case json::kind::uint64:
    case json::kind::double_:
      break;
  }
  if (show == Show::kind) return "a number";
  return "the number " + (value.is_double() ? shortest(value.get_double()) : json::serialize(value));
}

std::string in_quotes(std::string_view text) {
  auto const shown = text.size() > longest_shown ? start_of(text, longest_shown) : text;
  auto result = json::serialize(json::string_view(shown.data(), shown.size()));
  if (shown.size() < text.size()) result.insert(result.size() - 1, "...");
  return result;
}

}  // namespace oar::config
