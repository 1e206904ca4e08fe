#include "host/sync/rows/budget.hpp"

#include <catch2/catch.hpp>
#include <future>
#include <thread>
#include <vector>

using namespace oar;
using namespace oar::sync;

TEST_CASE("bytes fit until the share is full, and again when they were given back") {
  Budget const budget{1000};
  auto const share = budget.share(100);
  auto first = share.try_reserve(60);
  REQUIRE(first);
  CHECK_FALSE(share.try_reserve(41));
  auto second = share.try_reserve(40);
  REQUIRE(second);
  CHECK(budget.used() == 100);
  first->release();
  CHECK(share.used() == 40);
  CHECK(share.try_reserve(60));
  CHECK(budget.peak() == 100);
}

TEST_CASE("more than the whole share is let in alone") {
  auto const share = Budget{1000}.share(100);
  auto big = share.try_reserve(5000);
  REQUIRE(big);
  CHECK_FALSE(share.try_reserve(1));
  CHECK_FALSE(share.try_reserve(0));
  big.reset();
  auto small = share.try_reserve(1);
  CHECK_FALSE(share.try_reserve(5000));
}

TEST_CASE("a full share does not hold up another one") {
  Budget const budget{200};
  auto const full = budget.share(100);
  auto const hold = full.try_reserve(100);
  CHECK(budget.share(100).try_reserve(100));
}

TEST_CASE("a waiter goes on when another thread lets go") {
  auto const share = Budget{100}.share(100);
  auto hold = share.try_reserve(80);
  auto waiter = std::async(std::launch::async, [&] { return bool{share.reserve(50, std::stop_token{})}; });
  hold.reset();
  CHECK(waiter.get());
  CHECK(share.used() == 0);
}

TEST_CASE("stopping ends the wait") {
  auto const share = Budget{100}.share(100);
  auto const hold = share.try_reserve(100);
  std::stop_source stop;
  auto waiter = std::async(std::launch::async, [&] {
    auto const reserved = share.reserve(1, stop.get_token());
    return reserved ? Errc::internal : reserved.error().code();
  });
  stop.request_stop();
  CHECK(waiter.get() == Errc::cancelled);
  CHECK(share.used() == 100);
}

TEST_CASE("holds outlive the budget, and threads that come and go leave nothing behind") {
  std::optional<Budget::Hold> last;
  {
    Budget const budget{64};
    auto const share = budget.share(16);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([&] {
        for (int k = 0; k < 200; ++k) {
          auto hold = share.reserve(7, std::stop_token{});
          if (!hold || share.used() > 16) std::terminate();
        }
      });
    for (auto& thread : threads) thread.join();
    CHECK(budget.used() == 0);
    CHECK(budget.peak() <= 16);
    last = share.try_reserve(3);
  }
  CHECK(last->bytes() == 3);
}
