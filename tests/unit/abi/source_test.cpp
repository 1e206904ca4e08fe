// The SDK's source side, driven as a host drives it: through the C structs.

#include <oar/source.hpp>

#include "border.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <stdexcept>
#include <thread>

namespace {

struct Config {
  std::int64_t rows = 10;
  std::string fault;
};
BOOST_DESCRIBE_STRUCT(Config, (), (rows, fault))
constexpr auto oar_settings(Config const*) {
  return std::to_array<oar::Setting>({{"rows", "How many parents"}, {"fault", "What goes wrong at row 5"}});
}

class Family final : public oar::Reader {
 public:
  Family(Config const& config, std::int64_t last) : config_{config}, last_{last} {}

  oar::Result<oar::More> next(oar::Output& out) override {
    while (!out.full() && last_ < config_.rows) {
      ++last_;
      if (last_ == 5 && config_.fault == "throw") throw std::runtime_error{"boom"};
      if (last_ == 5 && config_.fault == "misfit") out.row("five", 5);
      if (last_ == 5 && config_.fault == "stranger") out.to("strangers").row(1);
      if (last_ == 5 && config_.fault == "table")
        out.table_error("children", oar::Error::of(oar::Errc::permission, "no"));
      out.row(last_, "p" + std::to_string(last_));
      out.to("children").row(last_, 1);
    }
    out.checkpoint(last_);
    return last_ < config_.rows ? oar::More::yes : oar::More::no;
  }

 private:
  Config const& config_;
  std::int64_t last_;
};

class Families final : public oar::Source {
 public:
  using Config = ::Config;
  explicit Families(Config config) : config_{std::move(config)} {}

  oar::Result<oar::Catalog> discover() override {
    auto const modes = std::vector{oar::ReadMode::full, oar::ReadMode::incremental};
    return oar::Catalog{oar::Table{"parents"}
                            .key("id", oar::Type::int64)
                            .column("name", oar::Type::text)
                            .incremental({"id"})
                            .reads(modes),
                        oar::Table{"children"}
                            .key("parent", oar::Type::int64)
                            .key("n", oar::Type::int32)
                            .child_of("parents", {{"parent", "id"}})
                            .reads(modes)};
  }
  std::string scope() const override { return "family=1"; }
  oar::Result<std::unique_ptr<oar::Reader>> read(oar::Split const&, oar::Cursor const& from) override {
    return std::make_unique<Family>(config_, OAR_TRY(from.value_or<std::int64_t>(0)));
  }

 private:
  Config config_;
};

oar_entry const* entry() {
  return oar::detail::Entry<oar::detail::SourceRole<Families>>::get(
      {.id = "test.families", .name = "families", .version = "1.0.0"});
}

std::vector<std::int32_t> kinds(std::vector<border::Received> const& messages) {
  std::vector<std::int32_t> out;
  for (auto const& message : messages) out.push_back(message.kind);
  return out;
}

std::vector<std::string> const both{"parents", "children"};

}  // namespace

namespace {

// Each plan takes a snapshot, or the earlier plan's; the splits say which.
class Snapshots final : public oar::Source {
 public:
  static inline int alive = 0;

  struct Snapshot {
    explicit Snapshot(int taken) : number{taken} { ++alive; }
    Snapshot(Snapshot const&) = delete;
    ~Snapshot() { --alive; }
    int number;
  };

  oar::Result<oar::Catalog> discover() override { return oar::Catalog{oar::Table{"t"}.key("id", oar::Type::int64)}; }
  oar::Result<oar::Plan> plan(oar::PlanRequest const& request) override {
    auto const snapshot = request.bounds_of ? std::static_pointer_cast<Snapshot>(request.bounds_of->shared)
                                            : std::make_shared<Snapshot>(++taken_);
    return oar::Plan{{{.id = "t", .tables = {"t"}, .est_rows = snapshot->number}}, snapshot};
  }
  oar::Result<std::unique_ptr<oar::Reader>> read(oar::Split const&, oar::Cursor const&) override {
    return oar::Error::of(oar::Errc::unsupported, "nothing to read");
  }

 private:
  int taken_ = 0;
};

}  // namespace

