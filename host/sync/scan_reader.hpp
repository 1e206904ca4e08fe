#pragma once
// Reads one split to its end: pulls messages, makes units of them, and hands these to the lanes.

#include <functional>
#include <vector>

#include "host/sync/reader.hpp"

namespace oar::sync {

// Retries what may pass, from the last durable checkpoint. When it returns, no unit of the split is in a lane; what
// went wrong is in the split and in the ledger. Gives back the splits that it found and whose finding is durable.
std::vector<Split> read_split(Context& context, SplitRun& split, Budget::Scan const& memory);

}  // namespace oar::sync
