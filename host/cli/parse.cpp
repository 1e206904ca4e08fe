// The command line in CLI11; unknown words are answered here, with the nearest known one.
#include "host/cli/parse.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>

#include "host/cli/command_options.hpp"
#include "host/cli/completion.hpp"
#include "host/cli/grammar.hpp"
#include "host/cli/help.hpp"
#include "host/cli/man_page.hpp"
#include "host/words/nearest.hpp"

namespace oar::cli {
namespace {

class CommandLine {
 public:
  CommandLine() {
    app_.set_help_flag();
    app_.allow_extras();
    app_.add_flag("--version", version_, "Print the version and exit");
    add_general_options(app_, typed_);
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
    if (space != std::string_view::npos) parent = group(text.name.substr(0, space));
    auto const name = std::string(space == std::string_view::npos ? text.name : text.name.substr(space + 1));
    auto* const command = parent->add_subcommand(name, std::string(text.summary));
    prepare(*command);
    apps_[text.command] = command;
    add_own_options(*command, text, typed_);
    add_general_options(*command, typed_, text.command);
  }

  CLI::App* group(std::string_view name) {
    auto const text =
        std::find_if(group_texts.begin(), group_texts.end(), [&](GroupText const& each) { return each.name == name; });
    auto& group = groups_[std::string(name)];
    if (group == nullptr) {
      group = app_.add_subcommand(std::string(name), text == group_texts.end() ? "" : std::string(text->summary));
      prepare(*group);
      add_general_options(*group, typed_);
    }
    return group;
  }

  static void prepare(CLI::App& app) {
    app.set_help_flag();
    app.allow_extras();
  }

  std::variant<Options, Leave> decide() {
    auto const* const app = chosen();
    if (version_) return Leave{exit_done, version_text()};
    if (typed_.help) return Leave{exit_done, help_of(*app)};
    if (auto const extras = app_.remaining(true); !extras.empty()) return unknown(*app, extras.front());
    if (app == &app_ || is_group(*app)) return Leave{exit_usage, help_of(*app)};
    return complete(*app);
  }

  std::variant<Options, Leave> complete(CLI::App const& app) {
    auto& options = typed_.options;
    for (auto const& [command, candidate] : apps_)
      if (candidate == &app) options.command = command;
    if (auto const lack = missing(text_of(options.command), options); !lack.empty()) return usage_error(lack);
    if (options.command == Command::completion)
      return Leave{exit_done, completion_script(options.shell, grammar_of(app_))};
    if (options.command == Command::man) return Leave{exit_done, man_page(grammar_of(app_))};
    settle_log(typed_);
    return options;
  }

  bool is_group(CLI::App const& app) const {
    return std::any_of(groups_.begin(), groups_.end(), [&](auto const& each) { return each.second == &app; });
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
    return is_group(app) ? group_help(app) : overview_help(app);
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
    auto const meant = words::nearest(typed, known);
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
  std::map<std::string, CLI::App*> groups_;
  std::map<Command, CLI::App*> apps_;
  Typed typed_;
  bool version_ = false;
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
