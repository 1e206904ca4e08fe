#pragma once
// The plugins behind a configuration's sources and destinations: found, loaded, their settings checked, configured.

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "host/cli/console.hpp"
#include "host/cli/plugin_log.hpp"
#include "host/config/load.hpp"
#include "host/plugins/instance.hpp"
#include "host/plugins/search.hpp"

namespace oar::cli {

// One source or destination of the configuration with its plugin.
class End {
 public:
  std::string const& name() const { return name_; }
  plugins::Role role() const { return role_; }
  plugins::Instance& instance() { return *instance_; }
  plugins::Instance const& instance() const { return *instance_; }
  // In place of the log; an empty taker gives them back to it. While no call of the plugin is under way.
  void hand_warnings_to(std::function<void(std::string_view)> taker) { services_->hand_warnings_to(std::move(taker)); }

 private:
  friend class EndLoader;
  End(std::string name, plugins::Role role) : name_{std::move(name)}, role_{role} {}

  std::string name_;
  plugins::Role role_;
  std::unique_ptr<PluginLog> services_;  // outlives the handle, which outlives the instance
  std::unique_ptr<plugins::HostHandle> handle_;
  std::optional<plugins::Instance> instance_;
};

// When a source stops reading and when everything stops. A destination still commits after the first.
struct Stops {
  std::stop_token soft = {};
  std::stop_token hard = {};
};

enum class Which { sources, all };

struct Ends {
  std::vector<std::unique_ptr<End>> sources;       // as in the configuration
  std::vector<std::unique_ptr<End>> destinations;  // as in the configuration; empty for Which::sources
  std::vector<config::Problem> problems;           // when there are errors, some ends are missing

  bool ok() const { return !config::has_errors(problems); }
};

// Whatever is wrong, everything is looked at, so that all problems are told at once. The secrets in the settings are
// handed to the console's redactor before a plugin sees them.
Ends load_ends(config::Loaded const& loaded, Which which, plugins::SearchPath const& search, Console& console,
               Stops const& stops);

}  // namespace oar::cli
