#include "plugins/sqlite/json_read.hpp"

#include <oar/json_parts.hpp>

#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <string>

#include "plugins/sqlite/read_value.hpp"

namespace oar::sqlite {
namespace {

// A cursor over the text; every call returns false, or nothing, at the first thing that is not as expected.
class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : rest_{text} {}

  bool value(Column& into) {
    auto const& type = into.type();
    if (word("null")) return into.append_null(), true;
    switch (type.kind) {
      case Kind::list:
      case Kind::large_list:
        return list(into);
      case Kind::structure:
        return structure(into);
      case Kind::map:
        return map(into);
      case Kind::boolean:
        return boolean(into);
      default:
        return scalar(into);
    }
  }

  bool at_end() {
    blanks();
    return rest_.empty();
  }

 private:
  void blanks() {
    while (!rest_.empty() && (rest_[0] == ' ' || rest_[0] == '\n' || rest_[0] == '\t' || rest_[0] == '\r'))
      rest_.remove_prefix(1);
  }

  bool word(std::string_view wanted) {
    blanks();
    if (!rest_.starts_with(wanted)) return false;
    rest_.remove_prefix(wanted.size());
    return true;
  }

  // Items between brackets, each read by `item`.
  template <class Item>
  bool items(std::string_view open, std::string_view close, Item item) {
    if (!word(open)) return false;
    if (word(close)) return true;
    do {
      if (!item()) return false;
    } while (word(","));
    return word(close);
  }

  bool list(Column& into) {
    return items("[", "]", [&] { return value(into.child(0)); }) && (into.close_list(), true);
  }

  bool structure(Column& into) {
    std::size_t i = 0;
    auto const member = [&] {
      auto const name = string();
      if (!name || i == into.children() || *name != into.type().fields[i].name) return false;
      return word(":") && value(into.child(i++));
    };
    return items("{", "}", member) && i == into.children() && (into.close_struct(), true);
  }

  bool map(Column& into) {
    blanks();
    auto const entry = [&] { return value(into.child(0)) && word(":") && value(into.child(1)); };
    auto const pair = [&] {
      return word("[") && value(into.child(0)) && word(",") && value(into.child(1)) && word("]");
    };
    auto const read = rest_.starts_with('{') ? items("{", "}", entry) : items("[", "]", pair);
    return read && (into.close_map(), true);
  }

  bool boolean(Column& into) {
    auto const yes = word("true");
    if (!yes && !word("false")) return false;
    into.append_bool(yes);
    return true;
  }

  bool scalar(Column& into) {
    auto const& type = into.type();
    if (type.extension == Extension::json) return raw_json(into);
    blanks();
    if (!rest_.starts_with('"')) return number(into, token());
    auto const text = string();
    if (!text) return false;
    switch (type.kind) {
      case Kind::text:
      case Kind::large_text:
        return into.append_bytes(*text), true;
      case Kind::binary:
      case Kind::large_binary:
        return bytes(into, *text);
      case Kind::fixed_binary:
        return type.extension == Extension::uuid ? append_spelled(into, *text) : bytes(into, *text);
      case Kind::float32:
      case Kind::float64:
        return not_finite(into, *text);
      default:
        return append_spelled(into, *text);
    }
  }

  bool bytes(Column& into, std::string_view text) {
    auto const data = base64_bytes(text);
    auto const& type = into.type();
    if (!data || (type.kind == Kind::fixed_binary && data->size() != static_cast<std::size_t>(type.width)))
      return false;
    into.append_bytes(*data);
    return true;
  }

  static void put_real(Column& into, double value) {
    if (into.type().kind == Kind::float32)
      into.append(static_cast<float>(value));
    else
      into.append(value);
  }

  static bool not_finite(Column& into, std::string_view text) {
    using Limits = std::numeric_limits<double>;
    if (text == "NaN") return put_real(into, Limits::quiet_NaN()), true;
    if (text == "Infinity") return put_real(into, Limits::infinity()), true;
    if (text == "-Infinity") return put_real(into, -Limits::infinity()), true;
    return false;
  }

  template <class T>
  static std::optional<T> parsed(std::string_view text) {
    T value{};
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
  }

  static bool number(Column& into, std::string_view text) {
    switch (into.type().kind) {
      case Kind::float32: {
        auto const value = parsed<float>(text);
        return value && (into.append(*value), true);
      }
      case Kind::float64: {
        auto const value = parsed<double>(text);
        return value && (into.append(*value), true);
      }
      case Kind::uint64: {
        auto const value = parsed<std::uint64_t>(text);
        return value && (into.append(*value), true);
      }
      case Kind::decimal128:
        return append_spelled(into, text);
      default: {
        auto const value = parsed<std::int64_t>(text);
        return value && append_integer(into, *value);
      }
    }
  }

  // A number's characters.
  std::string_view token() {
    auto const size = std::min(rest_.find_first_of(",:]} \n\t\r"), rest_.size());
    auto const text = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return text;
  }

  std::optional<std::string> string() {
    blanks();
    if (!rest_.starts_with('"')) return std::nullopt;
    std::size_t end = 1;
    while (end < rest_.size() && rest_[end] != '"') end += rest_[end] == '\\' ? 2 : 1;
    if (end >= rest_.size()) return std::nullopt;
    auto text = json_string(rest_.substr(0, end + 1));
    rest_.remove_prefix(end + 1);
    return text;
  }

  // One whole value, as it stands.
  bool raw_json(Column& into) {
    blanks();
    auto const* const begin = rest_.data();
    int depth = 0;
    do {
      blanks();
      if (rest_.empty()) return false;
      if (rest_[0] == '"') {
        if (!string()) return false;
        continue;
      }
      if (rest_[0] == '{' || rest_[0] == '[') ++depth;
      if (rest_[0] == '}' || rest_[0] == ']') --depth;
      if (depth > 0 || rest_[0] == '}' || rest_[0] == ']')
        rest_.remove_prefix(1);
      else if (token().empty())
        return false;
    } while (depth > 0);
    into.append_bytes({begin, static_cast<std::size_t>(rest_.data() - begin)});
    return true;
  }

  std::string_view rest_;
};

}  // namespace

bool append_json_value(Column& into, std::string_view text) {
  JsonReader reader{text};
  return reader.value(into) && reader.at_end();
}

}  // namespace oar::sqlite
