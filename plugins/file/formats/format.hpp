#pragma once
// Which format and which compression a file has, by its name.

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace oar::file {

enum class Format { csv, ndjson };
BOOST_DESCRIBE_ENUM(Format, csv, ndjson)

enum class Compression { none, gzip, zstd };
BOOST_DESCRIBE_ENUM(Compression, none, gzip, zstd)

// What a name tells: orders.csv.gz is csv, gzip and stem "orders".
struct NameParts {
  std::string stem;
  std::optional<Format> format;  // none: the ending says nothing
  Compression compression = Compression::none;
};

// `name` may have folders in front.
NameParts parts_of(std::string_view name);

}  // namespace oar::file
