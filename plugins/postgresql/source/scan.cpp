#include "plugins/postgresql/source/scan.hpp"

#include <algorithm>

namespace oar::postgresql::source {
namespace {

// A batch is a quarter of what the host lets a scan hold: so one unit is written while the next one is read.
constexpr std::uint64_t batches_at_once = 2;

}  // namespace

Scan::Scan(Subject subject) : subject_{std::move(subject)}, select_{*subject_.relation, subject_.data} {}

Scan::~Scan() {
  std::unique_ptr<Session> session;
  std::lock_guard const lock{mutex_};
  session.swap(session_);
}

void Scan::cancel() {
  std::lock_guard const lock{mutex_};
  cancelled_ = true;
  if (session_) session_->connection().stop().ask();
}

Result<Connection*> Scan::connection(Output& out) {
  if (session_) return &session_->connection();
  auto const stopped = [&] { return cancelled_ || out.host().cancelled(); };
  auto session = OAR_TRY(subject_.snapshot->session(out.host(), stopped));
  {
    std::lock_guard const lock{mutex_};
    session_ = std::move(session);
    if (cancelled_) session_->connection().stop().ask();
  }
  OAR_TRY(select_.check(session_->connection(), relation().table.name()));
  return &session_->connection();
}

std::uint64_t blocks_at_once(SplitData const& data, BatchLimits const& limits) {
  return std::max<std::uint64_t>(1, limits.bytes * batches_at_once / std::max<std::uint64_t>(1, data.block_bytes));
}

}  // namespace oar::postgresql::source
