#pragma once
// How long to wait before the same work is done again.

#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>

#include "host/sync/context.hpp"
#include "oar/result.hpp"

namespace oar::sync {

// Doubles from first_ms with every attempt (from 1), at most a minute, less up to half of it by chance; never less than
// the other side asked for.
std::int64_t backoff_ms(std::int64_t first_ms, int attempt, Error const& why, double chance);

// Tells and waits; false when there is to be no further attempt: the error will stay, there were enough, or it was
// stopped.
bool wait_for_retry(Context& context, std::string_view what, int attempt, Error const& why,
                    std::stop_token const& stop);

// What `work` gives in the last attempt.
template <class Work>
auto retried(Context& context, std::string const& what, std::stop_token const& stop, Work const& work) {
  for (int attempt = 1;; ++attempt) {
    auto result = work();
    if (result || !wait_for_retry(context, what, attempt, result.error(), stop)) return result;
  }
}

}  // namespace oar::sync
