#pragma once
// What every part of one running sync shares.

#include <chrono>
#include <functional>
#include <stop_token>

#include "host/plugins/host_handle.hpp"
#include "host/sync/engine.hpp"
#include "host/sync/ledger.hpp"
#include "host/sync/rows/budget.hpp"
#include "host/sync/streamer.hpp"
#include "state/state_file.hpp"

namespace oar::sync {

class Context {
 public:
  Context(Options const& wanted, state::StateFile& state_file, Ledger& told, state::Sync started, std::int64_t now_us,
          std::stop_token soft, std::stop_token hard)
      : options{wanted},
        state{state_file},
        ledger{told},
        sync{std::move(started)},
        began_us{now_us},
        budget{wanted.memory_bytes},
        on_soft_{std::move(soft), [this] { reading_.request_stop(); }},
        on_hard_{std::move(hard), [this] { stop_now(); }} {}

  // Constant after construction; what is referred to takes calls from any thread and outlives this.
  Options const options;
  state::StateFile& state;
  Ledger& ledger;
  state::Sync sync;             // its time may be put off once, before the first row
  std::int64_t const began_us;  // of this run: a resumed sync has several
  Budget const budget;
  Streamer streamer;

  // Stop reading; what is complete still becomes durable.
  std::stop_token reading_stop() const { return reading_.get_token(); }
  // Stop everything, now.
  std::stop_token stop() const { return all_.get_token(); }
  void stop_now() {
    reading_.request_stop();
    all_.request_stop();
  }
  // The state file failed: nothing may become durable any more that it does not know of.
  Error fault(Error why) {
    ledger.fault(why);
    stop_now();
    return why;
  }

 private:
  std::stop_source reading_;
  std::stop_source all_;
  std::stop_callback<std::function<void()>> on_soft_;
  std::stop_callback<std::function<void()>> on_hard_;
};

}  // namespace oar::sync
