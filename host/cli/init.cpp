// `oarlock init`: asks, or takes options, and writes a first configuration that `validate` accepts.
#include <unistd.h>
#include <boost/json/serialize.hpp>

#include <cerrno>
#include <iostream>
#include <set>
#include <system_error>

#include "host/cli/commands.hpp"
#include "host/cli/new_config.hpp"
#include "host/cli/new_file.hpp"
#include "host/cli/plugin_log.hpp"
#include "host/cli/prepare.hpp"
#include "host/config/environment.hpp"
#include "host/config/schema.hpp"
#include "host/config/spec.hpp"
#include "host/config/wording.hpp"
#include "host/plugins/instance.hpp"
#include "host/report/text.hpp"

namespace oar::cli {
namespace {

// The file that is to be written, and a value behind each variable that it names.
class Imagined final : public config::Environment {
 public:
  Imagined(std::string text, std::set<std::string> variables)
      : text_{std::move(text)}, variables_{std::move(variables)} {}
  std::optional<std::string> variable(std::string const& name) const override {
    auto const real = real_.variable(name);
    return !real && variables_.contains(name) ? std::optional<std::string>{"a-value-to-come"} : real;
  }
  Result<std::string> read_file(std::filesystem::path const& path) const override {
    return path == shown ? Result<std::string>{text_} : real_.read_file(path);
  }
  Result<std::optional<std::vector<std::filesystem::path>>> list(std::filesystem::path const&) const override {
    return std::optional<std::vector<std::filesystem::path>>{};
  }
  std::chrono::system_clock::time_point now() const override { return real_.now(); }

  static constexpr char const* shown = "(new configuration)";

 private:
  std::string text_;
  std::set<std::string> variables_;
  config::ProcessEnvironment real_;
};

class Init {
 public:
  Init(Options const& options, Console& console)
      : options_{options},
        console_{console},
        search_{search_path(options)},
        asks_{::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1} {}

  Result<int> run() {
    auto const file = options_.file.empty() ? std::string("oarlock.yaml") : options_.file;
    if (file != "-" && !options_.force) OAR_TRY(refuse_existing(file));
    OAR_TRY(check_flags());
    auto source = OAR_TRY(end(config::Kind::source, options_.source_plugin));
    auto destination = OAR_TRY(end(config::Kind::destination, options_.destination_plugin));
    OAR_TRY(take_sets(source, destination));
    OAR_TRY(fill(source));
    OAR_TRY(fill(destination));
    if (!lacking_.empty()) return Error::of(Errc::config, lacking_);
    auto const text = new_config(source, destination, file);
    if (!holds(text, source, destination)) return static_cast<int>(exit_usage);
    if (file == "-") return console_.result(text), static_cast<int>(exit_done);
    OAR_TRY(write_new_file(file, text, options_.force ? Replace::yes : Replace::no));
    tell(file, source, destination);
    return static_cast<int>(exit_done);
  }

 private:
  Result<void> check_flags() {
    if (asks_ || (!options_.source_plugin.empty() && !options_.destination_plugin.empty())) return {};
    return Error::of(Errc::config,
                     "there is no terminal to ask on: give --source NAME and --destination NAME. Sources here: ",
                     config::listed(known(plugins::Role::source)),
                     "; destinations: ", config::listed(known(plugins::Role::destination)));
  }

  std::vector<std::string> known(plugins::Role role) const {
    std::vector<std::string> names;
    for (auto const& found : plugins::list(search_)) {
      if (found.shadowed) continue;
      auto const library = plugins::Library::load(found.path);
      if (!library) continue;
      for (auto const& descriptor : (*library)->descriptors())
        if (descriptor.has(role)) {
          names.push_back(found.name);
          break;
        }
    }
    return names;
  }

  // What was typed on the terminal; an error when there is no more.
  Result<std::string> ask(std::string const& question, std::string const& suggestion) {
    std::cerr << question << (suggestion.empty() ? "" : " [" + suggestion + "]") << ": " << std::flush;
    std::string answer;
    if (!std::getline(std::cin, answer))
      return Error::of(Errc::config, "the answers ended before the questions did; nothing was written");
    return answer.empty() ? suggestion : answer;
  }

  Result<std::string> plugin_name(config::Kind kind, std::string const& given) {
    if (!given.empty()) return given;
    auto const role = kind == config::Kind::source ? plugins::Role::source : plugins::Role::destination;
    auto const names = known(role);
    std::string answer;
    while (answer.empty()) {
      answer = OAR_TRY(
          ask(std::string("Which plugin is the ") + std::string(plugins::name_of(role)) + "? " + config::listed(names),
              names.size() == 1 ? names.front() : std::string{}));
      if (auto const path = plugins::find(answer, search_); !answer.empty() && !path) {
        console_.error(path.error().message());
        answer.clear();
      }
    }
    return answer;
  }

  Result<NewEnd> end(config::Kind kind, std::string const& given) {
    auto const role = kind == config::Kind::source ? plugins::Role::source : plugins::Role::destination;
    auto const name = OAR_TRY(plugin_name(kind, given));
    auto const path = OAR_TRY(plugins::find(name, search_));
    PluginLog services{console_.log(), name, {}};
    plugins::HostHandle const handle{services};
    auto const library = OAR_TRY(plugins::Library::load(path, services));
    auto const instance = OAR_TRY(plugins::Instance::create(library, {.name = name, .role = role}, handle));
    auto const schema = OAR_TRY(instance.spec());
    bool const blank = schema.find_first_not_of(" \t\r\n") == std::string::npos;
    NewEnd end{.kind = kind, .name = name_for(path), .path = name};
    end.title = "plugin " + instance.descriptor().name + " " + instance.descriptor().version;
    end.schema = OAR_TRY(config::parse_schema(blank ? "{}" : schema).within("the plugin's schema"));
    return end;
  }

