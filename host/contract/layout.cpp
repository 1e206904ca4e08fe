#include "host/contract/layout.hpp"

#include <charconv>

namespace oar::contract {
namespace {

Layout fixed(std::int64_t width) { return {Shape::fixed, width, 2}; }

std::optional<Layout> simple(char format) {
  switch (format) {
    case 'n':
      return Layout{Shape::null, 0, 0};
    case 'b':
      return Layout{Shape::bits, 0, 2};
    case 'c':
    case 'C':
      return fixed(1);
    case 's':
    case 'S':
      return fixed(2);
    case 'i':
    case 'I':
    case 'f':
      return fixed(4);
    case 'l':
    case 'L':
    case 'g':
      return fixed(8);
    case 'u':
    case 'z':
      return Layout{Shape::text, 4, 3};
    case 'U':
    case 'Z':
      return Layout{Shape::text, 8, 3};
    default:
      return std::nullopt;
  }
}

std::optional<Layout> nested(char format) {
  switch (format) {
    case 'l':
    case 'm':
      return Layout{Shape::list, 4, 2};
    case 'L':
      return Layout{Shape::list, 8, 2};
    case 's':
      return Layout{Shape::structure, 0, 1};
    default:
      return std::nullopt;
  }
}

std::optional<Layout> temporal(std::string_view format) {
  if (format == "tdD" || format == "tts" || format == "ttm") return fixed(4);
  if (format == "ttu" || format == "ttn") return fixed(8);
  if (format.starts_with("ts") || format.starts_with("tD")) return fixed(8);
  return std::nullopt;
}

}  // namespace

std::optional<Layout> layout_of(std::string_view format) {
  if (format.size() == 1) return simple(format[0]);
  if (format.size() == 2 && format[0] == '+') return nested(format[1]);
  if (format.starts_with("d:")) return fixed(16);
  if (format.starts_with('t')) return temporal(format);
  if (!format.starts_with("w:")) return std::nullopt;
  std::int64_t width = 0;
  auto const* const end = format.data() + format.size();
  auto const [stop, error] = std::from_chars(format.data() + 2, end, width);
  if (error != std::errc{} || stop != end || width < 0) return std::nullopt;
  return fixed(width);
}

}  // namespace oar::contract
