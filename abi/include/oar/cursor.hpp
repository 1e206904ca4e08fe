#pragma once
// Where a scan resumes: bytes that only their source reads. Numbers and texts are kept as text, structs as JSON.

#include <oar/config.hpp>

#include <charconv>
#include <concepts>
#include <string>
#include <string_view>

namespace oar {

class Cursor {
 public:
  Cursor() = default;  // empty: from the start
  Cursor(std::string_view bytes) : bytes_{bytes} {}
  Cursor(std::string bytes) : bytes_{std::move(bytes)} {}
  Cursor(char const* text) : bytes_{text} {}
  Cursor(std::integral auto number) : bytes_{std::to_string(number)} {}
  template <Described T>
  Cursor(T const& value) {
    json::object object;
    boost::mp11::mp_for_each<members_of<T>>(
        [&](auto member) { object[member.name] = json::value_from(value.*member.pointer); });
    bytes_ = json::serialize(object);
  }

  bool empty() const { return bytes_.empty(); }
  std::string const& bytes() const { return bytes_; }

  // The position as T, or `start` for an empty cursor. A cursor that is not a T was written by something else: an
  // error.
  template <class T>
  Result<T> value_or(T start) const {
    if (empty()) return start;
    if constexpr (std::same_as<T, std::string>) {
      return bytes_;
    } else if constexpr (std::integral<T>) {
      T value{};
      auto const* end = bytes_.data() + bytes_.size();
      auto const [stopped, error] = std::from_chars(bytes_.data(), end, value);
      if (error == std::errc{} && stopped == end) return value;
      return Error::of(Errc::cursor_expired, "the saved cursor is not a number that this source wrote");
    } else {
      auto position = read_config<T>(bytes_);
      if (position) return position;
      return Error::of(Errc::cursor_expired,
                       "the saved cursor is none that this source wrote: ", position.error().message());
    }
  }

 private:
  std::string bytes_;
};

}  // namespace oar
