// Turns the counted troubles of a reading into one sentence a table.
#include "problems.hpp"

#include "text.hpp"

#include <algorithm>
#include <cstring>

namespace machine {

void Problems::unreadable(std::string const& table, std::string const& what, std::string const& path, int error) {
  note(table, what, std::string{"could not be read: "} + std::strerror(error), "/" + path);
}

void Problems::malformed(std::string const& table, std::string const& what, std::string const& path) {
  note(table, what, "not understood and passed over", "/" + path);
}

void Problems::note(std::string const& table, std::string const& what, std::string const& reason,
                    std::string const& example) {
  auto& count = counts_[{table, what, reason}];
  if (count.times++ == 0) count.example = utf8(example);
}

void Problems::absent(std::string const& table, std::string const& path) {
  auto sentence = table + ": there is no /" + utf8(path);
  if (std::ranges::find(absences_, sentence) == absences_.end()) absences_.push_back(std::move(sentence));
}

std::int64_t Problems::count(std::string const& table) const {
  std::int64_t sum = 0;
  for (auto const& [kind, count] : counts_)
    if (std::get<0>(kind) == table) sum += count.times;
  return sum;
}

std::vector<std::string> Problems::sentences() const {
  std::vector<std::string> sentences;
  std::string const* current = nullptr;
  for (auto const& [kind, count] : counts_) {
    auto const& [table, what, reason] = kind;
    auto const clause = std::to_string(count.times) + " " + what + " " + reason + " (one is " + count.example + ")";
    if (current && *current == table)
      sentences.back() += "; " + clause;
    else
      sentences.push_back(table + ": " + clause);
    current = &table;
  }
  return sentences;
}

}  // namespace machine
