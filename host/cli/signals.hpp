#pragma once
// Ctrl-C as stop tokens: once is soft, twice is hard, three times ends the process on the spot.

#include <stop_token>
#include <thread>

namespace oar::cli {

// Made before any plugin is loaded: a plugin's runtime (Go's) then finds handlers with SA_ONSTACK and keeps them. One
// at a time. SIGINT, SIGTERM and SIGHUP count alike; one that was ignored from the start (nohup) stays ignored. SIGPIPE
// is ignored.
class Signals {
 public:
  Signals();
  ~Signals();
  Signals(Signals const&) = delete;
  Signals& operator=(Signals const&) = delete;

  std::stop_token soft() const { return soft_.get_token(); }
  std::stop_token hard() const { return hard_.get_token(); }
  bool interrupted() const { return soft_.stop_requested(); }

 private:
  void listen();

  std::stop_source soft_;
  std::stop_source hard_;
  std::jthread listener_;
};

}  // namespace oar::cli
