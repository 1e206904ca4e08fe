#include "host/config/substitute.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "host/config/scalar.hpp"
#include "host/config/text.hpp"
#include "host/config/time_words.hpp"
#include "host/config/wording.hpp"

namespace oar::config {
namespace {

// Shorter texts, such as a port or "yes", are no secrets: to redact them would garble every message.
constexpr std::size_t shortest_secret = 4;

// The scalar cut into literal text and the insides of ${...}.
struct Piece {
  std::string text;
  bool is_substitution = false;
};

Result<std::vector<Piece>> cut(std::string_view text) {
  std::vector<Piece> pieces;
  std::string literal;
  while (!text.empty()) {
    auto const dollar = text.find('$');
    literal += text.substr(0, dollar);
    if (dollar == std::string_view::npos) break;
    text.remove_prefix(dollar);
    if (text.starts_with("$${")) {
      literal += "${";
      text.remove_prefix(3);
    } else if (!text.starts_with("${")) {
      literal += '$';
      text.remove_prefix(1);
    } else {
      auto const end = text.find('}');
      if (end == std::string_view::npos)
        return Error::of(Errc::config, "a \"${\" has no \"}\"; close it, or write $${ for a literal ${");
      if (!literal.empty()) pieces.push_back({std::exchange(literal, {}), false});
      pieces.push_back({std::string(text.substr(2, end - 2)), true});
      text.remove_prefix(end + 1);
    }
  }
  if (!literal.empty()) pieces.push_back({literal, false});
  return pieces;
}

bool is_variable_name(std::string_view text) {
  auto const letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; };
  auto const digit = [](char c) { return c >= '0' && c <= '9'; };
  return !text.empty() && !digit(text.front()) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return letter(c) || digit(c); });
}

json::value text_value(std::string_view text) { return json::value(json::string_view(text.data(), text.size())); }

}  // namespace

Substitution::Substitution(Environment const& environment) : environment_{environment}, now_{environment.now()} {}

Substitution::Scalar Substitution::scalar(std::string_view text, Style style) {
  if (text.find("${") == std::string_view::npos)
    return {style == Style::plain ? typed_scalar(text) : text_value(text), false, {}};
  auto const pieces = cut(text);
  if (!pieces) return {text_value(""), true, pieces.error().message()};
  std::string result;
  bool substituted = false;
  for (auto const& piece : *pieces) {
    if (!piece.is_substitution) {
      result += piece.text;
      continue;
    }
    auto expanded = expand(piece.text);
    if (!expanded) return {text_value(""), true, expanded.error().message()};
    result += *expanded;
    substituted = true;
  }
  bool const wholly_one = substituted && pieces->size() == 1;
  return {style == Style::plain && wholly_one ? typed_scalar(result) : text_value(result), substituted, {}};
}

Result<std::string> Substitution::expand(std::string_view inside) {
  if (inside.starts_with("time:")) return moment(inside.substr(5), now_).within("${time:...}");
  auto expanded = inside.starts_with("file:") ? file(inside.substr(5)) : variable(inside);
  if (!expanded) return expanded;
  if (first_bad_byte(*expanded)) return Error::of(Errc::config, "${", inside, "} is not UTF-8 text");
  remember(*expanded);
  return expanded;
}

Result<std::string> Substitution::variable(std::string_view inside) const {
  auto const separator = inside.find(":-");
  auto const name = inside.substr(0, separator);
  auto const fallback = separator == std::string_view::npos
                            ? std::optional<std::string_view>{}
                            : std::optional<std::string_view>{inside.substr(separator + 2)};
  if (!is_variable_name(name))
    return Error::of(Errc::config, "${", in_quotes(inside).substr(1, 40), " is no substitution; write ${NAME}, ",
                     "${NAME:-default}, ${file:PATH} or ${time:3 days ago}, or $${ for a literal ${");
  if (fallback && fallback->find("${") != std::string_view::npos)
    return Error::of(Errc::config, "the default of ${", name, ":-...} holds another \"${\"; write a plain text there");
  auto const value = environment_.variable(std::string(name));
  if (value && !(value->empty() && fallback)) return *value;
  if (fallback) return std::string(*fallback);
  return Error::of(Errc::config, "the environment variable ", name, " is not set; set it, or give a default: ${", name,
                   ":-default}");
}

Result<std::string> Substitution::file(std::string_view path) const {
  if (path.empty()) return Error::of(Errc::config, "${file:} names no file; write ${file:PATH}");
  auto content = environment_.read_file(std::filesystem::path(path));
  if (!content)
    return Error::of(Errc::config, "cannot read the file of ${file:", path, "}: ", content.error().message(),
                     "; a relative path starts at the working directory");
  if (content->ends_with('\n')) content->pop_back();
  if (content->ends_with('\r')) content->pop_back();
  return content;
}

void Substitution::remember(std::string const& secret) {
  if (secret.size() < shortest_secret) return;
  if (std::find(secrets_.begin(), secrets_.end(), secret) == secrets_.end()) secrets_.push_back(secret);
}

}  // namespace oar::config
