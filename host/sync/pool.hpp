#pragma once
// Runs the scans of all sources side by side on a bounded number of threads.

#include <condition_variable>
#include <deque>
#include <mutex>
#include <vector>

#include "host/sync/reader.hpp"

namespace oar::sync {

class Pool {
 public:
  Pool(Context& context, std::vector<Reader*> readers);
  Pool(Pool const&) = delete;

  // Until every split was read, failed, or may not be read any more. Splits found on the way are read too.
  void run();

 private:
  enum class Stage { waiting, running, over };
  struct Task {
    SplitRun* split;
    Stage stage = Stage::waiting;
    std::uint64_t memory = 0;  // while it runs
  };

  void work();
  Task* next();
  // Under mutex_:
  Task* pick();
  bool may_run(Task const& task) const;
  std::size_t running(Reader const* reader) const;
  std::uint64_t memory_of_next() const;
  bool others_over(Task const& task) const;
  bool others_durable(Task const& task) const;
  bool skip_hopeless();
  void add(Reader& reader, std::vector<Split> found);
  void finish(Task& task, std::vector<Split> found);

  // Constant after construction.
  Context& context_;
  unsigned const concurrency_;

  std::mutex mutex_;
  std::condition_variable_any changed_;
  // Guarded by mutex_, as are the readers' splits.
  std::deque<Task> tasks_;
  std::uint64_t changes_ = 0;
};

}  // namespace oar::sync
