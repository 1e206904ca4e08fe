#pragma once
// Does a produced array have the shape of its layout? Looks at every node once, at no row.

#include <oar/abi/arrow.h>

#include "oar/result.hpp"

namespace oar::sync {

// Numbers of children and buffers, lengths and offsets, missing buffers and releases, nulls at the top level. After it
// the pieces of this room may walk the batch. The schema has passed read_table().
Result<void> check_batch(ArrowSchema const& schema, ArrowArray const& batch);

}  // namespace oar::sync
