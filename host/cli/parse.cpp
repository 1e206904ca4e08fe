// The command line in CLI11; unknown words are answered here, with the nearest known one.
#include "host/cli/parse.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>

#include "host/cli/command_table.hpp"
#include "host/cli/help.hpp"
#include "host/config/size.hpp"
#include "host/plugins/nearest.hpp"

namespace oar::cli {
namespace {

using report::Level;

// How much is logged follows from several options together.
struct Verbosity {
  int verbose = 0;
  std::string level;
  std::string file;
  bool json = false;
};

std::map<std::string, Level> const levels = {{"trace", Level::trace}, {"debug", Level::debug}, {"info", Level::info},
                                             {"warn", Level::warn},   {"error", Level::error}, {"off", Level::off}};

class CommandLine {
 public:
  CommandLine() {
    app_.set_help_flag();
    app_.allow_extras();
    app_.add_flag("--version", version_, "Print the version and exit");
    add_general_options(app_);
    for (auto const& text : command_texts) add_command(text);
  }

  std::variant<Options, Leave> parse(std::vector<std::string> const& arguments) {
    auto reversed = arguments;
    std::reverse(reversed.begin(), reversed.end());  // as CLI11 wants them
    try {
      app_.parse(std::move(reversed));
    } catch (CLI::ParseError const& failure) {
      return usage_error(failure.what());
    }
    return decide();
  }

 private:
  void add_command(CommandText const& text) {
    auto const space = text.name.find(' ');
    auto* parent = &app_;
    if (space != std::string_view::npos) parent = group(std::string(text.name.substr(0, space)));
    auto const name = std::string(space == std::string_view::npos ? text.name : text.name.substr(space + 1));
    auto* const command = parent->add_subcommand(name, std::string(text.summary));
    prepare(*command);
    apps_[text.command] = command;
    add_own_options(*command, text.command);
    add_general_options(*command);
  }

  CLI::App* group(std::string const& name) {
    if (group_ == nullptr) {
      group_ = app_.add_subcommand(name, "See what plugins there are");
      prepare(*group_);
      add_general_options(*group_);
    }
    return group_;
  }

  static void prepare(CLI::App& app) {
    app.set_help_flag();
    app.allow_extras();
  }

  void add_own_options(CLI::App& app, Command command) {
    if (command == Command::plugin_info)
      app.add_option("NAME", options_.plugin, "A plugin's name, or a library's path");
    if (command == Command::plugin_list || command == Command::plugin_info) return;
    app.add_option("CONFIG", options_.configs, "Configuration files, or folders of them (YAML or JSON)")
        ->expected(1, -1);
    if (command == Command::tables)
      app.add_option("--only", options_.only, "Only tables whose name matches; may be repeated")
          ->type_name("GLOB")
          ->expected(1)
          ->take_all();
    if (command != Command::sync) return;
    app.add_option("--state", options_.state,
                   "The state file (else OARLOCK_STATE, else .oarlock/state.db beside CONFIG)")
        ->type_name("PATH");
    app.add_option_function<std::string>(
           "--memory", [this](std::string const& text) { set_memory(text); },
           "Bytes of rows in flight, at most; 512MiB unless given")
        ->type_name("SIZE");
    app.add_flag(
        "--resume", options_.resume,
        "Complete the last sync, if it did not wholly succeed: under its own time, reading only what is missing");
    app.add_option(
           "--on-expired", options_.resync_expired,
           "When a source cannot go on from a saved cursor: fail the table (default), or resync it from its start")
        ->type_name("fail|resync")
        ->transform(CLI::CheckedTransformer(std::map<std::string, bool>{{"fail", false}, {"resync", true}}));
    app.add_option("--concurrency", options_.concurrency, "Scans side by side, at most")
        ->type_name("N")
        ->check(CLI::Range(1u, 4096u));
  }

  void add_general_options(CLI::App& app) {
    constexpr char const* group = "General options";
    app.add_flag("-h,--help", help_, "Print this help and exit")->group(group);
    app.add_option("--plugin-dir", options_.plugin_dirs, "Look for plugins here first; may be repeated")
        ->type_name("DIR")
        ->expected(1)
        ->take_all()
        ->group(group);
    app.add_option("--output", options_.output, "Results on stdout: text or json")
        ->type_name("text|json")
        ->transform(
            CLI::CheckedTransformer(std::map<std::string, Output>{{"text", Output::text}, {"json", Output::json}}))
        ->group(group);
    app.add_flag("-v", verbosity_.verbose, "Say more on stderr; -vv says all")->group(group);
    app.add_flag("-q", options_.quiet, "Say only errors on stderr, show no progress")->group(group);
    app.add_option("--log-level", verbosity_.level, "What the log keeps, of plugins too")
        ->type_name("trace|debug|info|warn|error|off")
        ->check(CLI::IsMember(levels))
        ->group(group);
    app.add_option("--log-file", verbosity_.file, "Append the log to this file as well")
        ->type_name("PATH")
        ->group(group);
    app.add_option_function<std::string>(
           "--log-format", [this](std::string const& text) { verbosity_.json = text == "json"; },
           "Lines of the log: text or json")
        ->type_name("text|json")
        ->check(CLI::IsMember({"text", "json"}))
        ->group(group);
    app.add_option("--color", options_.color, "auto (on a terminal, unless NO_COLOR is set), always or never")
        ->type_name("auto|always|never")
        ->transform(
            CLI::CheckedTransformer(std::map<std::string, report::ColorMode>{{"auto", report::ColorMode::automatic},
                                                                             {"always", report::ColorMode::always},
                                                                             {"never", report::ColorMode::never}}))
        ->group(group);
  }

