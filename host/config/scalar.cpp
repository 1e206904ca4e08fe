#include "host/config/scalar.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>

namespace oar::config {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

template <class Number>
std::optional<Number> whole(std::string_view text, int base) {
  Number number{};
  auto const end = text.data() + text.size();
  auto const [rest, failure] = std::from_chars(text.data(), end, number, base);
  if (text.empty() || failure != std::errc{} || rest != end) return {};
  return number;
}

std::optional<json::value> integer(std::string_view text) {
  if (text.starts_with("0x") || text.starts_with("0o")) {
    auto const number = whole<std::uint64_t>(text.substr(2), text[1] == 'x' ? 16 : 8);
    if (!number) return {};
    if (*number <= INT64_MAX) return json::value(static_cast<std::int64_t>(*number));
    return json::value(*number);
  }
  if (text.starts_with('+')) text.remove_prefix(1);
  auto const digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.empty() || !std::all_of(digits.begin(), digits.end(), is_digit)) return {};
  if (digits.size() > 1 && digits.front() == '0') return {};
  if (auto const number = whole<std::int64_t>(text, 10)) return json::value(*number);
  if (auto const number = whole<std::uint64_t>(text, 10)) return json::value(*number);
  return {};
}

// [-+]? ( digits . digits? | . digits | digits ) ( [eE] [-+]? digits )?, with a dot or an exponent in it.
bool looks_like_float(std::string_view text) {
  std::size_t at = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
  auto const skip_digits = [&] {
    auto const from = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return at - from;
  };
  auto digits = skip_digits();
  bool const dot = at < text.size() && text[at] == '.';
  if (dot) {
    ++at;
    digits += skip_digits();
  }
  if (digits == 0) return false;
  if (at == text.size()) return dot;
  if (text[at] != 'e' && text[at] != 'E') return false;
  ++at;
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
  return skip_digits() > 0 && at == text.size();
}

std::optional<json::value> floating(std::string_view text) {
  if (!looks_like_float(text)) return {};
  if (text.starts_with('+')) text.remove_prefix(1);
  double number = 0;
  auto const end = text.data() + text.size();
  auto const [rest, failure] = std::from_chars(text.data(), end, number);
  if (failure != std::errc{} || rest != end || !std::isfinite(number)) return {};
  return json::value(number);
}

}  // namespace

json::value typed_scalar(std::string_view text) {
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") return nullptr;
  if (text == "true" || text == "True" || text == "TRUE") return json::value(true);
  if (text == "false" || text == "False" || text == "FALSE") return json::value(false);
  if (auto const number = integer(text)) return *number;
  if (auto const number = floating(text)) return *number;
  return json::value(json::string_view(text.data(), text.size()));
}

}  // namespace oar::config
