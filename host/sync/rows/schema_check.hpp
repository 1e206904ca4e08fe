#pragma once
// The rules that the columns of a table's schema must keep.

#include <string>

#include "host/sync/rows/arrow_owner.hpp"
#include "oar/result.hpp"

namespace oar::sync {

// Every node of every column: present, not released, named in UTF-8, of one of Oarlock's types, with the children that
// its type has, its extension on the storage that it needs, and nested at most 32 deep.
Result<void> check_columns(ArrowSchema const& table);

// ARROW:extension:name; empty = none.
std::string extension_of(ArrowSchema const& column);

}  // namespace oar::sync
