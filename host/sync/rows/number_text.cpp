#include "host/sync/rows/number_text.hpp"

#include <algorithm>
#include <cstring>

namespace oar::sync {
namespace {

__extension__ typedef unsigned __int128 Magnitude;

// Without leading zeros; "" for 0.
std::string digits_of(Wide value) {
  auto rest = (static_cast<Magnitude>(value.high) << 64) | value.low;
  std::string digits;
  for (; rest > ~std::uint64_t{0}; rest /= 10) digits += static_cast<char>('0' + static_cast<int>(rest % 10));
  for (auto low = static_cast<std::uint64_t>(rest); low != 0; low /= 10) digits += static_cast<char>('0' + low % 10);
  std::ranges::reverse(digits);
  return digits;
}

}  // namespace

Wide Wide::of(std::int64_t value) {
  auto const bits = static_cast<std::uint64_t>(value);
  return value < 0 ? Wide{true, 0, ~bits + 1} : Wide{false, 0, bits};
}

Wide Wide::of_little_endian(char const* bytes) {
  Wide value;
  std::memcpy(&value.low, bytes, 8);
  std::memcpy(&value.high, bytes + 8, 8);
  value.negative = value.high >> 63;
  if (!value.negative) return value;
  value.low = ~value.low + 1;
  value.high = ~value.high + (value.low == 0 ? 1 : 0);
  return value;
}

std::string_view NumberText::write(Wide value, int scale) {
  auto digits = digits_of(value);
  if (digits.empty()) return "0";
  for (; scale > 0 && digits.back() == '0' && digits.size() > 1; --scale) digits.pop_back();
  if (scale < 0) digits.append(static_cast<std::size_t>(-scale), '0');
  text_ = value.negative ? "-" : "";
  if (scale <= 0) return text_ += digits;
  auto const behind = static_cast<std::size_t>(scale);
  if (digits.size() <= behind) digits.insert(0, behind + 1 - digits.size(), '0');
  text_.append(digits, 0, digits.size() - behind).append(1, '.').append(digits, digits.size() - behind);
  return text_;
}

}  // namespace oar::sync
