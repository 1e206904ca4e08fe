// Each option once: its name, what it takes, and one sentence, which help, completion and man page repeat.
#include "host/cli/command_options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <chrono>
#include <map>

#include "host/config/size.hpp"

namespace oar::cli {
namespace {

using report::Level;

constexpr char const* general = "General options";

std::map<std::string, Level> const levels = {{"trace", Level::trace}, {"debug", Level::debug}, {"info", Level::info},
                                             {"warn", Level::warn},   {"error", Level::error}, {"off", Level::off}};

void set_memory(Options& options, std::string const& text) {
  auto const size = config::parse_size(text);
  if (!size) throw CLI::ValidationError("--memory", size.error().message());
  if (*size < (1U << 20U)) throw CLI::ValidationError("--memory", "expected at least 1MiB, found " + text);
  options.memory_bytes = *size;
}

void set_stall_timeout(Options& options, std::string const& text) {
  static std::map<std::string_view, std::int64_t> const seconds_of = {{"s", 1}, {"m", 60}, {"h", 3600}};
  std::int64_t number = 0;
  auto const* const end = text.data() + text.size();
  auto const [stopped, error] = std::from_chars(text.data(), end, number);
  auto const unit = seconds_of.find(std::string_view{stopped, static_cast<std::size_t>(end - stopped)});
  constexpr std::int64_t most = 1'000'000;
  if (error != std::errc{} || unit == seconds_of.end() || number < 1 || number > most)
    throw CLI::ValidationError("--stall-timeout", "expected a time such as 90s, 5m or 1h, found " + text);
  options.stall_timeout = std::chrono::seconds{number * unit->second};
}

void add_globs(CLI::App& app, std::string const& name, std::vector<std::string>& into, std::string const& what) {
  app.add_option(name, into, what)->type_name("GLOB")->expected(1)->take_all()->allow_extra_args(false);
}

void add_maybe_configs(CLI::App& app, Options& options) {
  app.add_option("CONFIG", options.configs, "Configuration files, or folders of them: whose state it is")
      ->expected(0, -1);
}

void add_argument(CLI::App& app, Argument argument, Options& options) {
  switch (argument) {
    case Argument::none:
      break;
    case Argument::configs:
      app.add_option("CONFIG", options.configs, "Configuration files, or folders of them (YAML or JSON)")
          ->expected(1, -1);
      break;
    case Argument::maybe_configs:
      add_maybe_configs(app, options);
      break;
    case Argument::run:
      app.add_option("RUN", options.run, "A run's id, the beginning of one, or last");
      add_maybe_configs(app, options);
      break;
    case Argument::file:
      app.add_option("FILE", options.file, "What `oarlock state export` printed");
      add_maybe_configs(app, options);
      break;
    case Argument::plugin:
      app.add_option("NAME", options.plugin, "A plugin's name, or a library's path");
      break;
    case Argument::shell:
      app.add_option("SHELL", options.shell, "bash, zsh or fish")
          ->type_name("bash|zsh|fish")
          ->check(CLI::IsMember({"bash", "zsh", "fish"}));
      break;
  }
}

void add_state_option(CLI::App& app, Options& options) {
  app.add_option("--state", options.state, "The state file (else OARLOCK_STATE, else .oarlock/state.db beside CONFIG)")
      ->type_name("PATH");
}

// Of what goes through the stages of a sync.
void add_part_options(CLI::App& app, Options& options) {
  add_globs(app, "--source", options.sources, "Only sources whose name matches; may be repeated");
  add_globs(app, "--table", options.only,
            "Only tables whose name matches, of those that CONFIG selects; may be repeated");
}

void add_concurrency_option(CLI::App& app, Options& options) {
  app.add_option("--concurrency", options.concurrency, "Scans side by side, at most")
      ->type_name("N")
      ->check(CLI::Range(1u, 4096u));
}

void add_preview_options(CLI::App& app, Command command, Options& options) {
  add_part_options(app, options);
  if (command == Command::migrate)
    app.add_flag("--dry-run", options.dry_run, "Print the exact statements, and change nothing");
  add_state_option(app, options);
  if (command == Command::plan) add_concurrency_option(app, options);
}

void add_sync_options(CLI::App& app, Options& options) {
  add_part_options(app, options);
  app.add_flag(
      "--resume", options.resume,
      "Complete the last sync, if it did not wholly succeed: under its own time, reading only what is missing");
  app.add_option(
         "--on-expired", options.resync_expired,
         "When a source cannot go on from a saved cursor: fail the table (default), or resync it from its start")
      ->type_name("fail|resync")
      ->transform(CLI::CheckedTransformer(std::map<std::string, bool>{{"fail", false}, {"resync", true}}));
  add_state_option(app, options);
  app.add_option_function<std::string>(
         "--memory", [&options](std::string const& text) { set_memory(options, text); },
         "Bytes of rows in flight, at most; 512MiB unless given")
      ->type_name("SIZE");
  add_concurrency_option(app, options);
  app.add_option_function<std::string>(
         "--stall-timeout", [&options](std::string const& text) { set_stall_timeout(options, text); },
         "How long a destination may accept nothing, or a source send nothing but empty messages, before the sync goes "
         "on without it; 5m unless given")
      ->type_name("TIME");
}

bool is_one_of(Command command, std::initializer_list<Command> all) {
  return std::find(all.begin(), all.end(), command) != all.end();
}

// Of the commands about the state file.
void add_view_options(CLI::App& app, Command command, Options& options) {
  using enum Command;
  bool const splits = is_one_of(command, {state_list, state_show, state_reset});
  bool const rejects = is_one_of(command, {rejects_list, rejects_export});
  if (splits || rejects || command == state_export) {
    add_globs(app, "--source", options.sources, "Only sources whose name matches; may be repeated");
    add_globs(app, "--destination", options.destinations, "Only destinations whose name matches; may be repeated");
  }
  if (splits || rejects) add_globs(app, "--table", options.only, "Only tables whose name matches; may be repeated");
  if (splits) add_globs(app, "--split", options.splits, "Only splits whose id matches; may be repeated");
  if (rejects)
    app.add_option("--run", options.run, "Only of this run: its id, the beginning of it, or last")->type_name("RUN");
  if (command == runs_list)
    app.add_option("--status", options.status, "Only runs that are, or ended, so")
        ->type_name("done|partly|failed|stopped|interrupted|running")
        ->check(CLI::IsMember({"done", "partly", "failed", "stopped", "interrupted", "running"}));
  if (is_one_of(command, {runs_list, rejects_list}))
    app.add_option("--last", options.last, "The newest so many; 100 unless given")
        ->type_name("N")
        ->check(CLI::Range(1u, 1'000'000u));
  if (is_one_of(command, {state_reset, state_import})) app.add_flag("--yes", options.yes, "Do not ask");
  if (splits || rejects || is_one_of(command, {state_export, state_import, runs_list, runs_show}))
    add_state_option(app, options);
}

void add_init_options(CLI::App& app, Options& options) {
  app.add_option("--source", options.source_plugin, "The plugin to read from: a name, or a library's path")
      ->type_name("NAME");
  app.add_option("--destination", options.destination_plugin, "The plugin to write to: a name, or a library's path")
      ->type_name("NAME");
  app.add_option("--set", options.sets,
                 "A setting, as source.SETTING=VALUE or destination.SETTING=VALUE; may be repeated")
      ->type_name("SETTING=VALUE")
      ->expected(1)
      ->take_all();
  app.add_option("--output", options.file, "The file to write, - for stdout; oarlock.yaml unless given")
      ->type_name("FILE");
  app.add_flag("--force", options.force, "Replace the file when it is there");
}

void add_output_option(CLI::App& app, Command command, Options& options) {
  std::map<std::string, Output> known = {{"text", Output::text}, {"json", Output::json}};
  bool const rows = is_one_of(command, {Command::rejects_list, Command::rejects_export});
  if (rows) known.insert({{"csv", Output::csv}, {"ndjson", Output::ndjson}});
  app.add_option("--output", options.output,
                 rows ? "Results on stdout: text, json, csv or ndjson" : "Results on stdout: text or json")
      ->type_name(rows ? "text|json|csv|ndjson" : "text|json")
      ->transform(CLI::CheckedTransformer(known))
      ->group(general);
}

}  // namespace

void add_own_options(CLI::App& app, CommandText const& text, Typed& typed) {
  auto& options = typed.options;
  add_argument(app, text.argument, options);
  if (text.command == Command::init) add_init_options(app, options);
  if (text.command == Command::sync) add_sync_options(app, options);
  if (text.command == Command::plan || text.command == Command::migrate)
    add_preview_options(app, text.command, options);
  add_view_options(app, text.command, options);
  if (text.command == Command::tables)
    add_globs(app, "--only", options.only, "Only tables whose name matches; may be repeated");
  if (text.command == Command::validate)
    app.add_flag("--print-schema", options.print_schema, "Print the JSON Schema of a configuration, for editors");
}

void add_general_options(CLI::App& app, Typed& typed, Command command) {
  auto& options = typed.options;
  app.add_flag("-h,--help", typed.help, "Print this help and exit")->group(general);
  app.add_option("--plugin-dir", options.plugin_dirs, "Look for plugins here first; may be repeated")
      ->type_name("DIR")
      ->expected(1)
      ->take_all()
      ->group(general);
  if (command != Command::init) add_output_option(app, command, options);  // there it names a file
  app.add_flag("-v", typed.verbose, "Say more on stderr; -vv says all")->group(general);
  app.add_flag("-q", options.quiet, "Say only errors on stderr, show no progress")->group(general);
  app.add_option("--log-level", typed.log_level, "What the log keeps, of plugins too")
      ->type_name("trace|debug|info|warn|error|off")
      ->check(CLI::IsMember(levels))
      ->group(general);
  app.add_option("--log-file", typed.log_file, "Append the log to this file as well")
      ->type_name("PATH")
      ->group(general);
  app.add_option_function<std::string>(
         "--log-format", [&typed](std::string const& text) { typed.json_log = text == "json"; },
         "Lines of the log: text or json")
      ->type_name("text|json")
      ->check(CLI::IsMember({"text", "json"}))
      ->group(general);
  app.add_option("--color", options.color, "auto (on a terminal, unless NO_COLOR is set), always or never")
      ->type_name("auto|always|never")
      ->transform(
          CLI::CheckedTransformer(std::map<std::string, report::ColorMode>{{"auto", report::ColorMode::automatic},
                                                                           {"always", report::ColorMode::always},
                                                                           {"never", report::ColorMode::never}}))
      ->group(general);
}

std::string missing(CommandText const& text, Options const& options) {
  if (options.resume && !(options.sources.empty() && options.only.empty()))
    return "--resume completes a sync as a whole; leave out --source and --table";
  switch (text.argument) {
    case Argument::none:
      return {};
    case Argument::configs:
      return options.configs.empty() && !options.print_schema ? "no CONFIG is given, a file or a folder" : "";
    case Argument::maybe_configs:
    case Argument::run:
      return {};
    case Argument::file:
      return options.file.empty() ? "no FILE is given" : "";
    case Argument::plugin:
      return options.plugin.empty() ? "no NAME is given" : "";
    case Argument::shell:
      return options.shell.empty() ? "no SHELL is given: bash, zsh or fish" : "";
  }
  return {};
}

void settle_log(Typed& typed) {
  auto& log = typed.options.log;
  log.format = typed.json_log ? report::LogFormat::json : report::LogFormat::text;
  log.file = typed.log_file;
  if (typed.options.quiet) log.screen = Level::error;
  if (typed.verbose > 0) log.screen = log.screen_plugins = typed.verbose > 1 ? Level::trace : Level::debug;
  if (typed.log_level.empty()) return;
  log.file_level = levels.at(typed.log_level);
  log.screen = log.screen_plugins = log.file_level;
}

}  // namespace oar::cli
