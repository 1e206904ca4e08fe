#pragma once
// A 128-bit integer with a decimal scale as the one shortest plain text: 500 with scale 2 is "5", -25 with scale 2
// "-0.25".

#include <cstdint>
#include <string>
#include <string_view>

namespace oar::sync {

// Sign and magnitude.
struct Wide {
  bool negative = false;
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  static Wide of(std::int64_t value);
  static Wide of(std::uint64_t value) { return {false, 0, value}; }
  // 16 bytes, two's complement.
  static Wide of_little_endian(char const* bytes);
};

// The text lives in here, until the next write.
class NumberText {
 public:
  std::string_view write(Wide value, int scale);

 private:
  std::string text_;
};

}  // namespace oar::sync
