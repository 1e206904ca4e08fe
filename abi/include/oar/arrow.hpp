#pragma once
// Owners for Arrow's C structs, and the encoding of schema metadata.
// Source: https://arrow.apache.org/docs/format/CDataInterface.html

#include <oar/abi/arrow.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace oar {

// Owns one ArrowSchema or ArrowArray and releases it. release() hands it over by Arrow's rule: move the struct, mark
// the source.
template <class Struct>
class Owned {
 public:
  Owned() = default;
  explicit Owned(Struct taken) : value_{taken} {}
  Owned(Owned&& other) noexcept : value_{other.take()} {}
  Owned& operator=(Owned&& other) noexcept {
    if (this != &other) {
      reset();
      value_ = other.take();
    }
    return *this;
  }
  ~Owned() { reset(); }

  // Moves out of a struct that somebody else declared, such as an argument.
  static Owned from(Struct* source) {
    Owned owned{*source};
    source->release = nullptr;
    return owned;
  }

  Struct take() { return std::exchange(value_, Struct{}); }
  void move_to(Struct* out) { *out = take(); }
  void reset() {
    if (value_.release) value_.release(&value_);
    value_ = Struct{};
  }

  explicit operator bool() const { return value_.release != nullptr; }
  Struct* get() { return &value_; }
  Struct const* get() const { return &value_; }
  Struct* operator->() { return &value_; }
  Struct const* operator->() const { return &value_; }
  Struct const& operator*() const { return value_; }

 private:
  Struct value_{};
};

using OwnedSchema = Owned<ArrowSchema>;
using OwnedArray = Owned<ArrowArray>;

using Metadata = std::vector<std::pair<std::string, std::string>>;

// int32 count, then per pair: int32 length, key, int32 length, value; native byte order. Empty metadata is an empty
// string.
inline std::string encode_metadata(Metadata const& pairs) {
  std::string out;
  auto put = [&](std::size_t n) {
    auto const size = static_cast<std::int32_t>(n);
    out.append(reinterpret_cast<char const*>(&size), sizeof size);
  };
  if (pairs.empty()) return out;
  put(pairs.size());
  for (auto const& [key, value] : pairs) {
    put(key.size());
    out += key;
    put(value.size());
    out += value;
  }
  return out;
}

inline Metadata decode_metadata(char const* encoded) {
  Metadata pairs;
  if (!encoded) return pairs;
  auto number = [&] {
    std::int32_t n = 0;
    std::memcpy(&n, encoded, sizeof n);
    encoded += sizeof n;
    return n < 0 ? 0 : n;
  };
  auto text = [&] {
    auto const size = static_cast<std::size_t>(number());
    std::string value{encoded, size};
    encoded += size;
    return value;
  };
  auto const count = number();
  for (std::int32_t i = 0; i < count; ++i) {
    auto key = text();
    auto value = text();
    pairs.emplace_back(std::move(key), std::move(value));
  }
  return pairs;
}

inline std::string_view find(Metadata const& pairs, std::string_view key) {
  for (auto const& [name, value] : pairs)
    if (name == key) return value;
  return {};
}

}  // namespace oar
