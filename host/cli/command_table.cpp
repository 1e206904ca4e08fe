// The texts of the commands.
#include "host/cli/command_table.hpp"

namespace oar::cli {
namespace {

constexpr CommandText commands[] = {
    {Command::sync, "sync", "Copy the rows of all sources to their destinations",
     "Reads what the configuration selects and makes it durable in every destination. Incremental tables resume where\n"
     "the last sync stopped. Ctrl-C once stops reading and commits what is in flight; twice stops at once. Both are "
     "safe.\n"
     "With --source or --table it runs a part: what the configuration selects of these, with the parents of the "
     "tables,\n"
     "their children where skip_dependent_tables is false, and all relatives of a table that is read incrementally,\n"
     "since they share a cursor.",
     "  oarlock sync inventory.yaml                  one file, with sources and destinations\n"
     "  oarlock sync sources/ postgres.yaml          a folder and a file together\n"
     "  oarlock sync --output json inventory.yaml    the summary as one JSON document on stdout\n"
     "  oarlock sync --memory 2GiB --concurrency 16 inventory.yaml\n"
     "  oarlock sync --resume inventory.yaml         complete what was interrupted\n"
     "  oarlock sync --source 'web-*' --table linux_users inventory.yaml\n"},
    {Command::plan, "plan", "Show what a sync would do, and change nothing",
     "Connects both ends and tells, per route: the delivery guarantee, tables with how they are read and written,\n"
     "splits and where they go on, the exact statements that prepare the tables, what is read again or made anew, and\n"
     "rows that go unless they are read again. No file is changed, and none is made.",
     "  oarlock plan inventory.yaml\n"
     "  oarlock plan --output json inventory.yaml | jq '.routes[].tables[].statements'\n"},
    {Command::migrate, "migrate", "Prepare the destinations' tables without moving rows",
     "Makes and changes tables as the next sync would, by the rules of each destination's migrate_mode.",
     "  oarlock migrate --dry-run inventory.yaml     print the exact statements, change nothing\n"
     "  oarlock migrate inventory.yaml\n"},
    {Command::validate, "validate", "Check configuration files, and the plugins they name, without connecting",
     "Lists everything that is wrong at once, each with its file, line and column, and what to write instead.\n"
     "With --print-schema it prints the JSON Schema (draft-07) of a configuration, with the settings of every plugin "
     "that\n"
     "can be found, for editors: they complete and check while you type.",
     "  oarlock validate inventory.yaml\n"
     "  oarlock validate --output json config/       the problems for an editor or a pipeline\n"
     "  oarlock validate --print-schema > oarlock.schema.json\n"
     "                                               then begin the file with this line:\n"
     "                                               # yaml-language-server: $schema=oarlock.schema.json\n"},
    {Command::init, "init", "Write a first configuration, commented, that validate accepts",
     "Asks which plugins and for the settings they need; where there is no terminal, options say it. What the plugins\n"
     "publish about their settings becomes comments. A secret is never written: ${NAME} stands for it. Nothing is\n"
     "overwritten without --force.",
     "  oarlock init                                 asks\n"
     "  oarlock init --source linux --destination sqlite --set destination.connection_string=machine.db\n"
     "  oarlock init --source linux --destination sqlite --output -        on stdout\n",
     Argument::none},
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
     "  oarlock plugin list --plugin-dir ./build/plugins\n",
     Argument::none},
    {Command::plugin_info, "plugin info", "Show one plugin: its version, its roles and its settings",
     "NAME is a plugin's name, or the path of a library.",
     "  oarlock plugin info sqlite\n"
     "  oarlock plugin info --output json ./acme.so  its settings as a JSON Schema\n",
     Argument::plugin},
    {Command::state_list, "state list", "Show where every split of every route stands",
     "Reads the state file of CONFIG, or the one that --state or OARLOCK_STATE names, or .oarlock/state.db here, and\n"
     "changes no byte of it.",
     "  oarlock state list inventory.yaml\n"
     "  oarlock state list --source 'web-*' --table users --output json\n",
     Argument::maybe_configs},
    {Command::state_show, "state show", "Show all that is remembered of splits, their cursors included", "",
     "  oarlock state show --source this-machine --split linux_package_events inventory.yaml\n",
     Argument::maybe_configs},
    {Command::state_reset, "state reset", "Forget where splits stand, so that they are read again from the start",
     "Says what will be read again, and asks. With CONFIG the destinations' own records forget it too; without, only "
     "the\n"
     "state file does, and a destination that keeps a record brings it back.",
     "  oarlock state reset inventory.yaml --source this-machine --table linux_package_events\n"
     "  oarlock state reset inventory.yaml --source '*' --destination inventory --yes\n",
     Argument::maybe_configs},
    {Command::state_export, "state export", "Print the cursors of routes as JSON that `state import` takes",
     "There are no secrets in it.", "  oarlock state export inventory.yaml > state.json\n", Argument::maybe_configs},
    {Command::state_import, "state import", "Take over cursors that `state export` printed",
     "Refuses a cursor that is older than the one that is remembered, and another plugin behind a name; then nothing "
     "is\n"
     "imported.",
     "  oarlock state import state.json --state .oarlock/state.db --yes\n", Argument::file},
    {Command::runs_list, "runs list", "List what ran, newest first",
     "A run that ended without a word, as after kill -9, is interrupted; whether one is running is told by its lock.",
     "  oarlock runs list --last 10 inventory.yaml\n"
     "  oarlock runs list --status failed --output json\n",
     Argument::maybe_configs},
    {Command::runs_show, "runs show", "Show one run: its tables, rows, rejects and errors",
     "RUN is an id, the beginning of one, or last.", "  oarlock runs show last inventory.yaml\n", Argument::run},
    {Command::rejects_list, "rejects list",
     "List rows that could not be read or written, with the reason, newest first", "",
     "  oarlock rejects list --table users inventory.yaml\n", Argument::maybe_configs},
    {Command::rejects_export, "rejects export", "Print all rejected rows as NDJSON, JSON or CSV", "",
     "  oarlock rejects export --run last --output csv inventory.yaml > rejects.csv\n", Argument::maybe_configs},
    {Command::completion, "completion", "Print what makes a shell complete commands, options and files",
     "SHELL is bash, zsh or fish. A package installs these for you; from a build they are a line in the shell's start "
     "file.",
     "  source <(oarlock completion bash)            in ~/.bashrc\n"
     "  source <(oarlock completion zsh)             in ~/.zshrc, after compinit\n"
     "  oarlock completion fish | source             in ~/.config/fish/config.fish\n",
     Argument::shell},
    {Command::man, "man", "Print the manual page",
     "It is made from the same texts as --help. A package installs it: `man oarlock`.",
     "  oarlock man | man -l -                       read it\n"
     "  oarlock man > oarlock.1\n",
     Argument::none},
};

constexpr GroupText groups[] = {
    {"plugin", "See what plugins there are"},
    {"state", "See, forget and carry over what was read so far"},
    {"runs", "See what ran"},
    {"rejects", "See rows that could not be read or written"},
};

}  // namespace

std::span<CommandText const> const command_texts{commands};
std::span<GroupText const> const group_texts{groups};

std::string_view description_text() {
  return "Oarlock copies rows from source plugins to destination plugins. Plugins are shared libraries. A "
         "configuration\n"
         "names sources, destinations and the tables to copy; what was read so far is remembered, so that a killed "
         "run\n"
         "neither loses a row nor doubles one.\n";
}

std::string_view overview_text() {
  return "Examples:\n"
         "  oarlock validate inventory.yaml    is this configuration right?\n"
         "  oarlock plan inventory.yaml        what would a sync do?\n"
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

std::string_view files_text() {
  return "  .oarlock/state.db          cursors, runs and rejects, beside the first configuration file; --state and\n"
         "                             OARLOCK_STATE name another\n"
         "  OARLOCK_PLUGIN_PATH        folders with plugins, parted by colons; after --plugin-dir, before\n"
         "                             $XDG_DATA_HOME/oarlock/plugins and PREFIX/lib/oarlock/plugins\n"
         "  NO_COLOR                   when it is set and not empty, there are no colours\n";
}

CommandText const& text_of(Command command) {
  for (auto const& text : command_texts)
    if (text.command == command) return text;
  return command_texts.front();
}

}  // namespace oar::cli
