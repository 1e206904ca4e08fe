#pragma once
// Does a produced array have the shape of its layout? Looks at every node once, at no value: for every batch, always.

#include <oar/abi/arrow.h>

#include "oar/result.hpp"

namespace oar::contract {

// Numbers of children and buffers, lengths and offsets, missing and misaligned buffers, missing releases, nulls where
// the schema allows none. After it the batch may be walked. The schema has passed check_columns().
Result<void> check_batch(ArrowSchema const& schema, ArrowArray const& batch);

}  // namespace oar::contract
