#include "unit/sync/engine_fixture.hpp"

#include <stdlib.h>

namespace oar::test {

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "oar-sync-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Bench::Bench() {
  lose_state();
  options.concurrency = 2;
  options.first_backoff = std::chrono::milliseconds{1};
}

void Bench::lose_state() {
  state_.reset();
  for (auto const& entry : std::filesystem::directory_iterator{folder_.path()}) std::filesystem::remove(entry.path());
  Result<state::StateFile> file = state::StateFile::open(folder_.path() / "state.db", state::Access::read_write);
  REQUIRE(file);
  state_ = std::make_unique<state::StateFile>(*std::move(file));
}

FakeSource& Bench::source(std::string const& name) {
  std::unique_ptr<FakeSource>& source = ends_.sources[name];
  if (!source) {
    source = std::make_unique<FakeSource>();
    config::Source& config = ends_.source_configs[name];
    config.name = name;
    config.tables = {"*"};
  }
  return *source;
}

FakeDestination& Bench::destination(std::string const& name) {
  std::unique_ptr<FakeDestination>& destination = ends_.destinations[name];
  if (!destination) {
    destination = std::make_unique<FakeDestination>();
    ends_.destination_configs[name].name = name;
  }
  return *destination;
}

config::Source& Bench::source_config(std::string const& name) {
  source(name);
  return ends_.source_configs[name];
}

config::Destination& Bench::destination_config(std::string const& name) {
  destination(name);
  return ends_.destination_configs[name];
}

sync::Summary Bench::run(std::stop_token soft, std::stop_token hard) {
  sync::Job job{.sources = {}, .destinations = {}, .options = options};
  for (auto& [name, config] : ends_.source_configs) {
    config.destinations.clear();
    for (auto const& [to, ignored] : ends_.destinations) config.destinations.push_back(to);
    FakeSource& source = *ends_.sources[name];
    job.sources.push_back(
        {.name = name, .plugin_id = "test.source", .plugin = source.plugin(), .api = source.api(), .config = &config});
  }
  for (auto& [name, config] : ends_.destination_configs) {
    FakeDestination& destination = *ends_.destinations[name];
    job.destinations.push_back({.name = name,
                                .plugin_id = "test.destination",
                                .plugin = destination.plugin(),
                                .api = destination.api(),
                                .config = &config});
  }
  sync::Events silent;
  return sync::run(job, *state_, events ? *events : silent, std::move(soft), std::move(hard));
}

std::string Bench::cursor(std::string const& split, std::string const& destination, std::string const& source) {
  Result<std::vector<state::Cursor>> const cursors = state_->cursors({.source = source, .destination = destination});
  REQUIRE(cursors);
  for (state::Cursor const& each : *cursors) {
    if (each.split_id != split) continue;
    Result<sync::Envelope> const envelope = sync::decode(each.envelope);
    REQUIRE(envelope);
    return envelope->cursor;
  }
  return {};
}

sync::TableSummary const& table_of(sync::Summary const& summary, std::string const& table, std::size_t route) {
  for (sync::TableSummary const& each : summary.routes.at(route).tables) {
    if (each.table == table) return each;
  }
  FAIL("no table " << table);
  std::abort();
}

std::vector<std::int64_t> numbers(std::int64_t from, std::int64_t to) {
  std::vector<std::int64_t> all;
  for (std::int64_t i = from; i <= to; ++i) all.push_back(i);
  return all;
}

}  // namespace oar::test