TEST_CASE("a plan holds what its scans share, and a later plan can share its bounds") {
  Snapshots source;
  oar::SourceCalls calls{source};
  oar_plan_options options{};
  options.struct_size = sizeof options;
  oar_selection selection{};
  selection.struct_size = sizeof selection;
  selection.table = oar::detail::borrow("t");
  oar_selection const* const selected = &selection;
  options.n_selected = 1;
  options.selected = &selected;
  oar_plan* const first = *calls.plan(options);
  oar_plan* const other = *calls.plan(options);
  options.bounds_of = first;
  oar_plan* const alike = *calls.plan(options);
  CHECK(first->split(first, 0)->est_rows == 1);
  CHECK(other->split(other, 0)->est_rows == 2);
  CHECK(alike->split(alike, 0)->est_rows == 1);
  first->release(first);
  other->release(other);
  CHECK(Snapshots::alive == 1);
  alike->release(alike);
  CHECK(Snapshots::alive == 0);
}

TEST_CASE("a scan declares a table before its first batch, parents before children, then the checkpoint and the end") {
  border::Plugin plugin{entry(), 0};
  REQUIRE(plugin.configure(R"({"rows": 3})") == OAR_OK);
  border::Plan plan{plugin, both, OAR_READ_FULL};
  REQUIRE(plan.count() == 1);
  CHECK(oar::detail::view(plan.split().split_id) == "family=1/parents");
  CHECK(oar::detail::view(plan.split().scope) == "family=1");
  CHECK(plan.split().n_tables == 2);

  border::Scan scan{plugin, plan.split()};
  auto const messages = scan.all();
  CHECK(kinds(messages) == std::vector<std::int32_t>{OAR_MSG_TABLE, OAR_MSG_BATCH, OAR_MSG_TABLE, OAR_MSG_BATCH,
                                                     OAR_MSG_CHECKPOINT, OAR_MSG_END});
  CHECK(messages[0].table == 0);
  CHECK(messages[2].table == 1);
  CHECK(messages[4].cursor == "3");
  CHECK(messages[5].cursor.empty());  // a full table starts anew
  CHECK(scan.next().status == OAR_E_INVALID_STATE);
  CHECK(scan.error.untouched());
}

TEST_CASE("an incremental scan resumes after its cursor, and an empty read keeps it") {
  border::Plugin plugin{entry(), 0};
  REQUIRE(plugin.configure(R"({"rows": 10})") == OAR_OK);
  border::Plan plan{plugin, both, OAR_READ_INCREMENTAL};

  border::Scan rest{plugin, plan.split(), "7"};
  auto const messages = rest.all();
  CHECK(border::rows_in(messages, 0) == 3);
  CHECK(messages.back().cursor == "10");

  border::Scan nothing{plugin, plan.split(), "10"};
  CHECK(nothing.all().back().cursor == "10");
}

TEST_CASE("small batches each carry a checkpoint, so that resuming from any of them leaves no gap") {
  border::Plugin plugin{entry(), 0};
  REQUIRE(plugin.configure(R"({"rows": 20})") == OAR_OK);
  border::Plan plan{plugin, both, OAR_READ_INCREMENTAL};
  border::Scan scan{plugin, plan.split(), "", 4};
  std::int64_t seen = 0;
  for (auto const& message : scan.all()) {
    if (message.kind == OAR_MSG_BATCH && message.table == 0) seen += message.batch->length;
    if (message.kind != OAR_MSG_CHECKPOINT) continue;
    border::Scan rest{plugin, plan.split(), message.cursor};
    CHECK(seen + border::rows_in(rest.all(), 0) == 20);
  }
}

TEST_CASE("only selected tables and columns come, and keys come along") {
  border::Plugin plugin{entry(), 0};
  REQUIRE(plugin.configure("{}") == OAR_OK);
  SECTION("a child without its parent") {
    border::Plan plan{plugin, {"children"}, OAR_READ_FULL};
    border::Scan scan{plugin, plan.split()};
    auto const messages = scan.all();
    REQUIRE(plan.split().n_tables == 1);  // the parent is read, but nobody asked for its rows
    CHECK(oar::detail::view(plan.split().tables[0]) == "children");
    CHECK(border::rows_in(messages, 0) == 10);
    CHECK(messages[0].kind == OAR_MSG_TABLE);
    CHECK(oar::Table::from_schema(*messages[0].schema)->name() == "children");
  }
  SECTION("one column") {
    border::Plan plan{plugin, {"parents"}, OAR_READ_FULL, {"id"}};
    border::Scan scan{plugin, plan.split()};
    auto const messages = scan.all();
    CHECK(messages[0].schema->n_children == 1);
    CHECK(messages[1].batch->n_children == 1);
  }
}

