#include "json_cell.hpp"

#include <boost/json.hpp>

#include <stdexcept>

namespace conformance {
namespace {

// Reads one value after another; numbers stay text, so that no digit is lost.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_{text} {}

  std::string value() {
    skip();
    if (rest_.empty()) throw std::runtime_error{"no value"};
    if (rest_.front() == '{') return object();
    if (rest_.front() == '[') return array();
    if (rest_.front() == '"') return string();
    return word();
  }

  std::map<std::string, std::string> members() {
    std::map<std::string, std::string> out;
    take('{');
    for (skip(); !rest_.starts_with('}'); skip()) {
      if (!out.empty()) take(',');
      skip();
      auto const key = raw_string();
      take(':');
      out[key] = value();
    }
    take('}');
    return out;
  }

  void end() {
    skip();
    if (!rest_.empty()) throw std::runtime_error{"more than one value"};
  }

 private:
  void skip() {
    while (!rest_.empty() &&
           (rest_.front() == ' ' || rest_.front() == '\n' || rest_.front() == '\r' || rest_.front() == '\t'))
      rest_.remove_prefix(1);
  }
  void take(char wanted) {
    skip();
    if (!rest_.starts_with(wanted)) throw std::runtime_error{"something else"};
    rest_.remove_prefix(1);
  }

  std::string object() {
    std::string out = "{";
    for (auto const& [key, value] : members()) out += std::to_string(key.size()) + ":" + key + "=" + value + ",";
    return out + "}";
  }

  std::string array() {
    std::string out = "[";
    take('[');
    for (skip(); !rest_.starts_with(']'); skip()) {
      if (out.size() > 1) take(',');
      out += value() + ",";
    }
    take(']');
    return out + "]";
  }

  std::string raw_string() {
    std::size_t size = 1;
    while (size < rest_.size() && rest_[size] != '"') size += rest_[size] == '\\' ? 2 : 1;
    auto const parsed = boost::json::parse({rest_.data(), std::min(size + 1, rest_.size())});
    rest_.remove_prefix(size + 1);
    return std::string{parsed.as_string()};
  }
  std::string string() {
    auto const text = raw_string();
    return "\"" + std::to_string(text.size()) + ":" + text;
  }

  std::string word() {
    auto const size = std::min(rest_.find_first_of(",]} \t\r\n"), rest_.size());
    auto const text = rest_.substr(0, size);
    boost::json::parse({text.data(), text.size()});
    rest_.remove_prefix(size);
    return text.front() == '-' || (text.front() >= '0' && text.front() <= '9') ? number(text) : std::string{text};
  }

  // Sign, digits without zeros at either end, and the power of ten.
  static std::string number(std::string_view text) {
    auto const negative = text.front() == '-';
    std::string digits;
    long exponent = 0;
    bool behind_point = false;
    for (std::size_t i = negative ? 1 : 0; i < text.size(); ++i) {
      if (text[i] == 'e' || text[i] == 'E') {
        exponent += std::stol(std::string{text.substr(i + 1)});
        break;
      }
      if (text[i] == '.') {
        behind_point = true;
        continue;
      }
      digits += text[i];
      if (behind_point) --exponent;
    }
    for (; digits.ends_with('0'); ++exponent) digits.pop_back();
    auto const first = digits.find_first_not_of('0');
    if (first == std::string::npos) return "0";
    return (negative ? "-" : "") + digits.substr(first) + "e" + std::to_string(exponent);
  }

  std::string_view rest_;
};

}  // namespace

std::optional<std::string> canonical_json(std::string_view text) try {
  Reader reader{text};
  auto out = reader.value();
  reader.end();
  return out;
} catch (std::exception const&) {
  return std::nullopt;
}

std::optional<std::map<std::string, std::string>> members_of_json(std::string_view text) try {
  Reader reader{text};
  auto out = reader.members();
  reader.end();
  return out;
} catch (std::exception const&) {
  return std::nullopt;
}

}  // namespace conformance
