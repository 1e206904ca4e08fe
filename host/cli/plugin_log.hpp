#pragma once
// The services of a plugin instance itself; what its scans and writers log comes to the sync instead.

#include <cstdint>
#include <functional>
#include <string>

#include "host/plugins/host_handle.hpp"
#include "host/report/log.hpp"

namespace oar::cli {

class PluginLog final : public plugins::HostServices {
 public:
  // The log outlives it.
  PluginLog(report::Log& log, std::string name, std::stop_token stop)
      : HostServices{std::move(stop)}, log_{log}, name_{std::move(name)} {}

  // Warnings are handed to `taker`, from any thread, in place of the log. Set while no call is under way.
  void hand_warnings_to(std::function<void(std::string_view)> taker) { taker_ = std::move(taker); }

  bool log_enabled(std::int32_t level) override {
    return level >= OAR_LOG_WARN || log_.keeps(report::level_of_plugin(level), true);
  }
  void log(std::int32_t level, std::string_view message, std::string_view fields_json) override {
    if (level == OAR_LOG_WARN && taker_) return taker_(message);
    log_.write(report::level_of_plugin(level), name_, message, fields_json);
  }

 private:
  report::Log& log_;
  std::string const name_;
  std::function<void(std::string_view)> taker_;
};

}  // namespace oar::cli
