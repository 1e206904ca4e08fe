#pragma once
// The commands as users read about them: one text for --help, the reference and the man page.

#include <array>
#include <string_view>

#include "host/cli/options.hpp"

namespace oar::cli {

struct CommandText {
  Command command;
  std::string_view name;  // "plugin list" is a command below `plugin`
  std::string_view summary;
  std::string_view details;
  std::string_view examples;  // "command    what it does" lines
};

extern std::array<CommandText, 6> const command_texts;

std::string_view overview_text();   // under the list of commands
std::string_view exit_code_text();  // under every help
CommandText const& text_of(Command command);

}  // namespace oar::cli
