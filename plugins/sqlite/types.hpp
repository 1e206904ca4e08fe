#pragma once
// Which declared type a column gets, and whether a column that exists can take another type's values exactly.

#include <oar/type.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace oar::sqlite {

// The README's table. Empty for the null type: such a column keeps whatever comes later.
std::string declared_type(Type const& type);

// By SQLite's rules for names of types. Source: https://www.sqlite.org/datatype3.html, 3.1
enum class Affinity : std::uint8_t { integer, text, blob, real, numeric };
Affinity affinity_of(std::string_view declared);

// Values of `wanted` stay exact in a column declared like this, and what it holds already is of that type or narrower.
bool takes(std::string_view declared, Type const& wanted);

}  // namespace oar::sqlite
