#pragma once
// Which type a column is read as, by what it is declared as: the README's table.

#include <oar/type.hpp>

#include <cstdint>
#include <string_view>

namespace oar::sqlite::source {

// What a value of the type may be stored as.
enum class Stored : std::uint8_t {
  exactly,  // as the type says; anything else is a reject
  spelled,  // as whatever: numbers are spelled out, bytes are a reject
};

struct ReadType {
  Type type;
  Stored stored = Stored::exactly;
  bool scale_from_values = false;  // a decimal whose scale only its values tell
};

ReadType read_type(std::string_view declared);

}  // namespace oar::sqlite::source
