#pragma once
// Texts as people read them: numbers, durations, and foreign text that must neither move the cursor nor break a column.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace oar::report {

// Foreign text made harmless: control characters and broken UTF-8 become U+FFFD; a line break is followed by `indent`.
std::string printable(std::string_view text, std::string_view indent = "    ");

// As printable, on one line.
std::string one_line(std::string_view text);

// Columns of a terminal that one line of valid UTF-8 takes; wide characters count twice, combining ones not at all.
std::size_t display_width(std::string_view line);

// The line cut to `width` columns, with "..." in the place of what is missing.
std::string fit(std::string_view line, std::size_t width);

// Filled with spaces up to `width` columns.
std::string pad_right(std::string_view line, std::size_t width);
std::string pad_left(std::string_view line, std::size_t width);

std::string with_commas(std::uint64_t number);                   // 1,234,567
std::string short_count(double number);                          // 1.2k, 34M
std::string duration_text(std::chrono::milliseconds taken);      // 0.4 s, 12.3 s, 2:05, 1:02:03
std::string plural(std::uint64_t count, std::string_view noun);  // "1 row", "2,000 rows"

}  // namespace oar::report
