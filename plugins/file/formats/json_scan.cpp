#include "plugins/file/formats/json_scan.hpp"

#include "plugins/file/formats/digits.hpp"

namespace oar::file {
namespace {

constexpr int deepest = 500;

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_{text} {}

  bool object(std::vector<JsonMember>& into) {
    into.clear();
    skip_space();
    if (!take('{')) return fail("an object");
    skip_space();
    if (!take('}')) {
      do {
        if (!member(into.emplace_back())) return false;
      } while (take(','));
      if (!take('}')) return fail("a comma or the end of the object");
    }
    skip_space();
    return at_ == text_.size() || fail("nothing behind the object");
  }

  JsonFault fault() const { return fault_; }

 private:
  bool fail(char const* expected) {
    fault_ = {at_, expected};
    return false;
  }
  char here() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (here() != c) return false;
    ++at_;
    return true;
  }
  void skip_space() {
    while (here() == ' ' || here() == '\t' || here() == '\n' || here() == '\r') ++at_;
  }

  bool member(JsonMember& into) {
    skip_space();
    if (!string(into.name, into.name_escaped)) return false;
    skip_space();
    if (!take(':')) return fail("a colon");
    skip_space();
    auto const from = at_;
    if (!value(into.kind, into.escaped, 0)) return false;
    into.raw = text_.substr(from, at_ - from);
    if (into.kind == JsonKind::string) into.raw = into.raw.substr(1, into.raw.size() - 2);
    skip_space();
    return true;
  }

  bool value(JsonKind& kind, bool& escaped, int depth) {
    std::string_view ignored;
    switch (here()) {
      case '{':
      case '[':
        kind = JsonKind::nested;
        return nested(depth);
      case '"':
        kind = JsonKind::string;
        return string(ignored, escaped);
      case 't':
        kind = JsonKind::boolean;
        return word("true");
      case 'f':
        kind = JsonKind::boolean;
        return word("false");
      case 'n':
        kind = JsonKind::null;
        return word("null");
      default:
        kind = JsonKind::number;
        return number();
    }
  }

  bool nested(int depth) {
    if (depth == deepest) return fail("less nesting");
    auto const is_object = take('{');
    if (!is_object) ++at_;
    auto const close = is_object ? '}' : ']';
    skip_space();
    if (take(close)) return true;
    do {
      skip_space();
      std::string_view name;
      bool escaped = false;
      if (is_object) {
        if (!string(name, escaped)) return false;
        skip_space();
        if (!take(':')) return fail("a colon");
        skip_space();
      }
      JsonKind kind{};
      if (!value(kind, escaped, depth + 1)) return false;
      skip_space();
    } while (take(','));
    return take(close) || fail(is_object ? "a comma or the end of an object" : "a comma or the end of a list");
  }

  bool word(std::string_view wanted) {
    if (!text_.substr(at_).starts_with(wanted)) return fail("a value");
    at_ += wanted.size();
    return true;
  }

  bool digits() {
    auto const from = at_;
    while (is_digit(here())) ++at_;
    return at_ > from;
  }

  bool number() {
    auto const from = at_;
    take('-');
    if (!take('0') && !digits()) {
      at_ = from;
      return fail("a value");
    }
    if (take('.') && !digits()) return fail("a digit");
    if (here() == 'e' || here() == 'E') {
      ++at_;
      if (!take('+')) take('-');
      if (!digits()) return fail("a digit");
    }
    return true;
  }

  // Between the quotes.
  bool string(std::string_view& between, bool& escaped) {
    if (!take('"')) return fail("a text in quotes");
    auto const from = at_;
    for (; at_ < text_.size(); ++at_) {
      auto const c = text_[at_];
      if (c == '"') {
        between = text_.substr(from, at_ - from);
        ++at_;
        return true;
      }
      if (static_cast<unsigned char>(c) < 0x20) return fail("no control character in a text");
      if (c != '\\') continue;
      escaped = true;
      ++at_;
      if (!escape()) return false;
    }
    return fail("a closing quote");
  }

  // Behind a backslash; stops at the last character of the escape.
  bool escape() {
    if (here() != 'u')
      return (here() != '\0' && std::string_view{"\"\\/bfnrt"}.find(here()) != std::string_view::npos) ||
             fail("an escape");
    for (int i = 0; i < 4; ++i) {
      ++at_;
      if (hex_digit(here()) < 0) return fail("four hex digits");
    }
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  JsonFault fault_;
};

void append_utf8(std::string& out, std::uint32_t point) {
  auto const follow = [&](unsigned shift) { out.push_back(static_cast<char>(0x80 | (point >> shift & 0x3F))); };
  if (point < 0x80) {
    out.push_back(static_cast<char>(point));
  } else if (point < 0x800) {
    out.push_back(static_cast<char>(0xC0 | point >> 6));
    follow(0);
  } else if (point < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | point >> 12));
    follow(6);
    follow(0);
  } else {
    out.push_back(static_cast<char>(0xF0 | point >> 18));
    follow(12);
    follow(6);
    follow(0);
  }
}

std::uint32_t four_digits(std::string_view raw, std::size_t at) {
  std::uint32_t unit = 0;
  for (auto i = at; i < at + 4; ++i) unit = unit << 4 | static_cast<std::uint32_t>(hex_digit(raw[i]));
  return unit;
}

char simple_escape(char c) {
  switch (c) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return c;
  }
}

}  // namespace

std::optional<JsonFault> split_object(std::string_view text, std::vector<JsonMember>& into) {
  Scanner scanner{text};
  if (scanner.object(into)) return std::nullopt;
  return scanner.fault();
}

std::optional<std::string> unescape_json(std::string_view raw) {
  std::string out;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '\\') {
      out.push_back(raw[i]);
      continue;
    }
    if (raw[++i] != 'u') {
      out.push_back(simple_escape(raw[i]));
      continue;
    }
    auto point = four_digits(raw, i + 1);
    i += 4;
    if (point >= 0xDC00 && point <= 0xDFFF) return std::nullopt;
    if (point >= 0xD800 && point <= 0xDBFF) {
      if (raw.substr(i + 1, 2) != "\\u") return std::nullopt;
      auto const low = four_digits(raw, i + 3);
      if (low < 0xDC00 || low > 0xDFFF) return std::nullopt;
      point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
      i += 6;
    }
    append_utf8(out, point);
  }
  return out;
}

}  // namespace oar::file
