// The texts of the commands.
#include "host/cli/command_table.hpp"

namespace oar::cli {

std::array<CommandText, 6> const command_texts = {{
    {Command::sync, "sync", "Copy the rows of all sources to their destinations",
     "Reads what the configuration selects and makes it durable in every destination. Incremental tables resume where\n"
     "the last sync stopped. Ctrl-C once stops reading and commits what is in flight; twice stops at once. Both are "
     "safe.",
     "  oarlock sync inventory.yaml                  one file, with sources and destinations\n"
     "  oarlock sync sources/ postgres.yaml          a folder and a file together\n"
     "  oarlock sync --output json inventory.yaml    the summary as one JSON document on stdout\n"
     "  oarlock sync --memory 2GiB --concurrency 16 inventory.yaml\n"},
    {Command::validate, "validate", "Check configuration files, and the plugins they name, without connecting",
     "Lists everything that is wrong at once, each with its file, line and column, and what to write instead.",
     "  oarlock validate inventory.yaml\n"
     "  oarlock validate --output json config/       the problems for an editor or a pipeline\n"},
    {Command::test_connection, "test-connection", "Connect every source and destination, and read nothing",
     "Shows for each whether it can be reached and whether it lets you in.",
     "  oarlock test-connection inventory.yaml\n"},
    {Command::tables, "tables", "Describe the tables that the sources of a configuration offer",
     "Prints Markdown, or JSON with --output json: columns with types and descriptions, keys, children below their\n"
     "parents, and the cursor columns of tables that can be read incrementally.",
     "  oarlock tables inventory.yaml > TABLES.md\n"
     "  oarlock tables --only 'linux_net*' inventory.yaml\n"
     "  oarlock tables --output json inventory.yaml | jq '.sources[].tables[].name'\n"},
    {Command::plugin_list, "plugin list", "List the plugins that can be found, and where they lie", "",
     "  oarlock plugin list\n"
     "  oarlock plugin list --plugin-dir ./build/plugins\n"},
    {Command::plugin_info, "plugin info", "Show one plugin: its version, its roles and its settings",
     "NAME is a plugin's name, or the path of a library.",
     "  oarlock plugin info sqlite\n"
     "  oarlock plugin info --output json ./acme.so  its settings as a JSON Schema\n"},
}};

std::string_view overview_text() {
  return "Examples:\n"
         "  oarlock validate inventory.yaml    is this configuration right?\n"
         "  oarlock sync inventory.yaml        copy the rows\n"
         "  oarlock tables inventory.yaml      what tables are there?\n"
         "  oarlock plugin info sqlite         which settings does this plugin take?\n"
         "\n"
         "Run `oarlock COMMAND --help` for a command's options and examples.\n";
}

std::string_view exit_code_text() {
  return "Exit codes:\n"
         "  0    all done\n"
         "  1    the state file is busy, newer or damaged, or Oarlock itself is at fault\n"
         "  2    usage, configuration or a plugin is wrong; nothing was moved\n"
         "  3    partly done: some table, scope, row or destination failed\n"
         "  4    nothing moved: no source, or no destination, could be reached\n"
         "  130  interrupted\n";
}

CommandText const& text_of(Command command) {
  for (auto const& text : command_texts)
    if (text.command == command) return text;
  return command_texts.front();
}

}  // namespace oar::cli
