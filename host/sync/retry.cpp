#include "host/sync/retry.hpp"

#include <algorithm>
#include <random>

namespace oar::sync {
namespace {

double by_chance() {
  thread_local std::minstd_rand generator{std::random_device{}()};
  return std::uniform_real_distribution<double>{0.0, 1.0}(generator);
}

}  // namespace

std::int64_t backoff_ms(std::int64_t first_ms, int attempt, Error const& why, double chance) {
  std::int64_t const doubled = first_ms << std::clamp(attempt - 1, 0, 20);
  std::int64_t const longest = std::min<std::int64_t>(doubled, 60'000);
  auto const less = static_cast<std::int64_t>(static_cast<double>(longest) * 0.5 * chance);
  return std::max(longest - less, why.retry_after_ms());
}

bool wait_for_retry(Context& context, std::string_view what, int attempt, Error const& why,
                    std::stop_token const& stop) {
  if (!why.retryable() || attempt >= context.options.attempts || stop.stop_requested()) return false;
  std::int64_t const wait = backoff_ms(context.options.first_backoff.count(), attempt, why, by_chance());
  context.ledger.retrying(what, attempt, wait, why);
  plugins::HostServices clock{stop};
  return !clock.sleep_ms(wait);
}

}  // namespace oar::sync
