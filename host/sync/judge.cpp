// What became of every split in a route, told as statuses of its tables.

#include "host/sync/route_run.hpp"

namespace oar::sync {
namespace {

// Nothing: it was read to its end and is durable, or it was interrupted.
std::optional<Error> failure_of(Context const& context, RouteRun const& run, SplitRun const& split, std::size_t lane) {
  if (std::optional<Error> const whole = split.error()) return whole;
  if (split.durable_to_end(lane)) return std::nullopt;
  std::optional<Error> const here = split.lane_error(lane);
  if (here && here->code() != Errc::cancelled) return here;
  if (context.reading_stop().stop_requested() && !run.committer->failed()) return std::nullopt;
  return Error::of(Errc::invalid_state, "not read to its end, because the route failed before");
}

}  // namespace

void judge(Context& context, RouteRun& run) {
  std::size_t const lane = run.committer->lane();
  for (SplitRun const& split : run.reader->splits) {
    std::optional<Error> const failure = failure_of(context, run, split, lane);
    for (std::string const& table : split.split().tables) {
      if (failure) {
        context.ledger.table_failed(run.index, table, *failure);
      } else if (!split.durable_to_end(lane)) {
        context.ledger.table_interrupted(run.index, table);
      }
    }
  }
}

}  // namespace oar::sync
