#pragma once
// The built plugin, used as a host uses it: through the C ABI alone.

#include <oar/abi.h>
#include <oar/arrow.hpp>
#include <oar/table.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace machine::test {

struct Scanned {
  std::map<std::string, std::int64_t> rows;  // by table
  std::map<std::string, std::int64_t> batches;
  std::string cursor;  // of END
  std::optional<std::string> error;
};

struct PlannedSplit {
  std::string id, scope, descriptor;
  std::vector<std::string> tables;
};

// One configured instance. Failed calls fail the test, but for what a function here returns.
class Plugin {
 public:
  explicit Plugin(std::string const& config_json);
  ~Plugin();
  Plugin(Plugin const&) = delete;

  std::string const& refused() const { return refused_; }  // why configure failed; empty = it did not
  std::vector<oar::Table> discover();
  // Why it failed, in `error`.
  std::vector<PlannedSplit> plan(std::vector<std::string> const& tables, std::string* error = nullptr);
  Scanned scan(PlannedSplit const& split, std::string const& cursor = {}, std::uint64_t batch_rows = 8192);
  std::vector<std::string> warnings;

 private:
  oar_source const* source() const;

  oar_host host_{};
  oar_plugin* plugin_ = nullptr;
  std::string refused_;
};

}  // namespace machine::test
