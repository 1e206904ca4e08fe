#pragma once
// Finds commas and line ends, 64 bytes at a time: what most of the time of reading a CSV goes into.

#include <bit>
#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace oar::file {

// Bit i is set where bytes[i] is a comma or a line feed; all 64 are loaded.
inline std::uint64_t delimiters_in(char const* bytes) {
#if defined(__SSE2__)
  auto const comma = _mm_set1_epi8(',');
  auto const line_feed = _mm_set1_epi8('\n');
  std::uint64_t mask = 0;
  for (int i = 0; i < 4; ++i) {
    auto const some = _mm_loadu_si128(reinterpret_cast<__m128i const*>(bytes + 16 * i));
    auto const found = _mm_or_si128(_mm_cmpeq_epi8(some, comma), _mm_cmpeq_epi8(some, line_feed));
    mask |= static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(found))) << (16 * i);
  }
  return mask;
#else
  std::uint64_t mask = 0;
  for (int i = 0; i < 64; ++i) mask |= static_cast<std::uint64_t>(bytes[i] == ',' || bytes[i] == '\n') << i;
  return mask;
#endif
}

// Behind `end` 64 bytes may be loaded.
class Delimiters {
 public:
  Delimiters(char const* begin, char const* end) : block_{begin}, end_{end} {
    if (begin < end) mask_ = delimiters_in(block_);
  }

  // The first one that next() did not give and that is not before a place given to go_to(); `end` when there is none.
  char const* next() {
    while (mask_ == 0) {
      block_ += 64;
      if (block_ >= end_) {
        block_ = end_;  // and stays there
        return end_;
      }
      mask_ = delimiters_in(block_);
    }
    auto const* const found = block_ + std::countr_zero(mask_);
    mask_ &= mask_ - 1;
    return found < end_ ? found : end_;
  }

  // Forwards only.
  void go_to(char const* place) {
    auto const ahead = static_cast<std::size_t>(place - block_);
    if (ahead >= 64) {
      block_ += ahead / 64 * 64;
      mask_ = block_ < end_ ? delimiters_in(block_) : 0;
    }
    mask_ &= ~std::uint64_t{0} << (ahead % 64);
  }

 private:
  char const* block_;
  char const* end_;
  std::uint64_t mask_ = 0;
};

}  // namespace oar::file
