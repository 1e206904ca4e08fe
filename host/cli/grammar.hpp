#pragma once
// The commands, their options and arguments as plain values: what help, completion and the man page are made from.

#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace oar::cli {

enum class Takes { nothing, choice, files, folders, plugins, text };

struct OptionWords {
  std::string short_name;  // "h"; empty = none. Of an argument both names are empty
  std::string long_name;   // "help"; empty = none
  std::string value;       // "GLOB"; of an argument its name; empty = a flag
  std::string description;
  Takes takes = Takes::nothing;
  std::vector<std::string> choices;  // Takes::choice
  bool repeatable = false;
  bool general = false;  // every command has it
};

struct CommandWords {
  std::string path;  // "plugin list"; empty = `oarlock` itself
  std::string name;  // "list"
  std::string summary;
  std::vector<OptionWords> options;
  std::vector<OptionWords> arguments;
  std::vector<CommandWords> below;
};

CommandWords grammar_of(CLI::App const& app);

// What stands behind the option's name in help: "text|json"; empty for a flag.
std::string value_of(CLI::Option const& option);

}  // namespace oar::cli
