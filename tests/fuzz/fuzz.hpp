#pragma once
// What the fuzz targets share: taking numbers off the front of the input, and promises that end the process.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace oar::fuzz {

class Input {
 public:
  Input(std::uint8_t const* data, std::size_t size) : rest_{reinterpret_cast<char const*>(data), size} {}

  std::uint8_t byte() {
    if (rest_.empty()) return 0;
    auto const first = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return first;
  }
  // 0..bound-1
  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : (byte() | std::size_t{byte()} << 8) % bound; }
  bool empty() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }
  // At most so many bytes.
  std::string_view take(std::size_t most) {
    auto const taken = rest_.substr(0, most);
    rest_.remove_prefix(taken.size());
    return taken;
  }
  // Up to a zero byte, or all.
  std::string_view text() {
    auto const end = rest_.find('\0');
    auto const all = rest_.substr(0, end);
    rest_.remove_prefix(end == rest_.npos ? rest_.size() : end + 1);
    return all;
  }

 private:
  std::string_view rest_;
};

inline void must(bool holds, std::string_view what, std::string_view about = {}) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %.*s: %.*s\n", static_cast<int>(what.size()), what.data(),
               static_cast<int>(about.size()), about.data());
  std::abort();
}

}  // namespace oar::fuzz
