// The source "linux": a machine's inventory, read from its files. Needs no root and runs no program.
#include "host_name.hpp"
#include "tables.hpp"

#include <oar/export.hpp>
#include <oar/source.hpp>

#include <cstring>
#include <mutex>

namespace {

struct Config {
  std::string root = "/";
  std::optional<std::string> host;
};
BOOST_DESCRIBE_STRUCT(Config, (), (root, host))

constexpr auto oar_settings(Config const*) {
  return std::to_array<oar::Setting>({
      {"root", "Where the machine's files are: / for this one, or an image's folder", R"({"minLength": 1})"},
      {"host", "The machine's name in every row; by default its machine id, else its host name", R"({"minLength": 1})"},
  });
}

// One reading of one table and its children. Says at the end, in one line a table, what could not be read.
class TableReading final : public oar::Reader {
 public:
  TableReading(machine::Files const& files, std::string host) : machine_{files, std::move(host), problems_} {}

  oar::Result<void> open(machine::TableReader const& reader, oar::Cursor const& from) {
    step_ = OAR_TRY(reader.open(machine_, from));
    return {};
  }

  oar::Result<oar::More> next(oar::Output& out) override {
    auto more = step_(out);
    if (!more || *more == oar::More::no) report(out.host());
    return more;
  }

 private:
  void report(oar::Host const& host) const {
    for (auto const& sentence : problems_.absences()) host.debug(sentence);
    for (auto const& sentence : problems_.sentences()) host.warn(sentence);
  }

  machine::Problems problems_;
  machine::Machine machine_;
  machine::Step step_;
};

class Linux final : public oar::Source {
 public:
  using Config = ::Config;
  explicit Linux(Config config) : files_{config.root}, setting_{std::move(config.host)} {}

  oar::Result<oar::Catalog> discover() override { return machine::catalog(); }

  oar::Result<void> test_connection() override {
    OAR_TRY(host());
    return {};
  }

  std::string scope() const override {
    auto const name = host();
    return name ? "host=" + *name : std::string{};
  }

  oar::Result<oar::Plan> plan(oar::PlanRequest const& request) override {
    OAR_TRY(host());
    return Source::plan(request);
  }

  oar::Result<std::unique_ptr<oar::Reader>> read(oar::Split const& split, oar::Cursor const& from) override {
    auto const* reader = split.tables.empty() ? nullptr : machine::find_reader(split.tables.front());
    if (!reader) return oar::Error::of(oar::Errc::internal, "the split ", split.id, " begins with no known table");
    auto reading = std::make_unique<TableReading>(files_, OAR_TRY(host()));
    OAR_TRY(reading->open(*reader, from));
    return std::unique_ptr<oar::Reader>{std::move(reading)};
  }

 private:
  // Looked up when it is first needed: being configured reads nothing.
  oar::Result<std::string> host() const {
    std::lock_guard const lock{mutex_};
    if (host_) return *host_;
    if (auto const root = files_.list(""); !root.ok())
      return oar::Error::of(oar::Errc::config, "root: ", files_.root(), ": ", std::strerror(root.error));
    host_ = OAR_TRY(machine::host_name(files_, setting_));
    return *host_;
  }

  machine::Files const files_;  // outlives its readings
  std::optional<std::string> const setting_;
  mutable std::mutex mutex_;
  mutable std::optional<std::string> host_;  // guarded by mutex_
};

}  // namespace

OAR_EXPORT_SOURCE(Linux, {.id = "dev.oarlock.linux",
                          .name = "linux",
                          .version = "0.1.0",
                          .summary = "The machine itself: users, processes, packages, network and more, from its files",
                          .vendor = "Oarlock"})
