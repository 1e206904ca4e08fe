#pragma once
// A folder with a state file, and one call that runs a sync over fake ends.

#include <catch2/catch.hpp>

#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "host/config/model.hpp"
#include "host/sync/engine.hpp"
#include "host/sync/envelope.hpp"
#include "state/state_file.hpp"
#include "unit/sync/fake_destination.hpp"
#include "unit/sync/fake_source.hpp"

namespace oar::test {

class Folder {
 public:
  Folder();
  ~Folder();
  Folder(Folder const&) = delete;
  std::filesystem::path const& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// Sources and destinations by name, with a configuration that a test may change.
class Bench {
 public:
  Bench();

  FakeSource& source(std::string const& name = "src");
  FakeDestination& destination(std::string const& name = "dst");
  // Every source goes to every destination.
  config::Source& source_config(std::string const& name = "src");
  config::Destination& destination_config(std::string const& name = "dst");

  sync::Options options;
  sync::Events* events = nullptr;  // who is told; NULL = nobody

  sync::Summary run(std::stop_token soft = {}, std::stop_token hard = {});
  state::StateFile& state() { return *state_; }
  void lose_state();  // the file is gone

  // The plugin's cursor that the state file has for a split; "" = none.
  std::string cursor(std::string const& split, std::string const& destination = "dst",
                     std::string const& source = "src");

 private:
  struct Ends {
    std::map<std::string, std::unique_ptr<FakeSource>> sources;
    std::map<std::string, std::unique_ptr<FakeDestination>> destinations;
    std::map<std::string, config::Source> source_configs;
    std::map<std::string, config::Destination> destination_configs;
  };
  Folder folder_;
  std::unique_ptr<state::StateFile> state_;
  Ends ends_;
};

sync::TableSummary const& table_of(sync::Summary const& summary, std::string const& table, std::size_t route = 0);
// 1..n
std::vector<std::int64_t> numbers(std::int64_t from, std::int64_t to);

}  // namespace oar::test
