#pragma once
// The rules that the columns of a table's schema must keep.

#include <oar/abi/arrow.h>

#include <string>

#include "oar/result.hpp"

namespace oar::contract {

// Every node of every column: present, not released, named in UTF-8, of one of Oarlock's types, with the children that
// its type has, its extension on the storage that it needs, and nested at most 32 deep.
Result<void> check_columns(ArrowSchema const& table);

// Counts and sizes that can be believed, and UTF-8 text. NULL = none. Before it nobody decodes them.
Result<void> check_metadata(char const* encoded);

// ARROW:extension:name; empty = none. Of a column that was checked.
std::string extension_of(ArrowSchema const& column);

}  // namespace oar::contract
