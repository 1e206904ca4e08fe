// Scans in the corners: where a checkpoint stands, tables nobody selected, splits found, filters, and a source that
// fails.

#include <oar/source.hpp>

#include "border.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

namespace {

struct Config {
  std::string does;
};
BOOST_DESCRIBE_STRUCT(Config, (), (does))
constexpr auto oar_settings(Config const*) { return std::to_array<oar::Setting>({{"does", "What the reader does"}}); }

std::atomic<int> discovering = 0;
std::atomic<int> discovered = 0;
std::atomic<bool> overlapped = false;

class Actor final : public oar::Reader {
 public:
  Actor(std::string does, std::string data) : does_{std::move(does)}, data_{std::move(data)} {}

  oar::Result<oar::More> next(oar::Output& out) override {
    auto const call = ++calls_;
    if (does_ == "checkpoint early") {
      out.row(1, "covered");
      out.to("children").row(1, 1);
      out.checkpoint("after 1");
      out.row(2, "later");
      out.row(3, "later");
      return call < 2 ? oar::More::yes : oar::More::no;
    }
    if (does_ == "lose parents") out.table_error("parents", oar::Error::of(oar::Errc::permission, "no"));
    if (does_ == "find" && data_.empty()) {
      out.found({.id = "f1", .tables = {"children", "parents"}, .data = "found", .flags = OAR_SPLIT_EXCLUSIVE});
      out.checkpoint("x");
    }
    if (does_ == "find strangers") out.found({.id = "f1", .tables = {"strangers"}});
    if (does_ == "fail") return oar::Error::of(oar::Errc::io, "gone");
    if (does_ == "fill") {
      while (!out.full()) {  // 1 row, then always 2 more: the count is never a multiple of 8
        out.row(rows_ += 1, std::string(100, 'x'));
        if (rows_ > 1) out.row(rows_ += 1, std::string(100, 'x'));
      }
    }
    return oar::More::no;
  }

 private:
  std::string does_, data_;
  int calls_ = 0;
  std::int64_t rows_ = 0;
};

class Actors final : public oar::Source {
 public:
  using Config = ::Config;
  explicit Actors(Config config) : config_{std::move(config)} {}

  oar::Result<oar::Catalog> discover() override {
    ++discovered;
    if (++discovering > 1) overlapped = true;
    std::this_thread::yield();
    --discovering;
    auto const modes = std::vector{oar::ReadMode::full, oar::ReadMode::incremental};
    return oar::Catalog{
        oar::Table{"parents"}
            .key("id", oar::Type::int64)
            .column("name", oar::Type::text)
            .incremental({"id"})
            .reads(modes),
        oar::Table{"children"}.key("p", oar::Type::int64).key("n", oar::Type::int32).child_of("parents").reads(modes)};
  }
  bool filters() const override { return config_.does == "filter"; }
  std::string scope() const override { return "s"; }
  oar::Result<std::unique_ptr<oar::Reader>> read(oar::Split const& split, oar::Cursor const&) override {
    if (config_.does == "no reader") return std::unique_ptr<oar::Reader>{};
    return std::make_unique<Actor>(config_.does, split.data);
  }

