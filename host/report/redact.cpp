// The forms a secret can take in a text, and their removal.
#include "host/report/redact.hpp"

#include <array>
#include <cctype>
#include <cstdio>
#include <mutex>
#include <vector>

namespace oar::report {
namespace {

std::string as_json(std::string_view text) {
  std::string out;
  for (char const character : text) {
    switch (character) {
      case '"':
        out.append("\\\"");
        break;
      case '\\':
        out.append("\\\\");
        break;
      case '\n':
        out.append("\\n");
        break;
      case '\r':
        out.append("\\r");
        break;
      case '\t':
        out.append("\\t");
        break;
      default:
        out.push_back(character);
    }
  }
  return out;
}

bool is_unreserved(char character) {
  auto const byte = static_cast<unsigned char>(character);
  return byte < 0x80 && (std::isalnum(byte) != 0 || std::string_view("-._~").find(character) != std::string_view::npos);
}

std::string as_url(std::string_view text) {
  std::string out;
  for (char const character : text) {
    if (is_unreserved(character)) {
      out.push_back(character);
      continue;
    }
    std::array<char, 4> code{};
    std::snprintf(code.data(), code.size(), "%%%02X", static_cast<unsigned>(static_cast<unsigned char>(character)));
    out.append(code.data());
  }
  return out;
}

int hex_digit(char character) {
  if (character >= '0' && character <= '9') return character - '0';
  if (character >= 'a' && character <= 'f') return character - 'a' + 10;
  if (character >= 'A' && character <= 'F') return character - 'A' + 10;
  return -1;
}

std::string from_url(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    int const high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    int const low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    if (low < 0) {
      out.push_back(text[i]);
      continue;
    }
    out.push_back(static_cast<char>(high * 16 + low));
    i += 2;
  }
  return out;
}

// "scheme://user:PASSWORD@host/..."; empty when there is none.
std::string_view password_in_url(std::string_view text) {
  auto const scheme = text.find("://");
  if (scheme == std::string_view::npos) return {};
  auto authority = text.substr(scheme + 3);
  authority = authority.substr(0, authority.find_first_of("/?#"));
  auto const at = authority.rfind('@');
  auto const colon = authority.find(':');
  if (at == std::string_view::npos || colon == std::string_view::npos || colon > at) return {};
  return authority.substr(colon + 1, at - colon - 1);
}

// "... password=VALUE ..." and "Password=VALUE;", quoted or not.
std::string_view password_in_pairs(std::string_view text) {
  std::string lower;
  for (char const character : text)
    lower.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(character))));
  for (std::string_view const key : {"password=", "pwd="}) {
    auto const found = lower.find(key);
    if (found == std::string::npos) continue;
    auto value = text.substr(found + key.size());
    if (value.starts_with('\'')) return value.substr(1, value.find('\'', 1) - 1);
    return value.substr(0, value.find_first_of(" ;&"));
  }
  return {};
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    auto const end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

void replace_all(std::string& text, std::string const& what) {
  constexpr std::string_view stars = "***";
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + stars.size()))
    text.replace(at, what.size(), stars);
}

}  // namespace

void Redactor::add(std::string_view secret) {
  while (!secret.empty() && std::isspace(static_cast<unsigned char>(secret.back())) != 0) secret.remove_suffix(1);
  add_forms(secret);
  add_forms(password_in_url(secret));
  add_forms(from_url(password_in_url(secret)));
  add_forms(password_in_pairs(secret));
  auto const lines = lines_of(secret);
  if (lines.size() < 2) return;
  // A PEM file is shown line by line; its BEGIN and END lines are no secret.
  for (auto const line : lines)
    if (!line.starts_with("-----")) add_forms(line);
}

void Redactor::add_forms(std::string_view secret) {
  if (secret.size() < min_length) return;
  insert(std::string(secret));
  insert(as_json(secret));
  insert(as_url(secret));
}

void Redactor::insert(std::string form) {
  std::unique_lock const lock{mutex_};
  forms_.insert(std::move(form));
}

std::string Redactor::clean(std::string_view text) const {
  std::string out(text);
  std::shared_lock const lock{mutex_};
  for (auto const& form : forms_) replace_all(out, form);
  return out;
}

}  // namespace oar::report
