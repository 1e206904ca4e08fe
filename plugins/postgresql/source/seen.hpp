#pragma once
// Transactions by their 64-bit numbers: which a snapshot could not be sure of, and which of these were seen in a table.

#include <oar/result.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace oar::postgresql::source {

// Of "xmin:xmax:in,progress": all transactions below `floor` had ended, none from `ceiling` on had begun to write.
struct Window {
  std::uint64_t floor = 0;
  std::uint64_t ceiling = 0;
};
std::optional<Window> window_of(std::string_view snapshot);

// The number of the transaction that inserted a row, from the 32 bits that the row keeps of it. A row cannot be newer
// than the snapshot that sees it. 0 for rows that are older than any number (frozen by servers before 9.4, made by
// initdb).
inline std::uint64_t full_number(std::uint32_t xmin, std::uint64_t ceiling) {
  if (xmin < 3) return 0;
  return ceiling - ((ceiling - xmin) & 0xffff'ffff);
}

// A set of such numbers, kept as ranges.
class Seen {
 public:
  void add(std::uint64_t number);
  bool contains(std::uint64_t number) const;
  void add_all(Seen const& other);
  void forget_below(std::uint64_t number);
  bool empty() const { return ranges_.empty(); }

  // "740+2,1,5": 740 to 742, 744 (that is one more than the next free one), 750.
  std::string text() const;
  static Result<Seen> parse(std::string_view text);

  bool operator==(Seen const&) const = default;

 private:
  void add_range(std::uint64_t first, std::uint64_t last);

  std::map<std::uint64_t, std::uint64_t> ranges_;  // first -> last; never adjacent
  std::uint64_t newest_ = 0;                       // added last: rows of one transaction stand together
};

}  // namespace oar::postgresql::source
