#pragma once
// Arrow nodes whose releases trust nothing of the struct: whatever a fault writes into it, all memory goes back.

#include <oar/abi.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace zoo {

using Words = std::vector<std::uint64_t>;  // a buffer, aligned to 8 bytes
using Pairs = std::vector<std::pair<std::string, std::string>>;

ArrowSchema make_schema(std::string format, std::string name, std::int64_t flags, Pairs const& metadata = {},
                        std::vector<ArrowSchema> children = {});
void set_dictionary(ArrowSchema& of, ArrowSchema values);

// A buffer of no words is NULL.
ArrowArray make_array(std::int64_t length, std::int64_t nulls, std::vector<Words> buffers,
                      std::vector<ArrowArray> children = {});
void set_dictionary(ArrowArray& of, ArrowArray values);

template <class T>
Words words(std::vector<T> const& values) {
  Words all((values.size() * sizeof(T) + 7) / 8);
  auto* const to = reinterpret_cast<unsigned char*>(all.data());
  auto const* const from = reinterpret_cast<unsigned char const*>(values.data());
  for (std::size_t i = 0; i < values.size() * sizeof(T); ++i) to[i] = from[i];
  return all;
}

// Four animals: id, name (one is NULL), tags, size, kind (by dictionary), price, woken.
enum Column { id, name, tags, size, kind, price, woken, columns };
ArrowSchema animals_schema(std::string const& table, Pairs const& more = {});
ArrowArray animals_rows();

// Harm by the name of a fault; nothing happens for others.
void harm_batch(std::string const& fault, ArrowArray& batch);
void harm_schema(std::string const& fault, ArrowSchema& schema);

}  // namespace zoo
