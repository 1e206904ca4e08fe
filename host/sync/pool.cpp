#include "host/sync/pool.hpp"

#include <algorithm>
#include <thread>

#include "host/sync/scan_reader.hpp"

namespace oar::sync {

Pool::Pool(Context& context, std::vector<Reader*> readers)
    : context_{context}, concurrency_{std::max(context.options.concurrency, 1U)} {
  for (Reader* reader : readers) {
    for (SplitRun& split : reader->splits) {
      Task task{&split};
      if (!split.waiting()) task.stage = Stage::over;
      tasks_.push_back(task);
    }
  }
}

void Pool::run() {
  std::vector<std::jthread> workers;
  bool const idle =
      std::all_of(tasks_.begin(), tasks_.end(), [](Task const& each) { return each.stage == Stage::over; });
  std::size_t const wanted = idle ? 0 : concurrency_;
  for (std::size_t i = 0; i < wanted; ++i) workers.emplace_back([this] { work(); });
}

void Pool::work() {
  while (Task* const task = next())
    finish(*task, read_split(context_, *task->split, context_.budget.scan(task->memory)));
}

Pool::Task* Pool::next() {
  std::unique_lock lock{mutex_};
  std::stop_token const stop = context_.reading_stop();
  for (;;) {
    if (stop.stop_requested()) return nullptr;
    if (Task* const task = pick()) {
      task->memory = memory_of_next();
      task->stage = Stage::running;
      return task;
    }
    if (skip_hopeless()) continue;
    bool const any =
        std::any_of(tasks_.begin(), tasks_.end(), [](Task const& each) { return each.stage != Stage::over; });
    if (!any) return nullptr;
    std::uint64_t const before = changes_;
    changed_.wait(lock, stop, [&] { return changes_ != before; });
  }
}

// The source that has the fewest scans running goes first, so that sources advance side by side.
Pool::Task* Pool::pick() {
  Task* best = nullptr;
  for (Task& task : tasks_) {
    if (task.stage != Stage::waiting || !may_run(task)) continue;
    if (!best || running(&task.split->reader()) < running(&best->split->reader())) best = &task;
  }
  return best;
}

std::size_t Pool::running(Reader const* reader) const {
  return static_cast<std::size_t>(std::count_if(tasks_.begin(), tasks_.end(), [&](Task const& task) {
    return task.stage == Stage::running && &task.split->reader() == reader;
  }));
}

// What the scans that run have left, divided among those that may join them; one of these may not have been found yet.
std::uint64_t Pool::memory_of_next() const {
  std::uint64_t left = context_.budget.size();
  std::size_t workers = concurrency_;
  std::size_t waiting = 0;
  for (Task const& task : tasks_) {
    if (task.stage == Stage::waiting) ++waiting;
    if (task.stage != Stage::running) continue;
    left -= std::min(left, task.memory);
    --workers;
  }
  return std::max<std::uint64_t>(left / std::min(workers, waiting + 1), 1);
}

bool Pool::may_run(Task const& task) const {
  Reader const* const reader = &task.split->reader();
  Split const& split = task.split->split();
  bool const exclusive_runs = std::any_of(tasks_.begin(), tasks_.end(), [&](Task const& each) {
    return each.stage == Stage::running && &each.split->reader() == reader &&
           each.split->split().has(OAR_SPLIT_EXCLUSIVE);
  });
  if (exclusive_runs || (split.has(OAR_SPLIT_EXCLUSIVE) && running(reader) > 0)) return false;
  return !split.has(OAR_SPLIT_LAST) || (others_over(task) && others_durable(task));
}

bool Pool::others_over(Task const& task) const {
  return std::none_of(tasks_.begin(), tasks_.end(), [&](Task const& each) {
    return &each.split->reader() == &task.split->reader() && !each.split->split().has(OAR_SPLIT_LAST) &&
           each.stage != Stage::over;
  });
}

bool Pool::others_durable(Task const& task) const {
  Reader const& reader = task.split->reader();
  return std::all_of(tasks_.begin(), tasks_.end(), [&](Task const& each) {
    if (&each.split->reader() != &reader || each.split->split().has(OAR_SPLIT_LAST)) return true;
    for (std::size_t lane = 0; lane < reader.lanes.size(); ++lane) {
      if (!reader.committers[lane]->failed() && !each.split->durable_to_end(lane)) return false;
    }
    return true;
  });
}

// A split that goes last and whose predecessors did not make it.
bool Pool::skip_hopeless() {
  bool skipped = false;
  for (Task& task : tasks_) {
    if (task.stage != Stage::waiting || !task.split->split().has(OAR_SPLIT_LAST)) continue;
    if (!others_over(task) || others_durable(task)) continue;
    task.split->fail(Error::of(Errc::invalid_state, "not read, because it comes after splits that failed"));
    task.stage = Stage::over;
    task.split->set_waiting(false);
    skipped = true;
    ++changes_;
  }
  if (skipped) changed_.notify_all();
  return skipped;
}

void Pool::add(Reader& reader, std::vector<Split> found) {
  for (Split& split : found) {
    bool const known = std::any_of(reader.splits.begin(), reader.splits.end(),
                                   [&](SplitRun const& each) { return each.split().id == split.id; });
    if (known) continue;
    reader.splits.emplace_back(reader, std::move(split), reader.lanes.size(), reader.acknowledge);
    tasks_.push_back({&reader.splits.back()});
  }
}

void Pool::finish(Task& task, std::vector<Split> found) {
  std::lock_guard const lock{mutex_};
  task.stage = Stage::over;
  task.split->set_waiting(false);
  add(task.split->reader(), std::move(found));
  ++changes_;
  changed_.notify_all();
}

}  // namespace oar::sync
