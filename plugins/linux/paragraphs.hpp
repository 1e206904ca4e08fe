#pragma once
// Debian's control format (deb822): paragraphs of "Field: value" with folded lines, parted by empty lines.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace machine {

// Names compare without case. Folded values keep their lines, each without its leading blank.
struct NoCase {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const;
};

struct Paragraph {
  std::map<std::string, std::string, NoCase> fields;
  std::int64_t line = 0;       // of its first field, from 1
  std::int64_t malformed = 0;  // lines that were passed over

  // Empty when it is not there.
  std::string_view get(std::string_view name) const;
};

// Hands out one paragraph after another of a text that it borrows.
class Paragraphs {
 public:
  explicit Paragraphs(std::string_view text) : rest_{text} {}
  // False when there is none left.
  bool next(Paragraph& into);

 private:
  std::string_view rest_;
  std::int64_t line_ = 0;
};

}  // namespace machine