  static std::string name_for(std::filesystem::path const& path) {
    auto name = path.stem().string();
    for (char& c : name) {
      bool const word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
      if (!word && c != '-' && c != '.') c = '-';
    }
    return name.substr(0, 100);
  }

  // --set source.NAME=VALUE
  Result<void> take_sets(NewEnd& source, NewEnd& destination) {
    for (auto const& set : options_.sets) {
      auto const dot = set.find('.');
      auto const equals = set.find('=');
      auto const which = set.substr(0, std::min(dot, set.size()));
      if (dot == std::string::npos || equals == std::string::npos || equals < dot ||
          (which != "source" && which != "destination"))
        return Error::of(Errc::config, "--set: found ", set.substr(0, std::min(equals, set.size())),
                         ", expected source.SETTING=VALUE or destination.SETTING=VALUE");
      auto& end = which == "source" ? source : destination;
      auto const name = set.substr(dot + 1, equals - dot - 1);
      auto const names = setting_names(end.schema);
      if (std::find(names.begin(), names.end(), name) == names.end())
        return Error::of(Errc::config, "--set: ", end.title, " has no setting ", config::in_quotes(name),
                         names.empty() ? ", it has none" : ", it has " + config::listed(names),
                         config::did_you_mean(name, names));
      end.settings[name] =
          OAR_TRY(setting_as_yaml(end.schema, name, set.substr(equals + 1)).within("--set " + which + "." + name));
    }
    return {};
  }

  // A required setting takes: what was set, what is answered, what its schema suggests; a secret a variable.
  Result<void> fill(NewEnd& end) {
    auto const which = end.kind == config::Kind::source ? "source" : "destination";
    for (auto const& needed : needed_settings(end.schema)) {
      if (end.settings.contains(needed.name)) continue;
      if (needed.secret) {
        auto const variable = variable_for(end.name, needed.name);
        variables_.insert(variable);
        end.settings[needed.name] = "\"${" + variable + "}\"";
      } else if (asks_) {
        end.settings[needed.name] = OAR_TRY(answer_for(end, needed));
      } else if (!needed.suggestion.empty()) {
        end.settings[needed.name] = needed.suggestion;
        examples_.push_back(std::string(which) + "." + needed.name);
      } else {
        lacking_ += std::string(lacking_.empty() ? "" : "\n") + end.title + " needs the setting " + needed.name +
                    (needed.description.empty() ? "" : " (" + report::one_line(needed.description) + ")") +
                    ": give --set " + which + "." + needed.name + "=VALUE";
      }
    }
    return {};
  }

  Result<std::string> answer_for(NewEnd const& end, Needed const& needed) {
    auto const question = end.name + ", " + needed.name + " (" + report::one_line(needed.description) + ")";
    for (;;) {
      auto const suggested = needed.suggestion;
      auto const answer = OAR_TRY(ask(question, suggested));
      if (answer.empty()) continue;
      if (answer == suggested) return suggested;
      auto yaml = setting_as_yaml(end.schema, needed.name, answer);
      if (yaml) return yaml;
      console_.error(yaml.error().message());
    }
  }

  // What `validate` would say of it.
  bool holds(std::string const& text, NewEnd const& source, NewEnd const& destination) {
    auto const loaded = config::load({Imagined::shown}, Imagined{text, variables_});
    auto problems = loaded.problems;
    auto const check = [&](NewEnd const& end, config::Located const& spec) {
      auto const found = config::check_spec(end.name, boost::json::serialize(end.schema), spec);
      problems.insert(problems.end(), found.begin(), found.end());
    };
    for (auto const& each : loaded.config.sources) check(source, each.spec);
    for (auto const& each : loaded.config.destinations) check(destination, each.spec);
    console_.problems(problems);
    if (!config::has_errors(problems)) return true;
    console_.error("nothing was written: --set other values");
    return false;
  }

  Result<void> refuse_existing(std::string const& file) {
    std::error_code ignored;
    if (!std::filesystem::exists(std::filesystem::symlink_status(file, ignored))) return {};
    return Error::of(Errc::config, file, " exists already: --force replaces it, --output FILE names another");
  }

  void tell(std::string const& file, NewEnd const& source, NewEnd const& destination) {
    auto out = "Wrote " + file + ": " + source.name + " -> " + destination.name + ".\n";
    for (auto const& example : examples_) out += "Look at " + example + ": it has the value of an example.\n";
    for (auto const& variable : variables_) out += "Set the environment variable " + variable + ", a secret.\n";
    console_.result(out + "Then: oarlock validate " + file + ", and oarlock sync " + file + "\n");
  }

  Options const& options_;
  Console& console_;
  plugins::SearchPath const search_;
  bool const asks_;
  std::set<std::string> variables_;
  std::vector<std::string> examples_;
  std::string lacking_;
};

}  // namespace

int run_init(Options const& options, Console& console) {
  auto const done = Init{options, console}.run();
  if (done) return *done;
  console.error(done.error().message());
  return exit_usage;
}

}  // namespace oar::cli
