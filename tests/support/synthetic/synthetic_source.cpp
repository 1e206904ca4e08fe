// A source of made-up rows, for tests and measurements: as many as asked for, in splits, failing where it is told to.

#include <oar/source.hpp>

#include <stdexcept>

#include "config.hpp"
#include "shapes.hpp"

namespace {

using namespace synthetic;

// Ids of one table: after `done`, up to and including `last`.
struct Range {
  std::int64_t done = 0;
  std::int64_t last = 0;
};

class Rows final : public oar::Reader {
 public:
  Rows(Config const& config, TableConfig const& table, Range range) : config_{config}, table_{table}, range_{range} {}

  oar::Result<oar::More> next(oar::Output& out) override {
    if (config_.delay_ms > 0 && !out.host().sleep(std::chrono::milliseconds{config_.delay_ms}))
      return oar::Error::of(oar::Errc::cancelled, "woken by cancellation");
    auto& roots = out.to(std::size_t{0});
    auto const children = table_.children > 0 && out.wants(*table_.name + "_items");
    while (range_.done < range_.last && !out.full()) {
      auto const id = range_.done + 1;
      if (table_.shape_change_at > 0 && id >= table_.shape_change_at && !changed_) {
        if (roots.length() > 0) return oar::More::yes;
        out.reshape(changed_table(table_));
        changed_ = true;
      }
      if (id == table_.fault_row && table_.fault == Fault::reject) {
        OAR_TRY(out.host().reject(*table_.name, "{\"id\":" + std::to_string(id) + "}", "made to be rejected"));
        range_.done = id;
        continue;
      }
      if (id == table_.fault_row && table_.fault == Fault::silent) return oar::More::yes;  // and so for ever
      if (id == table_.fault_row && table_.fault != Fault::none) {
        OAR_TRY(fail(out));
        return oar::More::no;
      }
      add_row(roots, table_, id);
      for (std::int64_t n = 1; children && n <= table_.children; ++n) add_child(out.to(std::size_t{1}), id, n);
      range_.done = id;
      if (table_.checkpoint_every > 0 && id % table_.checkpoint_every == 0) break;
    }
    auto const ended = range_.done >= range_.last;
    if (ended || (table_.checkpoint_every > 0 && range_.done % table_.checkpoint_every == 0))
      out.checkpoint(range_.done);
    return ended ? oar::More::no : oar::More::yes;
  }

 private:
  oar::Result<void> fail(oar::Output& out) {
    auto error = oar::Error::of(oar::Errc::io, "made to fail at row ", table_.fault_row);
    switch (table_.fault) {
      case Fault::panic:
        throw std::runtime_error{"made to panic"};
      case Fault::retryable:
        return std::move(error).retry(1);
      case Fault::table_error:
        out.table_error(*table_.name, std::move(error));
        return {};
      default:
        return error;
    }
  }

  Config const& config_;
  TableConfig const& table_;
  Range range_;
  bool changed_ = false;
};

class Synthetic final : public oar::Source {
 public:
  using Config = synthetic::Config;
  Synthetic(Config config, oar::Host host) : config_{std::move(config)}, host_{host} {}

  oar::Result<oar::Catalog> discover() override {
    if (config_.unreachable) return oar::Error::of(oar::Errc::io, "made to be unreachable");
    host_.info("the token is ", config_.token.reveal());
    oar::Catalog catalog;
    for (auto const& table : *config_.tables) {
      catalog.push_back(root_table(table));
      if (table.children > 0) catalog.push_back(child_table(table));
    }
    return catalog;
  }

  std::string scope() const override { return config_.scope; }

  oar::Result<oar::Plan> plan(oar::PlanRequest const& request) override {
    std::vector<oar::Split> splits;
    auto const whole_ones = OAR_TRY(Source::plan(request));
    for (auto const& whole : whole_ones.splits) {
      auto const& table = *find(whole.tables.front());
      for (std::int64_t i = 0; i < table.splits; ++i) {
        auto part = whole;
        auto const begin = table.rows * i / table.splits;
        auto const end = table.rows * (i + 1) / table.splits;
        if (table.splits > 1) part.id += "/" + std::to_string(i + 1) + " of " + std::to_string(table.splits);
        part.data = std::to_string(begin) + " " + std::to_string(end);
        part.start = table.incremental ? request.cursor_of(part.id) : oar::Cursor{};
        part.est_rows = end - begin;
        splits.push_back(std::move(part));
      }
    }
    return splits;
  }

  oar::Result<std::unique_ptr<oar::Reader>> read(oar::Split const& split, oar::Cursor const& from) override {
    Range range;
    std::istringstream{split.data} >> range.done >> range.last;
    range.done = OAR_TRY(from.value_or(range.done));
    return std::make_unique<Rows>(config_, *find(split.tables.front()), range);
  }

 private:
  TableConfig const* find(std::string_view name) const {
    for (auto const& table : *config_.tables)
      if (*table.name == name) return &table;
    return nullptr;
  }

  Config config_;
  oar::Host host_;
};

}  // namespace

OAR_EXPORT_SOURCE(
    Synthetic, {.id = "dev.oarlock.test.synthetic", .name = "synthetic", .version = "1.0.0", .summary = "Made-up rows"})
