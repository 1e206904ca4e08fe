#pragma once
// The suite as a host: a handle with the services that plugins ask for most, and ears for what they say.

#include <oar/abi.h>

#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

namespace conformance {

class Host {
 public:
  Host();
  Host(Host const&) = delete;

  oar_host const* get() const { return &abi_; }
  void cancel();
  bool cancelled() const;
  // Rows that the plugin gave up, each with its reason.
  std::vector<std::string> rejects() const;

 private:
  struct Services;

  oar_host abi_{};
  mutable std::mutex mutex_;
  std::condition_variable woken_;
  bool cancelled_ = false;
  std::vector<std::string> rejects_;
};

}  // namespace conformance
