#include "host/config/size.hpp"

#include <array>
#include <charconv>
#include <limits>
#include <string>

namespace oar::config {
namespace {

struct Unit {
  std::string_view name;
  std::uint64_t bytes;
};

constexpr std::array units{
    Unit{"", 1},          Unit{"b", 1},         Unit{"kb", 1000},     Unit{"mb", 1000 * 1000}, Unit{"gb", 1000000000},
    Unit{"kib", 1 << 10}, Unit{"mib", 1 << 20}, Unit{"gib", 1 << 30},
};

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

Error not_a_size(std::string_view text) {
  return Error::of(Errc::config, "expected a size such as 1048576, 64KB or 512MiB, found \"", text, "\"");
}

}  // namespace

Result<std::uint64_t> parse_size(std::string_view text) {
  std::uint64_t count = 0;
  auto const [rest, failure] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (failure == std::errc::result_out_of_range) return Error::of(Errc::config, "the size \"", text, "\" is too large");
  if (failure != std::errc{}) return not_a_size(text);
  auto suffix = text.substr(static_cast<std::size_t>(rest - text.data()));
  while (suffix.starts_with(' ')) suffix.remove_prefix(1);
  for (auto const& unit : units) {
    if (unit.name != lower(suffix)) continue;
    if (count > std::numeric_limits<std::uint64_t>::max() / unit.bytes)
      return Error::of(Errc::config, "the size \"", text, "\" is too large");
    return count * unit.bytes;
  }
  return not_a_size(text);
}

}  // namespace oar::config
