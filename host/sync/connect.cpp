// Opens a route's writer, settles commits in doubt, and learns where the route stands.

#include <algorithm>

#include "host/sync/retry.hpp"
#include "host/sync/route_run.hpp"

namespace oar::sync {
namespace {

Result<void> open_writer(Context& context, RouteRun& run) {
  std::string const what = "open " + run.destination->name;
  for (int attempt = 1;; ++attempt) {
    Result<void> const opened = run.committer->open();
    if (opened) return {};
    if (!wait_for_retry(context, what, attempt, opened.error(), context.reading_stop())) return opened.error();
  }
}

// A token stands for a commit whose answer was never heard: the destination is asked, nothing is written again blindly.
Result<void> settle_doubts(Context& context, RouteRun& run) {
  std::vector<state::PendingCommit> const pending = OAR_TRY(context.state.pending(run.route));
  for (state::PendingCommit const& commit : pending) {
    std::optional<bool> const happened =
        OAR_TRY(run.committer->writer().resolve(commit.token).within("ask whether the last commit happened"));
    if (!happened) {
      context.ledger.note(
          run.index,
          "whether the last commit of an earlier sync happened is not known, and this destination cannot "
          "tell; its rows are read again");
    }
    if (happened.value_or(false)) {
      OAR_TRY(context.state.save(run.route, commit.progress));
    } else {
      OAR_TRY(context.state.forget_token(run.route, commit.token));
    }
  }
  return {};
}

Result<std::vector<state::Cursor>> durable_cursors(Context& context, RouteRun& run) {
  if (!run.committer->writer().can(OAR_CAP_ATOMIC_STATE)) return context.state.cursors(run.route);
  std::vector<state::Cursor> cursors = OAR_TRY(run.committer->writer().load_state().within("load_state"));
  std::erase_if(cursors, [](state::Cursor const& cursor) { return cursor.envelope.empty(); });
  if (OAR_TRY(context.state.replace_cursors(run.route, cursors, context.began_us))) {
    auto const splits = std::count_if(cursors.begin(), cursors.end(), [](state::Cursor const& cursor) {
      return !cursor.split_id.starts_with(reserved_prefix);
    });
    context.ledger.note(run.index, "the state file knew nothing of this route: what it has now, where " +
                                       std::to_string(splits) + (splits == 1 ? " split stands" : " splits stand") +
                                       ", is from the own record of destination '" + run.route.destination + "'");
  }
  return cursors;
}

}  // namespace

Result<std::vector<state::Cursor>> open_route(Context& context, RouteRun& run) {
  Result<void> const opened = open_writer(context, run);
  if (!opened) {
    context.ledger.destination_failed(run.destination->name, opened.error(), true);
    context.ledger.route_never_started(run.index, opened.error().message());
    return opened.error();
  }
  run.connected = true;
  OAR_TRY(settle_doubts(context, run));
  return durable_cursors(context, run);
}

Result<void> connect(Context& context, RouteRun& run) {
  std::vector<state::Cursor> const cursors = OAR_TRY(open_route(context, run));
  for (state::Cursor const& cursor : cursors) {
    if (cursor.split_id == route_record) {
      run.memory.record = OAR_TRY(decode_route_record(cursor.envelope));
      run.committer->remember_epoch(cursor.split_id, cursor.epoch);
    } else {
      run.memory.cursors[cursor.split_id] = OAR_TRY(open_cursor(run.route, cursor));
    }
  }
  if (context.options.resume) run.memory.resumed = context.sync.id;
  run.committer->remember_epochs(run.memory);
  return {};
}

}  // namespace oar::sync
