#pragma once
// The text of one file, and the way from a byte in it to a line and a column.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/config/problem.hpp"

namespace oar::config {

class Text {
 public:
  // A byte order mark is left out. `file` is how messages name the file.
  Text(std::string file, std::string content);

  std::string const& file() const { return file_; }
  std::string const& content() const { return content_; }
  // Columns count characters, not bytes. Past the end: the end.
  Place place(std::size_t byte) const;
  // The line that holds the byte, without its end.
  std::string_view line_around(std::size_t byte) const;
  // The first byte that is no UTF-8, or a NUL.
  std::optional<std::size_t> first_bad_byte() const;

 private:
  std::size_t line_of(std::size_t byte) const;
  std::size_t characters_before(std::size_t byte) const;

  std::string file_;
  std::string content_;
  std::vector<std::size_t> line_starts_{0};
  std::vector<std::size_t> characters_;  // before each block of bytes, since a line may be the whole file
};

// The first byte of the text that is no UTF-8, or a NUL.
std::optional<std::size_t> first_bad_byte(std::string_view text);

}  // namespace oar::config
