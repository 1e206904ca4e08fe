#pragma once
// What plugin instances warn of by themselves, while no scan or writer speaks for them: told, and added to the summary.

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "host/cli/ends.hpp"
#include "host/report/tracker.hpp"
#include "host/sync/summary.hpp"

namespace oar::cli {

class InstanceWarnings {
 public:
  InstanceWarnings(Ends& ends, report::Tracker& tracker) : ends_{ends}, tracker_{tracker} {
    for (auto& end : ends_.sources)
      end->hand_warnings_to([this, name = end->name()](std::string_view text) { take(name, {}, text); });
    for (auto& end : ends_.destinations)
      end->hand_warnings_to([this, name = end->name()](std::string_view text) { take({}, name, text); });
  }
  ~InstanceWarnings() {
    for (auto& end : ends_.sources) end->hand_warnings_to({});
    for (auto& end : ends_.destinations) end->hand_warnings_to({});
  }
  InstanceWarnings(InstanceWarnings const&) = delete;
  InstanceWarnings& operator=(InstanceWarnings const&) = delete;

  void add_to(sync::Summary& summary) {
    std::lock_guard const lock{mutex_};
    summary.warnings_count += count_;
    summary.warnings.insert(summary.warnings.end(), kept_.begin(), kept_.end());
  }

 private:
  static constexpr std::size_t kept_at_most = 1000;

  void take(std::string const& source, std::string const& destination, std::string_view text) {
    sync::Warning warning{.source = source, .destination = destination, .message = std::string(text)};
    tracker_.warned(warning);
    std::lock_guard const lock{mutex_};
    ++count_;
    if (kept_.size() < kept_at_most) kept_.push_back(std::move(warning));
  }

  Ends& ends_;
  report::Tracker& tracker_;
  std::mutex mutex_;
  std::uint64_t count_ = 0;          // guarded by mutex_
  std::vector<sync::Warning> kept_;  // guarded by mutex_
};

}  // namespace oar::cli
