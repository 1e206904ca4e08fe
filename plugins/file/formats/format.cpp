#include "plugins/file/formats/format.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace oar::file {
namespace {

struct FormatEnding {
  std::string_view ending;
  Format format;
};
constexpr auto format_endings = std::to_array<FormatEnding>({
    {".csv", Format::csv},
    {".ndjson", Format::ndjson},
    {".jsonl", Format::ndjson},
});

struct CompressionEnding {
  std::string_view ending;
  Compression compression;
};
constexpr auto compression_endings = std::to_array<CompressionEnding>({
    {".gz", Compression::gzip},
    {".zst", Compression::zstd},
});

// Endings are read as people write them: ORDERS.CSV is a CSV.
bool take_ending(std::string_view& name, std::string_view ending) {
  if (name.size() <= ending.size()) return false;
  auto const same = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; };
  if (!std::ranges::equal(name.substr(name.size() - ending.size()), ending, same)) return false;
  name.remove_suffix(ending.size());
  return true;
}

// Without its last ending, unless that would leave nothing.
std::string_view without_ending(std::string_view name) {
  auto const dot = name.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? name : name.substr(0, dot);
}

}  // namespace

NameParts parts_of(std::string_view name) {
  NameParts parts;
  name.remove_prefix(name.rfind('/') + 1);  // npos + 1 is 0
  for (auto const& known : compression_endings)
    if (take_ending(name, known.ending)) {
      parts.compression = known.compression;
      break;
    }
  for (auto const& known : format_endings)
    if (take_ending(name, known.ending)) {
      parts.format = known.format;
      parts.stem = name;
      return parts;
    }
  parts.stem = without_ending(name);
  return parts;
}

}  // namespace oar::file
