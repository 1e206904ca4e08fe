// Writes results and says what is wrong.
#include "host/cli/console.hpp"

#include <unistd.h>
#include <boost/json/serialize.hpp>

#include <cerrno>
#include <system_error>

#include "host/cli/write_all.hpp"
#include "host/report/text.hpp"

namespace oar::cli {

Console::Console(Options const& options)
    : options_{options},
      style_{options.output == Output::text && report::wants_color(options.color, STDOUT_FILENO)},
      error_style_{options.log.format == report::LogFormat::text && report::wants_color(options.color, STDERR_FILENO)},
      screen_{STDERR_FILENO} {}

Result<std::unique_ptr<Console>> Console::open(Options const& options) {
  auto console = std::unique_ptr<Console>(new Console{options});
  console->log_ = OAR_TRY(report::Log::open(options.log, console->screen_, console->error_style_, console->redactor_));
  return console;
}

void Console::result(std::string_view text) {
  screen_.clear();
  int const failed = write_all(STDOUT_FILENO, redactor_.clean(text));
  if (failed != 0 && failed != EPIPE) error("cannot write on stdout: " + std::generic_category().message(failed));
}

void Console::document(boost::json::object const& document) { result(boost::json::serialize(document) + "\n"); }

void Console::error(std::string_view message) { say(report::Level::error, message); }

void Console::warning(std::string_view message) {
  if (!options_.quiet) say(report::Level::warn, message);
}

void Console::problems(std::vector<config::Problem> const& problems) {
  for (auto const& problem : problems) {
    auto const text = config::to_string(problem);
    problem.severity == config::Severity::error ? error(text) : warning(text);
  }
}

// What a user must read stands on stderr whatever --log-level says; a log that programs read gets it as a line of its
// own.
void Console::say(report::Level level, std::string_view message) {
  bool const is_error = level == report::Level::error;
  if (options_.log.format == report::LogFormat::json) return log_->write(level, {}, message);
  auto const head = is_error ? error_style_.bad("error: ") : error_style_.warn("warning: ");
  screen_.print(head + report::printable(redactor_.clean(message), "  "));
  log_->file_only(level, message);
}

}  // namespace oar::cli
