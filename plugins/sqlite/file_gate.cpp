#include "plugins/sqlite/file_gate.hpp"

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>

namespace oar::sqlite {

struct FileGate {
  std::mutex mutex;
  std::condition_variable opened;
  bool taken = false;  // guarded by mutex
};

GatePass::~GatePass() {
  if (!gate_) return;
  {
    std::scoped_lock const lock{gate_->mutex};
    gate_->taken = false;
  }
  gate_->opened.notify_one();
}

std::shared_ptr<FileGate> gate_of(std::string const& path) {
  static auto* const mutex = new std::mutex;  // never destroyed: transactions may end while the process exits
  static auto* const gates = new std::map<std::string, std::weak_ptr<FileGate>>;
  std::error_code ignored;
  auto const name = std::filesystem::weakly_canonical(std::filesystem::absolute(path, ignored), ignored).string();
  std::scoped_lock const lock{*mutex};
  auto& known = (*gates)[name.empty() ? path : name];
  auto gate = known.lock();
  if (!gate) known = gate = std::make_shared<FileGate>();
  return gate;
}

Result<GatePass> enter(std::shared_ptr<FileGate> const& gate, Waiting const& waiting) {
  std::unique_lock lock{gate->mutex};
  while (gate->taken) {
    if (waiting.stopped()) return Error::of(Errc::cancelled, "cancelled while waiting for another route's transaction");
    gate->opened.wait_for(lock, std::chrono::milliseconds{50});
  }
  gate->taken = true;
  return GatePass{gate};
}

}  // namespace oar::sqlite
