#include "plugins/file/source/value.hpp"

#include "plugins/file/formats/digits.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>

#include <arpa/inet.h>

namespace oar::file {

std::optional<bool> read_boolean(std::string_view text) {
  if (text == "true" || text == "True" || text == "TRUE") return true;
  if (text == "false" || text == "False" || text == "FALSE") return false;
  return std::nullopt;
}

std::optional<Uuid> read_uuid(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  Uuid uuid;
  std::size_t nibbles = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (text[i] != '-') return std::nullopt;
      continue;
    }
    auto const digit = hex_digit(text[i]);
    if (digit < 0) return std::nullopt;
    auto& byte = uuid.bytes[nibbles / 2];
    byte = static_cast<std::uint8_t>(byte << 4 | digit);
    ++nibbles;
  }
  return uuid;
}

bool is_json(std::string_view text) {
  boost::json::stream_parser parser;
  boost::system::error_code failed;
  parser.write(text.data(), text.size(), failed);
  if (!failed) parser.finish(failed);
  return !failed;
}

bool is_inet(std::string_view text) {
  auto const slash = text.find('/');
  std::string const address{text.substr(0, slash)};
  std::array<unsigned char, 16> bytes{};
  auto const v4 = ::inet_pton(AF_INET, address.c_str(), bytes.data()) == 1;
  if (!v4 && ::inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) return false;
  if (slash == std::string_view::npos) return true;
  unsigned length = 0;
  auto const* const end = text.data() + text.size();
  auto const [stopped, wrong] = std::from_chars(text.data() + slash + 1, end, length);
  return wrong == std::errc{} && stopped == end && length <= (v4 ? 32u : 128u);
}

bool is_mac(std::string_view text) {
  if (text.size() != 17) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto const is_separator = i % 3 == 2;
    if (is_separator ? text[i] != ':' : hex_digit(text[i]) < 0 || (text[i] >= 'A' && text[i] <= 'F')) return false;
  }
  return true;
}

}  // namespace oar::file
