#pragma once
// Is every value of a batch what its type allows? Looks at each of them: for tests, and for whoever suspects a plugin.

#include <oar/abi/arrow.h>

#include <optional>
#include <string_view>

#include "oar/result.hpp"

namespace oar::contract {

// How closely the host looks at what plugins hand over. `shape` costs some nanoseconds a column.
enum class Validation { shape, full };

// "full" or "shape"; nothing for any other word. Empty = shape.
std::optional<Validation> validation_of(std::string_view word);

// All nodes, recursively: offsets that run forwards and stay inside, UTF-8, indices inside of their dictionary, nulls
// as counted and only where they are allowed, decimals within their digits, times within a day. check_batch() has
// accepted the batch.
Result<void> check_values(ArrowSchema const& schema, ArrowArray const& batch);

}  // namespace oar::contract
