// The executable: reads the command line and runs one command.
#include <malloc.h>
#include <unistd.h>

#include <csignal>
#include <exception>
#include <string>
#include <vector>

#include "host/cli/commands.hpp"
#include "host/cli/parse.hpp"

namespace {

namespace cli = oar::cli;

void write_text(int fd, std::string const& text) {
  [[maybe_unused]] auto const written = ::write(fd, text.data(), text.size());
}

// What one batch gives back the next one takes. Left to itself, glibc returns such amounts to the system, which clears
// every page of them anew: a sixth of the processor time of a copy between databases. --memory bounds what is kept.
void keep_freed_memory() {
#ifdef __GLIBC__
  ::mallopt(M_MMAP_THRESHOLD, 32 << 20);
  ::mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
}

int run(cli::Options const& options) {
  auto const console = cli::Console::open(options);
  if (!console) {
    write_text(STDERR_FILENO, "error: " + console.error().message() + "\n");
    return cli::exit_usage;
  }
  switch (options.command) {
    case cli::Command::sync:
      return cli::run_sync(options, **console);
    case cli::Command::plan:
      return cli::run_plan(options, **console);
    case cli::Command::migrate:
      return cli::run_migrate(options, **console);
    case cli::Command::validate:
      return cli::run_validate(options, **console);
    case cli::Command::init:
      return cli::run_init(options, **console);
    case cli::Command::test_connection:
      return cli::run_test_connection(options, **console);
    case cli::Command::tables:
      return cli::run_tables(options, **console);
    case cli::Command::plugin_list:
      return cli::run_plugin_list(options, **console);
    case cli::Command::plugin_info:
      return cli::run_plugin_info(options, **console);
    case cli::Command::state_list:
      return cli::run_state_list(options, **console);
    case cli::Command::state_show:
      return cli::run_state_show(options, **console);
    case cli::Command::state_reset:
      return cli::run_state_reset(options, **console);
    case cli::Command::state_export:
      return cli::run_state_export(options, **console);
    case cli::Command::state_import:
      return cli::run_state_import(options, **console);
    case cli::Command::runs_list:
      return cli::run_runs_list(options, **console);
    case cli::Command::runs_show:
      return cli::run_runs_show(options, **console);
    case cli::Command::rejects_list:
      return cli::run_rejects_list(options, **console);
    case cli::Command::rejects_export:
      return cli::run_rejects_export(options, **console);
    case cli::Command::completion:  // answered by the parser
    case cli::Command::man:
    case cli::Command::none:
      break;
  }
  return cli::exit_fault;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  keep_freed_memory();
  try {
    auto const parsed = cli::parse({argv + (argc > 0 ? 1 : 0), argv + argc});
    if (auto const* const leave = std::get_if<cli::Leave>(&parsed)) {
      write_text(leave->code == cli::exit_done ? STDOUT_FILENO : STDERR_FILENO, leave->text);
      return leave->code;
    }
    return run(std::get<cli::Options>(parsed));
  } catch (std::exception const& failure) {
    write_text(STDERR_FILENO, std::string("error: a fault in Oarlock, please report it: ") + failure.what() + "\n");
    return cli::exit_fault;
  }
}
