#include "host/sync/scan_reader.hpp"

#include "host/sync/reading.hpp"
#include "host/sync/retry.hpp"

namespace oar::sync {
namespace {

void tell_failure(Context& context, SplitRun& split, Error const& why) {
  split.fail(why);
  for (Committer const* committer : split.reader().committers) {
    for (std::string const& table : split.split().tables)
      context.ledger.table_failed(committer->setup().index, table, why);
  }
}

Error explained(Error why) {
  if (why.code() != Errc::cursor_expired) return why;
  return Error::of(Errc::cursor_expired, "the source cannot go on from the saved cursor (", why.message(),
                   "); with `--on-expired resync` the next sync reads the table from its start");
}

// What of a full table was read before belongs to this sync, so it can be read anew without being asked.
bool may_restart(Context const& context, SplitRun const& split, Error const& why) {
  if (why.code() != Errc::cursor_expired || split.durable_cursor().empty()) return false;
  return split.split().read == Read::full || context.options.on_expired == OnExpired::resync;
}

}  // namespace

std::vector<Split> read_split(Context& context, SplitRun& split, Budget::Scan const& memory) {
  std::vector<Split> found;
  context.ledger.events().split_started(split.reader().source->end->name, split.split().id);
  for (int attempt = 1;; ++attempt) {
    std::uint64_t const before = split.checkpoints();
    std::string const from = split.durable_cursor();
    Reading reading{context, split, memory};
    Result<void> const read = reading.run();
    std::vector<Split> more = reading.found(split.checkpoints() - before);
    found.insert(found.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    if (read || split.deserted() || context.reading_stop().stop_requested()) return found;
    if (split.durable_cursor() != from) attempt = 1;  // it came further
    std::string const what = "scan of " + split.split().id;
    if (wait_for_retry(context, what, attempt, read.error(), context.reading_stop())) continue;
    if (context.reading_stop().stop_requested()) return found;
    if (may_restart(context, split, read.error())) {
      split.expire(read.error());
    } else {
      tell_failure(context, split, explained(read.error()));
    }
    return found;
  }
}

}  // namespace oar::sync
