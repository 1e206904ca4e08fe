// Pairs each plugin with what the configuration says of it.
#include "host/cli/job.hpp"

#include <cstdlib>

#include "host/contract/check_values.hpp"

namespace oar::cli {
namespace {

Result<contract::Validation> validation() {
  char const* const word = std::getenv("OARLOCK_VALIDATE");
  auto const wanted = contract::validation_of(word == nullptr ? "" : word);
  if (!wanted) return Error::of(Errc::config, "OARLOCK_VALIDATE is \"", word, "\"; it may be full or shape");
  return *wanted;
}

}  // namespace

Result<sync::Job> job_of(Prepared const& prepared, Options const& options, std::string command) {
  sync::Job job;
  auto const& config = prepared.loaded.config;
  for (std::size_t i = 0; i < config.sources.size(); ++i)
    job.sources.push_back(OAR_TRY(sync::source_end(prepared.ends.sources[i]->instance(), config.sources[i])));
  for (std::size_t i = 0; i < config.destinations.size(); ++i)
    job.destinations.push_back(
        OAR_TRY(sync::destination_end(prepared.ends.destinations[i]->instance(), config.destinations[i])));
  job.options.memory_bytes = options.memory_bytes;
  job.options.concurrency = options.concurrency;
  job.options.stall_timeout = options.stall_timeout;
  job.options.only_tables = options.only;
  job.options.resume = options.resume;
  job.options.on_expired = options.resync_expired ? sync::OnExpired::resync : sync::OnExpired::fail;
  job.options.command = std::move(command);
  job.options.validation = OAR_TRY(validation());
  return job;
}

int fault(Error const& error, Console& console) {
  console.error(error.message());
  if (console.json()) console.document({{"exit_code", exit_fault}, {"outcome", "fault"}, {"fault", error.message()}});
  return exit_fault;
}

int no_job(Error const& error, Console& console) {
  if (error.code() != Errc::config) return fault(error, console);
  console.error(error.message());
  if (console.json()) console.document({{"exit_code", exit_usage}, {"problems", {error.message()}}});
  return exit_usage;
}

}  // namespace oar::cli
