#pragma once
// Named moments of a sync at which tests end the process as `kill -9` would: OARLOCK_KILL_AT=NAME:N does it the Nth
// time that one is reached. Only in builds with tests; in others they are nothing.

#include <array>
#include <string_view>

namespace oar::sync {

// In the order in which a sync first comes by them.
inline constexpr std::array<std::string_view, 17> kill_points{
    "sync-begun",         // in the state file
    "tables-migrated",    // at one destination
    "clean-start",        // what an unfinished sync left is gone
    "scan-opened",        //
    "unit-closed",        // not yet in a lane
    "transaction-begun",  //
    "rows-written",       // into the transaction
    "token-saved",        // the commit is about to be sent
    "committed",          // in the destination, and nobody here knows yet
    "state-saved",        // and the token is gone
    "source-told",        // that it is durable
    "scans-ended",        //
    "stale-counted",      //
    "stale-deleted",      //
    "settled",            // records of full splits are forgotten
    "writer-closed",      //
    "sync-finished",      // in the state file
};

#ifdef OAR_KILL_POINTS
void kill_point(std::string_view name);
#else
inline void kill_point(std::string_view) {}
#endif

}  // namespace oar::sync
