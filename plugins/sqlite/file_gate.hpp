#pragma once
// One transaction at a time per database file within this process: writers queue here instead of racing for SQLite's
// lock.

#include <oar/result.hpp>

#include <memory>
#include <string>

#include "plugins/sqlite/connection.hpp"

namespace oar::sqlite {

struct FileGate;

// Holding a file's gate; given back when destroyed, by whatever thread.
class GatePass {
 public:
  GatePass() = default;
  explicit GatePass(std::shared_ptr<FileGate> gate) : gate_{std::move(gate)} {}
  GatePass(GatePass&&) = default;
  GatePass& operator=(GatePass&& other) noexcept {
    std::swap(gate_, other.gate_);
    return *this;
  }
  ~GatePass();

  explicit operator bool() const { return gate_ != nullptr; }

 private:
  std::shared_ptr<FileGate> gate_;
};

// The same for every spelling of a path.
std::shared_ptr<FileGate> gate_of(std::string const& path);

// Waits for the file's turn; Errc::cancelled when who waits is stopped meanwhile.
Result<GatePass> enter(std::shared_ptr<FileGate> const& gate, Waiting const& waiting);

}  // namespace oar::sqlite
