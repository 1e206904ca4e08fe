#include "host/config/wording.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace oar::config {
namespace {

constexpr std::size_t longest_compared = 64;
constexpr std::size_t longest_shown = 60;
constexpr std::size_t most_listed = 12;

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

// Edits from one text to the other, where swapping two neighbours is one edit (optimal string alignment).
std::size_t distance(std::string const& a, std::string const& b) {
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before = above;
    above = row;
  }
  return above[b.size()];
}

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
  if (typo.size() > longest_compared) return {};
  auto const wanted = lower(typo);
  std::optional<std::string> best;
  std::size_t best_distance = std::max<std::size_t>(2, typo.size() / 3) + 1;
  for (auto const& candidate : candidates) {
    if (candidate.size() > longest_compared) continue;
    auto const edits = distance(wanted, lower(candidate));
    if (edits >= best_distance || edits >= candidate.size()) continue;
    best = candidate;
    best_distance = edits;
  }
  return best;
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
