#pragma once
// The host's services for one scan, writer or transaction: what it logs and rejects is attributed to it.

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "host/plugins/host_handle.hpp"
#include "host/sync/ledger.hpp"

namespace oar::sync {

// Whose services they are. Empty texts: not about one.
struct Subject {
  std::string source;
  std::string destination;
  std::string split;
};

struct RejectedRow {
  std::string table;
  std::string row_json;
  std::string reason;
};

// [any thread] throughout.
class Services final : public plugins::HostServices {
 public:
  // The ledger outlives it.
  Services(Ledger& ledger, Subject subject, std::stop_token stop)
      : HostServices{std::move(stop)}, ledger_{ledger}, subject_{std::move(subject)} {}

  bool log_enabled(std::int32_t level) override;
  void log(std::int32_t level, std::string_view message, std::string_view fields_json) override;
  Result<void> reject(std::string_view table, std::string_view row_json, std::string_view reason) override;

  // What was rejected since the last call.
  std::vector<RejectedRow> take_rejects();

 private:
  Ledger& ledger_;
  Subject const subject_;

  std::mutex mutex_;
  std::vector<RejectedRow> rejects_;  // guarded by mutex_
};

// Services and the handle over them, as one object that neither moves nor is copied.
class Handle {
 public:
  Handle(Ledger& ledger, Subject subject, std::stop_token stop)
      : services_{ledger, std::move(subject), std::move(stop)}, handle_{services_} {}

  Services& services() { return services_; }
  oar_host const* get() const { return handle_.get(); }

 private:
  Services services_;
  plugins::HostHandle handle_;
};

}  // namespace oar::sync