TEST_CASE("what goes wrong in a reader becomes an error with its place, and nothing unwinds") {
  border::Plugin plugin{entry(), 0};
  auto const run = [&](char const* config) {
    REQUIRE(plugin.configure(config) == OAR_OK);
    border::Plan plan{plugin, both, OAR_READ_FULL};
    border::Scan scan{plugin, plan.split()};
    auto const last = scan.all().back().status;
    CHECK(scan.error.untouched());
    return std::pair{last, std::string{scan.error.now.message}};
  };
  SECTION("an exception") {
    auto const [status, message] = run(R"({"fault": "throw"})");
    CHECK(status == OAR_E_INTERNAL);
    CHECK(message == "the plugin threw: boom");
  }
  SECTION("a value that misfits") {
    auto const [status, message] = run(R"({"fault": "misfit"})");
    CHECK(status == OAR_E_DATA);
    CHECK(message == "table parents, column id: a row holds a value that is no int64");
  }
  SECTION("a table that is not in the split") {
    auto const [status, message] = run(R"({"fault": "stranger"})");
    CHECK(status == OAR_E_INTERNAL);
    CHECK(message.find("strangers") != std::string::npos);
  }
}

TEST_CASE("a table's error comes with the table named, once, and the other tables go on") {
  border::Plugin plugin{entry(), 0};
  REQUIRE(plugin.configure(R"({"rows": 12, "fault": "table"})") == OAR_OK);
  border::Plan plan{plugin, both, OAR_READ_FULL};
  border::Scan scan{plugin, plan.split(), "", 4};
  int errors = 0;
  std::int64_t parents = 0;
  for (auto message = scan.next(); message.kind != OAR_MSG_END; message = scan.next()) {
    REQUIRE(message.status == OAR_OK);
    if (message.kind == OAR_MSG_BATCH && message.table == 0) parents += message.batch->length;
    if (message.kind != OAR_MSG_TABLE_ERROR) continue;
    ++errors;
    CHECK(message.table == 1);
    CHECK(scan.error.now.code == OAR_E_PERMISSION);
  }
  CHECK(errors == 1);
  CHECK(parents == 12);
}

TEST_CASE("settings are refused with their place, and calls before configure with their order") {
  border::Plugin plugin{entry(), 0};
  SECTION("an unknown one") {
    CHECK(plugin.configure(R"({"rws": 3})") == OAR_E_CONFIG);
    CHECK(std::string{plugin.error.message} == "/rws: unknown setting");
  }
  SECTION("no JSON") { CHECK(plugin.configure("{") == OAR_E_CONFIG); }
  SECTION("not configured") {
    oar_catalog* catalog = nullptr;
    CHECK(plugin.source().discover(plugin.get(), {}, &catalog, &plugin.error) == OAR_E_INVALID_STATE);
  }
}

TEST_CASE("batches outlive their scan and their plugin") {
  border::Received kept;
  {
    border::Plugin plugin{entry(), 0};
    REQUIRE(plugin.configure("{}") == OAR_OK);
    border::Plan plan{plugin, both, OAR_READ_FULL};
    border::Scan scan{plugin, plan.split()};
    scan.next();
    kept = scan.next();
  }
  REQUIRE(kept.kind == OAR_MSG_BATCH);
  CHECK(static_cast<std::int64_t const*>(kept.batch->children[0]->buffers[1])[9] == 10);
}

TEST_CASE("several scans run at once, and one may be cancelled from another thread") {
  border::Plugin plugin{entry(), 0};
  REQUIRE(plugin.configure(R"({"rows": 20000})") == OAR_OK);
  border::Plan plan{plugin, both, OAR_READ_FULL};
  std::atomic<std::int64_t> rows = 0;
  std::vector<std::thread> workers;
  for (int i = 0; i < 4; ++i)
    workers.emplace_back([&] {
      oar_error error = oar::detail::empty_error();
      oar_scan_options const options{sizeof options, 0, &border::bare_host(), 100, 1 << 20, 0, 0};
      oar_scan* scan = nullptr;
      if (plugin.source().open_scan(plugin.get(), plan.split().descriptor, {}, &options, &scan, &error) != OAR_OK)
        return;
      for (;;) {
        oar_message message{};
        message.struct_size = sizeof message;
        if (scan->next(scan, -1, &message, &error) != OAR_OK) break;
        oar::OwnedSchema const schema{message.schema};
        oar::OwnedArray const batch{message.batch};
        if (message.kind == OAR_MSG_BATCH && message.table == 0) rows += batch->length;
        if (message.cursor.release) message.cursor.release(&message.cursor);
        if (message.kind == OAR_MSG_END) break;
      }
      scan->close(scan);
    });
  border::Scan cancelled{plugin, plan.split(), "", 10};
  std::thread{[&] { cancelled.get()->cancel(cancelled.get()); }}.join();
  CHECK(cancelled.next().status == OAR_E_CANCELLED);
  for (auto& worker : workers) worker.join();
  CHECK(rows == 80'000);
}
