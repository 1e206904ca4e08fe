#include "plugins/file/destination/safe_name.hpp"

#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid_io.hpp>

#include <algorithm>

namespace oar::file {
namespace {

constexpr std::size_t longest = 120;
constexpr std::size_t cut_to = 80;

bool stays(char c) {
  auto const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return letter || c == '_' || c == '-' || c == '.' || static_cast<unsigned char>(c) >= 0x80;
}

void escape(std::string& out, char c) {
  static constexpr char hex[] = "0123456789ABCDEF";
  out += '%';
  out += hex[static_cast<unsigned char>(c) >> 4];
  out += hex[static_cast<unsigned char>(c) & 15];
}

// Neither in the middle of a character nor of an escape.
std::string_view cut(std::string_view text) {
  auto end = cut_to;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  auto const percent = text.substr(0, end).rfind('%');
  if (percent != text.npos && percent + 3 > end) end = percent;
  return text.substr(0, end);
}

}  // namespace

std::string safe_name(std::string_view name) {
  std::string out;
  for (auto const c : name) {
    if (stays(c) && (c != '.' || !out.empty()))
      out += c;
    else
      escape(out, c);
  }
  if (out.empty()) return "%~";  // no name escapes to this
  if (out.size() <= longest) return out;
  boost::uuids::name_generator_sha1 const number{boost::uuids::ns::oid()};
  return std::string{cut(out)} + "%~" + boost::uuids::to_string(number(name.data(), name.size()));
}

}  // namespace oar::file
