#include "plugins/file/source/type_names.hpp"

#include <array>
#include <charconv>
#include <optional>

namespace oar::file {
namespace {

struct NamedType {
  std::string_view name;
  Type const* type;
};
constexpr auto named_types = std::to_array<NamedType>({
    {"boolean", &Type::boolean},
    {"bool", &Type::boolean},
    {"int8", &Type::int8},
    {"int16", &Type::int16},
    {"int32", &Type::int32},
    {"int64", &Type::int64},
    {"uint8", &Type::uint8},
    {"uint16", &Type::uint16},
    {"uint32", &Type::uint32},
    {"uint64", &Type::uint64},
    {"float32", &Type::float32},
    {"float64", &Type::float64},
    {"text", &Type::text},
    {"json", &Type::json},
    {"uuid", &Type::uuid},
    {"inet", &Type::inet},
    {"mac", &Type::mac},
    {"binary", &Type::binary},
    {"date", &Type::date},
    {"time", &Type::time},
    {"timestamp", &Type::timestamp},
    {"local_timestamp", &Type::local_timestamp},
});

std::optional<std::int32_t> take_number(std::string_view& text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  std::int32_t number = 0;
  auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

std::optional<Type> decimal_named(std::string_view name) {
  constexpr std::string_view before = "decimal(";
  if (!name.starts_with(before) || !name.ends_with(')')) return std::nullopt;
  name = name.substr(before.size(), name.size() - before.size() - 1);
  auto const precision = take_number(name);
  std::optional<std::int32_t> scale{0};
  if (name.starts_with(',')) {
    name.remove_prefix(1);
    scale = take_number(name);
  }
  if (!precision || !scale || !name.empty()) return std::nullopt;
  if (*precision < 1 || *precision > 38 || *scale < 0 || *scale > *precision) return std::nullopt;
  return Type::decimal(*precision, *scale);
}

}  // namespace

Result<Type> type_named(std::string_view name) {
  for (auto const& known : named_types)
    if (known.name == name) return *known.type;
  if (auto const decimal = decimal_named(name)) return *decimal;
  std::string all;
  for (auto const& known : named_types) all.append(known.name).append(", ");
  return Error::of(Errc::config, "\"", name, "\" is no type; the types are ", all,
                   "decimal(PRECISION,SCALE) with at most 38 digits");
}

}  // namespace oar::file
