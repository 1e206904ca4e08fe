#pragma once
// The commands as users read about them: one text for --help, the reference and the man page.

#include <span>
#include <string_view>

#include "host/cli/options.hpp"

namespace oar::cli {

// What a command takes beside its options.
enum class Argument { none, configs, maybe_configs, plugin, shell, run, file };

struct CommandText {
  Command command;
  std::string_view name;  // "plugin list" is a command below `plugin`
  std::string_view summary;
  std::string_view details;
  std::string_view examples;  // "command    what it does" lines
  Argument argument = Argument::configs;
};

// A word that only leads to commands below it: "plugin".
struct GroupText {
  std::string_view name;
  std::string_view summary;
};

extern std::span<CommandText const> const command_texts;
extern std::span<GroupText const> const group_texts;

std::string_view description_text();  // what Oarlock is
std::string_view overview_text();     // under the list of commands
std::string_view exit_code_text();    // under every help
std::string_view files_text();        // of the man page
CommandText const& text_of(Command command);

}  // namespace oar::cli
