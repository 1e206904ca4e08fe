// What may pass is tried again, in the source and in the destination: later each time, a little by chance, and never
// before the other side asked for it.

#include <mutex>

#include "host/sync/retry.hpp"
#include "unit/sync/engine_fixture.hpp"

using namespace oar;
using namespace oar::test;

namespace {

struct Waited {
  std::string what;
  int attempt = 0;
  std::int64_t after_ms = 0;
};

class Waits final : public sync::Events {
 public:
  void retrying(std::string_view what, int attempt, std::int64_t after_ms, Error const&) override {
    std::lock_guard const lock{mutex_};
    all_.push_back({std::string{what}, attempt, after_ms});
  }
  std::vector<Waited> all() const {
    std::lock_guard const lock{mutex_};
    return all_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Waited> all_;  // guarded by mutex_
};

void one_log(Bench& bench, std::vector<Step> steps) {
  FakeSource& source = bench.source();
  source.tables = {keyed("t").incremental({"id"})};
  source.splits = {{.id = "s", .tables = {"t"}, .steps = std::move(steps)}};
  bench.destination();
  bench.destination_config().write_mode = config::WriteMode::append;
}

Step busy(std::int64_t after_ms) {
  Step step = fail(OAR_E_RATE_LIMITED, true, 1);
  step.retry_after_ms = after_ms;
  return step;
}

}  // namespace

TEST_CASE("waiting doubles up to a minute, is shorter by up to half of it by chance, and never shorter than advised") {
  Error const plain = Error::of(Errc::io, "no answer").retry();
  Error const advised = Error::of(Errc::rate_limited, "slow down").retry(1'700);
  struct Case {
    int attempt;
    double chance;
    std::int64_t plain_ms, advised_ms;
  };
  for (auto const& [attempt, chance, plain_ms, advised_ms] : std::vector<Case>{{1, 0.0, 500, 1'700},
                                                                               {1, 1.0, 250, 1'700},
                                                                               {2, 0.0, 1'000, 1'700},
                                                                               {3, 0.5, 1'500, 1'700},
                                                                               {4, 0.0, 4'000, 4'000},
                                                                               {8, 0.0, 60'000, 60'000},
                                                                               {60, 1.0, 30'000, 30'000}}) {
    CAPTURE(attempt, chance);
    CHECK(sync::backoff_ms(500, attempt, plain, chance) == plain_ms);
    CHECK(sync::backoff_ms(500, attempt, advised, chance) == advised_ms);
  }
}

TEST_CASE("in the source: discover, plan and scans are tried again, after at least the advised delay") {
  Bench bench;
  Waits waits;
  bench.events = &waits;
  bench.options.first_backoff = std::chrono::milliseconds{4};
  one_log(bench, {rows("t", 1, 3), checkpoint(), busy(37), rows("t", 4, 6), busy(0)});
  bench.source().busy_discovers = 1;
  bench.source().busy_plans = 1;
  CHECK(bench.run().exit_code() == 0);
  CHECK(bench.destination().ids("t") == numbers(1, 6));
  auto const all = waits.all();
  REQUIRE(all.size() == 4);
  CHECK(all[0].what == "discover src");
  CHECK(all[1].what == "plan src");
  CHECK(all[2].what == "scan of s");
  CHECK(all[2].after_ms == 37);
  CHECK(all[3].what == "scan of s");
  for (std::size_t const without_advice : {0U, 1U, 3U}) {
    CHECK(all[without_advice].after_ms >= 2);
    CHECK(all[without_advice].after_ms <= 8);
  }
}

TEST_CASE(
    "in the destination: opening, writing, committing and stale deletion are tried again, after the advised delay") {
  Bench bench;
  Waits waits;
  bench.events = &waits;
  one_log(bench, {rows("t", 1, 3), checkpoint(), rows("t", 4, 6)});
  Fault const once{.at = 1, .status = OAR_E_IO, .retryable = true, .retry_after_ms = 23};
  std::string what = "src -> dst";
  SECTION("open") {
    bench.destination().opening = once;
    what = "open dst";
  }
  SECTION("write") { bench.destination().write = once; }
  SECTION("commit") { bench.destination().commit = once; }
  SECTION("stale") {
    bench.source().tables = {keyed("t")};
    bench.destination_config().write_mode = config::WriteMode::overwrite_delete_stale;
    REQUIRE(bench.run().exit_code() == 0);
    bench.source().split("s").steps = {rows("t", 4, 6)};
    bench.destination().stale = once;
  }
  CHECK(bench.run().exit_code() == 0);
  auto const ids = bench.destination().ids("t");
  CHECK((ids == numbers(1, 6) || ids == numbers(4, 6)));
  auto const all = waits.all();
  REQUIRE(all.size() == 1);
  CHECK(all.front().what == what);
  CHECK(all.front().attempt == 1);
  CHECK(all.front().after_ms == 23);
}

TEST_CASE("what will not pass is not tried again, and what may pass not for ever") {
  Bench bench;
  Waits waits;
  bench.events = &waits;
  one_log(bench, {rows("t", 1, 3)});
  SECTION("commit that will not pass") { bench.destination().commit = {.at = 1, .for_ever = true}; }
  SECTION("discover that may") { bench.source().busy_discovers = 100; }
  SECTION("commit that may") { bench.destination().commit = {.at = 1, .retryable = true, .for_ever = true}; }
  CHECK(bench.run().exit_code() >= 3);
  CHECK(waits.all().size() <= 2);  // three attempts
  CHECK(bench.destination().ids("t").empty());
}

TEST_CASE("a scan that comes no further is not tried again for ever, though it makes a checkpoint each time") {
  Bench bench;
  Waits waits;
  bench.events = &waits;
  one_log(bench, {rows("t", 1, 3), checkpoint(), fail(OAR_E_IO, true)});
  bench.destination_config().write_mode = config::WriteMode::overwrite;
  bench.source().split("s").starts_anew = true;
  CHECK(bench.run().exit_code() == 3);
  CHECK(bench.source().seen().scans.size() == 3);
  CHECK(bench.destination().ids("t") == numbers(1, 3));
}

TEST_CASE("a source that says for ever that it has nothing is slowed down, and left after the stall timeout") {
  auto const empty = GENERATE(as<std::int32_t>{}, OAR_MSG_NONE, OAR_MSG_PROGRESS, 2000);
  Bench bench;
  one_log(bench, {rows("t", 1, 3), checkpoint(), rows("t", 4, 4), for_ever(empty)});
  bench.options.stall_timeout = std::chrono::milliseconds{300};
  sync::Summary const summary = bench.run();
  CHECK(summary.exit_code() == 3);
  CHECK(table_of(summary, "t").errors.at(0).find("nothing but empty messages") != std::string::npos);
  CHECK(bench.destination().ids("t") == numbers(1, 3));
  CHECK(bench.cursor("s") == "2");
  CHECK(bench.source().seen().empty_messages < 5'000);  // a spinning scan makes millions
}
