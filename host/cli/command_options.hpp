#pragma once
// The options and arguments that each command takes, told to CLI11.

#include <string>

#include "host/cli/command_table.hpp"
#include "host/cli/options.hpp"

namespace CLI {
class App;
}

namespace oar::cli {

// Where CLI11 writes what was typed. How much is logged follows from several options together.
struct Typed {
  Options options;
  int verbose = 0;
  std::string log_level;
  std::string log_file;
  bool json_log = false;
  bool help = false;
};

void add_own_options(CLI::App& app, CommandText const& text, Typed& typed);
// Of every command, and of none.
void add_general_options(CLI::App& app, Typed& typed, Command command = Command::none);

// What the command lacks to run, or cannot do together, as "no CONFIG is given, a file or a folder"; empty when
// nothing.
std::string missing(CommandText const& text, Options const& options);

// -q and -v speak of the screen; --log-level of all.
void settle_log(Typed& typed);

}  // namespace oar::cli
