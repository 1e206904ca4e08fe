#pragma once
// Lays out --help.

#include <string>

namespace CLI {
class App;
}

namespace oar::cli {

struct CommandText;

std::string version_text();
std::string overview_help(CLI::App const& app);
std::string group_help(CLI::App const& group);
std::string command_help(CLI::App const& app, CommandText const& text);

}  // namespace oar::cli
