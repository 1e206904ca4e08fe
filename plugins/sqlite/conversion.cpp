#include "plugins/sqlite/conversion.hpp"

#include <algorithm>
#include <array>

#include "plugins/sqlite/types.hpp"

namespace oar::sqlite {
namespace {

// "{}" stands for the old value. Integers up to 2^53 are exact as REAL.
struct Rule {
  std::string_view from;
  std::string_view to;
  bool safe;
  std::string_view value;
  std::string_view lossless;
};

constexpr std::string_view exact_as_real =
    "typeof({}) = 'integer' AND {} BETWEEN -9007199254740992 AND 9007199254740992";
constexpr std::string_view whole_number =
    "typeof({}) IN ('real', 'integer') AND {} BETWEEN -9007199254740992 AND 9007199254740992 AND "
    "CAST({} AS INTEGER) = {}";

constexpr auto rules = std::to_array<Rule>({
    // Widenings: every value has its place in the wider type.
    {"INTEGER", "U64_BLOB", true, "{}", "typeof({}) = 'integer' AND {} >= 0"},
    {"DATE_TEXT", "TIMESTAMP_TEXT", true, "{} || 'T00:00:00.000000'", ""},
    {"DATE_TEXT", "TIMESTAMP_NS_TEXT", true, "{} || 'T00:00:00.000000000'", ""},
    {"TIMESTAMP_TEXT", "TIMESTAMP_NS_TEXT", true, "{} || '000'", ""},
    {"TIMESTAMPTZ_TEXT", "TIMESTAMPTZ_NS_TEXT", true, "substr({}, 1, length({}) - 1) || '000Z'", ""},
    {"TIME_TEXT", "TIME_NS_TEXT", true, "{} || '000'", ""},
    // Others: copied by a forced migration when each value passes.
    {"BOOLEAN", "INTEGER", false, "{}", ""},
    {"INTEGER", "BOOLEAN", false, "{}", "{} IN (0, 1)"},
    {"INTEGER", "REAL", false, "CAST({} AS REAL)", exact_as_real},
    {"REAL", "INTEGER", false, "CAST({} AS INTEGER)", whole_number},
    {"U64_BLOB", "INTEGER", false, "{}", "typeof({}) = 'integer'"},
    {"INTEGER", "TEXT", false, "CAST({} AS TEXT)", ""},
    {"U64_BLOB", "TEXT", false, "CASE typeof({}) WHEN 'text' THEN ltrim({}, '0') ELSE CAST({} AS TEXT) END", ""},
    {"REAL", "TEXT", false, "CAST({} AS TEXT)", "CAST(CAST({} AS TEXT) AS REAL) = {}"},
    {"TEXT", "INTEGER", false, "CAST({} AS INTEGER)", "CAST(CAST({} AS INTEGER) AS TEXT) = {}"},
    {"TEXT", "REAL", false, "CAST({} AS REAL)", "CAST(CAST({} AS REAL) AS TEXT) = {}"},
    {"INTERVAL_S", "INTERVAL_MS", false, "{} * 1000", "{} BETWEEN -9223372036854775 AND 9223372036854775"},
    {"INTERVAL_S", "INTERVAL_US", false, "{} * 1000000", "{} BETWEEN -9223372036854 AND 9223372036854"},
    {"INTERVAL_S", "INTERVAL_NS", false, "{} * 1000000000", "{} BETWEEN -9223372036 AND 9223372036"},
    {"INTERVAL_MS", "INTERVAL_US", false, "{} * 1000", "{} BETWEEN -9223372036854775 AND 9223372036854775"},
    {"INTERVAL_MS", "INTERVAL_NS", false, "{} * 1000000", "{} BETWEEN -9223372036854 AND 9223372036854"},
    {"INTERVAL_US", "INTERVAL_NS", false, "{} * 1000", "{} BETWEEN -9223372036854775 AND 9223372036854775"},
});

std::string filled(std::string_view pattern, std::string const& value) {
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern.substr(i, 2) != "{}") {
      out += pattern[i];
      continue;
    }
    out += value;
    ++i;
  }
  return out;
}

std::string upper_case(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return out;
}

// Every digit of the scale is written.
Conversion to_decimal(Type const& wanted, std::string const& value) {
  auto const whole = wanted.precision - wanted.scale;
  Conversion out{.value = "CAST(" + value + " AS TEXT)"};
  if (wanted.scale > 0) out.value += " || '." + std::string(static_cast<std::size_t>(wanted.scale), '0') + "'";
  if (whole < 19) {
    auto const most = std::string(static_cast<std::size_t>(std::max(whole, 0)), '9');
    out.lossless = value + " BETWEEN -" + (most.empty() ? "0" : most) + " AND " + (most.empty() ? "0" : most);
  }
  return out;
}

Rule const* find_rule(std::string_view from, std::string_view to) {
  auto const found = std::ranges::find_if(rules, [&](Rule const& rule) { return rule.from == from && rule.to == to; });
  return found == rules.end() ? nullptr : &*found;
}

}  // namespace

std::optional<Conversion> conversion(std::string_view declared, Type const& wanted, std::string const& value) {
  if (takes(declared, wanted)) return Conversion{.value = value, .safe = true};
  auto const have = upper_case(declared);
  auto const to = declared_type(wanted);
  if (have == "INTEGER" && wanted.kind == Kind::decimal128) return to_decimal(wanted, value);
  auto const* const rule = find_rule(have, to);
  if (!rule) return std::nullopt;
  return Conversion{filled(rule->value, value), filled(rule->lossless, value), rule->safe};
}

std::optional<std::string> widening_into(std::string_view declared, Type const& written, std::string const& value) {
  if (takes(declared, written)) return value;
  auto const* const rule = find_rule(declared_type(written), upper_case(declared));
  if (!rule || !rule->safe || !rule->lossless.empty()) return std::nullopt;
  return filled(rule->value, value);
}

}  // namespace oar::sqlite
