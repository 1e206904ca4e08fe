#pragma once
// What stands for a row in a cursor, and the rows that a reading knows by it.

#include <oar/result.hpp>

#include <algorithm>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace oar {

// 128 bits over a row's values: the same ones in every process, release and machine. Not made against somebody who
// looks for two rows with the same one.
class Fingerprint {
 public:
  static constexpr std::size_t digits = 32;

  // "ab" and "c" are not "a" and "bc"; NULL is not "".
  Fingerprint& add(std::string_view bytes) {
    mix(bytes.size());
    while (!bytes.empty()) {
      std::uint64_t word = 0;
      auto const part = bytes.substr(0, sizeof word);
      for (std::size_t i = 0; i < part.size(); ++i)
        word |= std::uint64_t{static_cast<unsigned char>(part[i])} << (8 * i);
      mix(word);
      bytes.remove_prefix(part.size());
    }
    return *this;
  }
  Fingerprint& add(std::integral auto number) {
    mix(static_cast<std::uint64_t>(number));
    return *this;
  }
  Fingerprint& add_null() {
    mix(~std::uint64_t{0});
    return *this;
  }

  friend bool operator==(Fingerprint const&, Fingerprint const&) = default;

  std::string text() const {
    std::string out(digits, '0');
    for (std::size_t i = 0; i < digits; ++i) {
      auto const word = i < digits / 2 ? first_ : second_;
      out[i] = "0123456789abcdef"[word >> (60 - 4 * (i % 16)) & 15];
    }
    return out;
  }
  static Result<Fingerprint> parse(std::string_view text) {
    Fingerprint row;
    auto const read = [&](std::string_view from, std::uint64_t& into) {
      auto const end = from.data() + from.size();
      auto const [stopped, error] = std::from_chars(from.data(), end, into, 16);
      return error == std::errc{} && stopped == end;
    };
    if (text.size() == digits && read(text.substr(0, 16), row.first_) && read(text.substr(16), row.second_)) return row;
    return Error::of(Errc::cursor_expired, "the saved cursor knows its rows in a way that this release does not read");
  }

  struct Hash {
    std::size_t operator()(Fingerprint const& row) const noexcept { return static_cast<std::size_t>(row.first_); }
  };

 private:
  // Two lanes that take the same words in different ways; odd factors and shifts, so that no lane loses a bit.
  void mix(std::uint64_t word) {
    first_ = (first_ ^ word) * 0x9e3779b97f4a7c15;
    first_ ^= first_ >> 29;
    second_ = (second_ + word) * 0xbf58476d1ce4e5b9;
    second_ ^= second_ >> 32;
  }

  std::uint64_t first_ = 0x243f6a8885a308d3;
  std::uint64_t second_ = 0x13198a2e03707344;
};

// Rows that an earlier reading brought and this one may meet again. Equal rows count: of two, two are known.
class KnownRows {
 public:
  void add(Fingerprint const& row) {
    ++rows_[row];
    ++size_;
  }
  void add(KnownRows const& more) {
    for (auto const& [row, times] : more.rows_) rows_[row] += times;
    size_ += more.size_;
  }
  // Whether it was known; it is not any more then.
  bool take(Fingerprint const& row) {
    auto const place = rows_.find(row);
    if (place == rows_.end()) return false;
    if (--place->second == 0) rows_.erase(place);
    --size_;
    return true;
  }
  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }

  // Fingerprint::digits for each, in order: the same rows are the same bytes, by which a host sees that nothing is new.
  std::string text() const {
    std::vector<std::string> all;
    all.reserve(size_);
    for (auto const& [row, times] : rows_) all.insert(all.end(), times, row.text());
    std::sort(all.begin(), all.end());
    std::string out;
    out.reserve(size_ * Fingerprint::digits);
    for (auto const& one : all) out += one;
    return out;
  }
  static Result<KnownRows> parse(std::string_view text) {
    KnownRows all;
    for (; !text.empty(); text.remove_prefix(std::min(text.size(), Fingerprint::digits)))
      all.add(OAR_TRY(Fingerprint::parse(text.substr(0, Fingerprint::digits))));
    return all;
  }

 private:
  std::unordered_map<Fingerprint, std::size_t, Fingerprint::Hash> rows_;  // each with how many there are
  std::size_t size_ = 0;
};

}  // namespace oar