 private:
  Config config_;
};

struct Stage : border::Plugin {
  explicit Stage(std::string const& does)
      : Plugin{oar::detail::Entry<oar::detail::SourceRole<Actors>>::get({.id = "test.actors"}), 0} {
    REQUIRE(configure(R"({"does": ")" + does + R"("})") == OAR_OK);
  }
};

std::string told(std::vector<border::Received> const& messages) {
  static std::map<std::int32_t, std::string> const names{
      {OAR_MSG_TABLE, "table"},       {OAR_MSG_BATCH, "batch"}, {OAR_MSG_CHECKPOINT, "check"}, {OAR_MSG_SPLIT, "split"},
      {OAR_MSG_TABLE_ERROR, "error"}, {OAR_MSG_END, "end"},     {OAR_MSG_NONE, "none"}};
  std::string out;
  for (auto const& message : messages) {
    out += (out.empty() ? "" : " ") + names.at(message.kind);
    if (message.kind == OAR_MSG_BATCH)
      out += std::to_string(message.table) + "x" + std::to_string(message.batch->length);
  }
  return out;
}

// plan() with one selection of `parents` and what an earlier scan found.
oar_status plan_with(Stage& stage, oar_str filter, std::uint32_t flags, std::int32_t mode,
                     std::vector<oar_split const*> const& found, oar_plan** out) {
  oar_selection const selection{sizeof selection, flags, oar::detail::borrow("parents"), mode, 0, 0, nullptr,
                                filter,           0};
  oar_selection const* const selected[] = {&selection};
  oar_plan_options options{};
  options.struct_size = sizeof options;
  options.n_selected = 1;
  options.selected = selected;
  options.n_found = found.size();
  options.found = found.data();
  return stage.source().plan(stage.get(), &options, out, &stage.error);
}

std::vector<std::string> const both{"parents", "children"};

}  // namespace

TEST_CASE("rows added after a checkpoint come behind it, so that resuming there doubles none") {
  Stage stage{"checkpoint early"};
  border::Plan plan{stage, both, OAR_READ_INCREMENTAL};
  border::Scan scan{stage, plan.split()};
  auto messages = scan.all();
  // Both batches used to stand before the checkpoint, whole.
  CHECK(told(messages) == "table batch0x1 table batch1x1 check batch0x2 batch0x1 batch1x1 check batch0x2 end");
  CHECK(messages.back().cursor == "after 1");
  auto const table = *oar::Table::from_schema(*messages[0].schema);
  auto const kept = std::move(messages[5].batch);
  messages.clear();
  CHECK(static_cast<std::int64_t const*>(kept->children[0]->buffers[1])[kept->offset] == 2);
}

TEST_CASE("an error of a table that nobody selected reaches its children") {  // it used to be lost, with their rows
  Stage stage{"lose parents"};
  border::Plan plan{stage, {"children"}, OAR_READ_FULL};
  border::Scan scan{stage, plan.split()};
  CHECK(told(scan.all()) == "table error end");
  CHECK(std::string{scan.error.now.message} == "its parent parents: no");
}

TEST_CASE("a found split keeps its tables' order, flags and data, and has its finder's scope") {
  Stage stage{"find"};
  border::Plan plan{stage, both, OAR_READ_FULL};
  border::Scan scan{stage, plan.split()};
  oar_message message{};
  message.struct_size = sizeof message;
  REQUIRE(scan.get()->next(scan.get(), -1, &message, &scan.error.now) == OAR_OK);
  REQUIRE(message.kind == OAR_MSG_SPLIT);
  auto const& found = *message.split;
  CHECK(oar::detail::view(found.scope) == "s");
  CHECK(found.flags == OAR_SPLIT_EXCLUSIVE);
  REQUIRE(found.n_tables == 2);
  CHECK(oar::detail::view(found.tables[0]) == "children");
  border::Scan of_found{stage, found};
  CHECK(told(of_found.all()) == "end");

  SECTION("and a later plan returns it") {  // it used to be forgotten, with its rows
    oar_plan* later = nullptr;
    REQUIRE(plan_with(stage, {}, 0, OAR_READ_FULL, {&found}, &later) == OAR_OK);
    REQUIRE(later->count == 2);
    auto const* again = later->split(later, 1);
    CHECK(oar::detail::view(again->split_id) == "f1");
    CHECK(again->flags == OAR_SPLIT_EXCLUSIVE);
    CHECK(again->n_tables == 1);  // children are not selected now
    later->release(later);
  }
}

TEST_CASE("a split found for a table of elsewhere is an error, and after an error only close is left") {
  Stage stage{"find strangers"};
  border::Plan plan{stage, both, OAR_READ_FULL};
  border::Scan scan{stage, plan.split()};
  CHECK(scan.next().status == OAR_E_INTERNAL);
  CHECK(scan.next().status == OAR_E_INVALID_STATE);
}

