#pragma once
// What one column of a table takes.

#include "plugins/file/source/number.hpp"

#include <oar/type.hpp>

#include <cstdint>

namespace oar::file {

// How a value is kept on its way: as text that needs no look, as text that is checked, or as bits.
enum class Storage : std::uint8_t { text, checked, fixed };

inline Storage storage_of(Type const& type) {
  if (type.kind == Kind::text && type.extension == Extension::none) return Storage::text;
  if (type.kind == Kind::text || type.kind == Kind::binary || type.kind == Kind::fixed_binary) return Storage::checked;
  return Storage::fixed;
}

struct ColumnPlan {
  Field field;
  bool overridden = false;      // the settings say its type
  bool digits_as_text = false;  // a text of numbers that no other type keeps: NDJSON's numbers are taken too
  Storage storage = storage_of(field.type);

  // Who asks for a float gets the nearest one.
  Digits digits() const { return overridden ? Digits::round : Digits::keep; }
};

}  // namespace oar::file
