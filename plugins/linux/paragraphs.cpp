// Parses deb822 as deb822(5) describes it; comment lines begin with '#'.
#include "paragraphs.hpp"

#include "text.hpp"

#include <algorithm>
#include <cctype>

namespace machine {

bool NoCase::operator()(std::string_view a, std::string_view b) const {
  auto const lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
  return std::ranges::lexicographical_compare(a, b, {}, lower, lower);
}

std::string_view Paragraph::get(std::string_view name) const {
  auto const found = fields.find(name);
  return found == fields.end() ? std::string_view{} : std::string_view{found->second};
}

bool Paragraphs::next(Paragraph& into) {
  into = {};
  std::string* folded = nullptr;
  for (std::string_view line; next_line(rest_, line);) {
    ++line_;
    if (line.starts_with('#')) continue;
    if (trim(line).empty()) {
      if (into.fields.empty()) continue;
      return true;
    }
    if (line.front() == ' ' || line.front() == '\t') {
      if (folded) folded->append("\n").append(trim(line));
      into.malformed += folded ? 0 : 1;
      continue;
    }
    auto const [name, value, found] = halve(line, ':');
    folded = nullptr;
    if (!found || name.empty()) {
      ++into.malformed;
      continue;
    }
    if (into.fields.empty()) into.line = line_;
    folded = &into.fields.insert_or_assign(std::string{trim(name)}, std::string{trim(value)}).first->second;
  }
  return !into.fields.empty();
}

}  // namespace machine