TEST_CASE("a filter is refused unless the source takes it, and so is what is newer than the plugin") {
  oar_plan* plan = nullptr;
  auto const filter = oar::detail::borrow(R"({"where": "id > 1"})");
  Stage plain{""};
  CHECK(plan_with(plain, filter, 0, OAR_READ_FULL, {}, &plan) == OAR_E_UNSUPPORTED);  // it used to be ignored
  CHECK(plan_with(plain, {}, 2, OAR_READ_FULL, {}, &plan) == OAR_E_UNSUPPORTED);
  CHECK(plan_with(plain, {}, 0, 7, {}, &plan) == OAR_E_UNSUPPORTED);
  CHECK(plan == nullptr);
  Stage filters{"filter"};
  REQUIRE(plan_with(filters, filter, 0, OAR_READ_FULL, {}, &plan) == OAR_OK);
  plan->release(plan);
}

TEST_CASE("a batch is full by bytes however its rows are counted") {
  Stage stage{"fill"};
  border::Plan plan{stage, both, OAR_READ_FULL};
  oar_scan_options const options{sizeof options, 0, &border::bare_host(), 1'000'000, 100'000, 0, 0};
  oar_scan* scan = nullptr;
  REQUIRE(stage.source().open_scan(stage.get(), plan.split().descriptor, {}, &options, &scan, &stage.error) == OAR_OK);
  border::next(scan, &stage.error);
  auto const batch = border::next(scan, &stage.error);
  REQUIRE(batch.kind == OAR_MSG_BATCH);
  CHECK(batch.batch->length < 1100);  // it used to run to a million
  scan->close(scan);
}

TEST_CASE("scans opened side by side ask a source for its tables once, and one at a time") {
  Stage stage{""};
  border::Plan plan{stage, both, OAR_READ_FULL};
  Stage worker{""};  // has discovered nothing yet
  discovered = 0;
  overlapped = false;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      auto error = oar::detail::empty_error();
      oar_scan_options const options{sizeof options, 0, &border::bare_host(), 10, 10, 0, 0};
      oar_scan* scan = nullptr;
      if (worker.source().open_scan(worker.get(), plan.split().descriptor, {}, &options, &scan, &error) == OAR_OK)
        scan->close(scan);
    });
  for (auto& thread : threads) thread.join();
  CHECK(discovered == 1);
  CHECK_FALSE(overlapped);
}

TEST_CASE("a source that gives no reader is an error, no crash") {
  Stage stage{"no reader"};
  border::Plan plan{stage, both, OAR_READ_FULL};
  border::Scan scan{stage, plan.split()};
  CHECK(scan.status == OAR_E_INTERNAL);
}

TEST_CASE("a failed scan says so once, then only that it is over") {
  Stage stage{"fail"};
  border::Plan plan{stage, both, OAR_READ_FULL};
  border::Scan scan{stage, plan.split()};
  CHECK(scan.next().status == OAR_E_IO);
  CHECK(scan.next().status == OAR_E_INVALID_STATE);
}

TEST_CASE("a caught exception's text is cut, never overrun, and says so") {
  border::LaterError error;
  auto const status =
      oar::detail::guarded(&error.now, []() -> oar::Result<void> { throw std::runtime_error{std::string(5000, 'e')}; });
  CHECK(status == OAR_E_INTERNAL);
  CHECK(std::strlen(error.now.message) == sizeof error.now.message - 1);
  CHECK((error.now.flags & OAR_ERR_TRUNCATED) != 0);
  CHECK(error.untouched());
  CHECK(oar::detail::guarded(&error.now, []() -> oar::Result<void> { throw std::bad_alloc{}; }) == OAR_E_NO_MEMORY);
  CHECK(std::string{error.now.message} == "out of memory");
}
