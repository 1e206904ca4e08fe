#pragma once
// The destination's settings.

#include <oar/setting.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace oar::file {

enum class WriteFormat : std::uint8_t { csv, ndjson };
BOOST_DESCRIBE_ENUM(WriteFormat, csv, ndjson)

enum class WriteCompression : std::uint8_t { none, gzip, zstd };
BOOST_DESCRIBE_ENUM(WriteCompression, none, gzip, zstd)

struct DestinationConfig {
  std::string path = "{{TABLE}}.{{UUID}}.{{FORMAT}}";
  std::optional<WriteFormat> format = {};
  std::optional<WriteCompression> compression = {};
};
BOOST_DESCRIBE_STRUCT(DestinationConfig, (), (path, format, compression))
constexpr auto oar_settings(DestinationConfig const*) {
  return std::to_array<Setting>({
      {"path",
       "Name of each new file; {{UUID}} must be in it, {{TABLE}}, {{SYNC_ID}} and {{FORMAT}} may. Folders that are "
       "missing are made"},
      {"format", "csv or ndjson; when absent, by the ending of path, else csv"},
      {"compression", "none, gzip or zstd; when absent, by the ending of path, else none. Adds .gz or .zst to path"},
  });
}

}  // namespace oar::file
