#pragma once
// Splits CSV into records and fields. Source of the format: RFC 4180, https://www.rfc-editor.org/rfc/rfc4180

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace oar::file {

// A field's text in the bytes that were split.
struct CsvField {
  std::uint32_t begin = 0;
  std::uint32_t size : 30 = 0;
  std::uint32_t quoted : 1 = 0;
  std::uint32_t escaped : 1 = 0;  // quotes inside are doubled

  bool empty() const { return size == 0 && quoted == 0; }  // and so NULL; "" is an empty text
  std::string_view in(char const* bytes) const { return {bytes + begin, size}; }
};

// Of a field with doubled quotes.
std::string unescape(std::string_view text);

// Why a record is no row.
enum class CsvFault : std::uint8_t { none, width, behind_quote };

struct CsvRecord {
  std::size_t begin = 0;
  std::size_t end = 0;  // without its line end
  std::size_t fields = 0;
  CsvFault fault = CsvFault::none;
};

// What was split: `rows` records of `width` fields each, one after another, and the records that are none.
struct CsvRecords {
  std::size_t rows = 0;
  std::vector<CsvField> fields;
  std::vector<CsvRecord> records;  // one for each row
  std::vector<CsvRecord> faulty;

  void clear();
};

enum class AtEnd { no, yes };

struct CsvLimits {
  std::size_t width = 0;  // fields of a row; 0 = any number, and one record is split
  std::size_t rows = 1;   // at most
};

struct CsvTaken {
  std::size_t bytes = 0;
  bool open_quote = false;  // what is left begins a field whose quote is not closed
};

// Splits whole records; with AtEnd::yes, what is left at the end is a record too, unless a quote is open.
// Behind `bytes` 64 bytes may be loaded.
CsvTaken split_csv(std::string_view bytes, AtEnd at_end, CsvLimits limits, CsvRecords& into);

}  // namespace oar::file
