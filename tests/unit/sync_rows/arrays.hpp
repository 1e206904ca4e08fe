#pragma once
// Arrow arrays built by hand, small and owned, that count how often they were released.

#include <oar/abi/message.h>

#include <atomic>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include "host/sync/rows/arrow_owner.hpp"

namespace oar::sync::test {

using Bytes = std::vector<std::uint8_t>;

struct Column {
  OwnedSchema schema;
  OwnedArray array;
};

// Empty buffers are NULL. `released` counts releases of this node when it is given.
OwnedArray make_array(std::int64_t length, std::vector<Bytes> buffers, std::vector<OwnedArray> children = {},
                      OwnedArray dictionary = {}, std::atomic<int>* released = nullptr);

template <class T>
Bytes bytes_of(std::vector<T> const& values) {
  Bytes bytes(values.size() * sizeof(T));
  if (!values.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

template <class T>
Bytes validity_of(std::vector<std::optional<T>> const& values) {
  Bytes bits(values.size() / 8 + 1);
  for (std::size_t i = 0; i < values.size(); ++i)
    if (values[i]) bits[i / 8] = static_cast<std::uint8_t>(bits[i / 8] | (1U << (i % 8)));
  return bits;
}

template <class T>
Column fixed(char const* name, char const* format, std::vector<std::optional<T>> const& values,
             Metadata const& metadata = {}) {
  std::vector<T> plain;
  for (auto const& value : values) plain.push_back(value.value_or(T{}));
  auto array = make_array(static_cast<std::int64_t>(values.size()), {validity_of(values), bytes_of(plain)});
  return {make_schema(format, name, metadata, ARROW_FLAG_NULLABLE), std::move(array)};
}

using Texts = std::vector<std::optional<std::string>>;

// "u", "z" or "U", "Z".
Column texts(char const* name, char const* format, Texts const& values);
// int8 indices into utf8 values.
Column dictionary(char const* name, std::vector<std::optional<std::int8_t>> const& indices, Texts const& values);
// A list of int32, one item less per row: [0..n-1], [0..n-2], ...
Column list(char const* name, std::int64_t rows);
Column structure(char const* name, std::vector<Column> members);

struct Table {
  OwnedSchema schema;
  OwnedArray batch;
};
Table table(Metadata const& metadata, std::vector<Column> columns, std::atomic<int>* released = nullptr);

// Text i of an exported column.
std::string text_at(ArrowArray const& column, std::int64_t row);

}  // namespace oar::sync::test