  void set_memory(std::string const& text) {
    auto const size = config::parse_size(text);
    if (!size) throw CLI::ValidationError("--memory", size.error().message());
    if (*size < (1U << 20U)) throw CLI::ValidationError("--memory", "expected at least 1MiB, found " + text);
    options_.memory_bytes = *size;
  }

  std::variant<Options, Leave> decide() {
    auto const* const app = chosen();
    if (version_) return Leave{exit_done, version_text()};
    if (help_) return Leave{exit_done, help_of(*app)};
    if (auto const extras = app_.remaining(true); !extras.empty()) return unknown(*app, extras.front());
    if (app == &app_ || app == group_) return Leave{exit_usage, help_of(*app)};
    return complete(*app);
  }

  std::variant<Options, Leave> complete(CLI::App const& app) {
    for (auto const& [command, candidate] : apps_)
      if (candidate == &app) options_.command = command;
    bool const needs_config = options_.command != Command::plugin_list && options_.command != Command::plugin_info;
    if (needs_config && options_.configs.empty()) return usage_error("no CONFIG is given, a file or a folder");
    if (options_.command == Command::plugin_info && options_.plugin.empty()) return usage_error("no NAME is given");
    settle_log();
    return options_;
  }

  // -q and -v speak of the screen; --log-level of all.
  void settle_log() {
    auto& log = options_.log;
    log.format = verbosity_.json ? report::LogFormat::json : report::LogFormat::text;
    log.file = verbosity_.file;
    if (options_.quiet) log.screen = Level::error;
    if (verbosity_.verbose > 0) log.screen = log.screen_plugins = verbosity_.verbose > 1 ? Level::trace : Level::debug;
    if (verbosity_.level.empty()) return;
    log.file_level = levels.at(verbosity_.level);
    log.screen = log.screen_plugins = log.file_level;
  }

  // The innermost command that was named.
  CLI::App const* chosen() const {
    CLI::App const* app = &app_;
    while (!app->get_subcommands().empty()) app = app->get_subcommands().front();
    return app;
  }

  std::string help_of(CLI::App const& app) const {
    for (auto const& [command, candidate] : apps_)
      if (candidate == &app) return command_help(app, text_of(command));
    return &app == group_ ? group_help(app) : overview_help(app);
  }

  Leave unknown(CLI::App const& app, std::string const& word) const {
    bool const option = word.size() > 1 && word.front() == '-';
    std::vector<std::string> known;
    if (option) {
      for (auto const* each : app.get_options()) {
        for (auto const& name : each->get_lnames()) known.push_back("--" + name);
      }
    } else {
      for (auto const* each : app.get_subcommands([](CLI::App const*) { return true; }))
        known.push_back(each->get_name());
    }
    auto const typed = word.substr(0, word.find('='));
    auto const meant = plugins::nearest(typed, known);
    char const* const what = option ? "unknown option " : known.empty() ? "unexpected argument " : "unknown command ";
    return usage_error(what + typed + (meant.empty() ? "" : ", did you mean " + meant.front() + "?"));
  }

  Leave usage_error(std::string const& message) const {
    std::string command = "oarlock";
    auto const* const app = chosen();
    if (app != &app_ && app->get_parent() != &app_) command += " " + app->get_parent()->get_name();
    if (app != &app_) command += " " + app->get_name();
    return {exit_usage, "error: " + message + "\nTry `" + command + " --help`.\n"};
  }

  CLI::App app_{"Copies rows from source plugins to destination plugins", "oarlock"};
  CLI::App* group_ = nullptr;  // `plugin`
  std::map<Command, CLI::App*> apps_;
  Options options_;
  Verbosity verbosity_;
  bool version_ = false;
  bool help_ = false;
};

}  // namespace

std::variant<Options, Leave> parse(std::vector<std::string> const& arguments) {
  auto words = arguments;
  if (!words.empty() && words.front() == "help") {  // `oarlock help sync` is what git taught people
    words.erase(words.begin());
    words.emplace_back("--help");
  }
  auto outcome = CommandLine{}.parse(words);
  if (auto* const options = std::get_if<Options>(&outcome)) {
    options->typed = "oarlock";
    for (auto const& argument : arguments) options->typed += " " + argument;
  }
  return outcome;
}

}  // namespace oar::cli
