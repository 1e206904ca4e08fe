#pragma once
// What readings of all kinds share: a session in the snapshot, had when it is first needed, and a way to end its waits.

#include <oar/source.hpp>

#include <atomic>
#include <memory>
#include <mutex>

#include "plugins/postgresql/source/select.hpp"
#include "plugins/postgresql/source/snapshot.hpp"
#include "plugins/postgresql/source/tuples.hpp"

namespace oar::postgresql::source {

// What a reading reads. All of it outlives the reading, or is held by it.
struct Subject {
  std::shared_ptr<Snapshot> snapshot;
  std::shared_ptr<Relations const> relations;  // holds the relation
  Relation const* relation = nullptr;
  SplitData data;
};

class Scan : public Reader {
 public:
  explicit Scan(Subject subject);
  ~Scan() override;

  void cancel() final;

 protected:
  Subject const& subject() const { return subject_; }
  Relation const& relation() const { return *subject_.relation; }
  SplitData const& data() const { return subject_.data; }
  std::string doing() const { return "read " + relation().table.name(); }

  // The session, on the first call after the columns were checked.
  Result<Connection*> connection(Output& out);
  Select& select() { return select_; }

 private:
  Subject subject_;
  Select select_;
  std::atomic<bool> cancelled_ = false;
  std::mutex mutex_;
  std::unique_ptr<Session> session_;  // set and reset under mutex_
};

// How many blocks one statement reads, so that what lies between two checkpoints stays a share of the memory.
std::uint64_t blocks_at_once(SplitData const& data, BatchLimits const& limits);

}  // namespace oar::postgresql::source
