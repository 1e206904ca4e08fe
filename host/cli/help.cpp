// Help from the command table and the options that CLI11 knows, so that it cannot drift from what is accepted.
#include "host/cli/help.hpp"

#include <oar/abi/base.h>

#include <CLI/App.hpp>

#include "host/cli/command_table.hpp"
#include "host/cli/grammar.hpp"
#include "host/report/text.hpp"

namespace oar::cli {
namespace {

constexpr std::size_t name_width = 26;

std::string row(std::string const& name, std::string const& description) {
  if (name.size() + 2 > name_width) return "  " + name + "\n" + std::string(name_width + 2, ' ') + description + "\n";
  return "  " + report::pad_right(name, name_width) + description + "\n";
}

std::string option_name(CLI::Option const& option) {
  auto name = option.get_snames().empty() ? "    " : "-" + option.get_snames().front();
  if (!option.get_snames().empty() && !option.get_lnames().empty()) name += ", ";
  if (!option.get_lnames().empty()) name += "--" + option.get_lnames().front();
  auto const value = value_of(option);
  return value.empty() ? name : name + " " + value;
}

std::string positionals(CLI::App const& app) {
  std::string out;
  for (auto const* option : app.get_options())
    if (option->get_positional()) out += row(option->get_name(true), option->get_description());
  return out.empty() ? out : "\nArguments:\n" + out;
}

std::string options(CLI::App const& app) {
  std::string out;
  for (auto const& group : app.get_groups()) {
    std::string rows;
    for (auto const* option : app.get_options())
      if (option->get_group() == group && option->nonpositional())
        rows += row(option_name(*option), option->get_description());
    if (!rows.empty()) out += "\n" + (group.empty() ? std::string("Options") : group) + ":\n" + rows;
  }
  return out;
}

std::string commands(std::string_view prefix) {
  std::string out = "\nCommands:\n";
  for (auto const& text : command_texts)
    if (text.name.starts_with(prefix)) out += row(std::string(text.name), std::string(text.summary));
  return out;
}

std::string usage_words(CLI::App const& app) {
  std::string out = " [OPTIONS]";
  for (auto const* option : app.get_options())
    if (option->get_positional())
      out += " " + option->get_name(true) + (option->get_items_expected_max() > 1 ? "..." : "");
  return out;
}

}  // namespace

std::string version_text() {
  return "oarlock " OARLOCK_VERSION " (plugin ABI " + std::to_string(OAR_ABI_MAJOR) + "." +
         std::to_string(OAR_ABI_MINOR) + ")\n";
}

std::string overview_help(CLI::App const& app) {
  return "Oarlock copies rows from source plugins to destination plugins.\n\nUsage: oarlock COMMAND [OPTIONS] ...\n" +
         commands("") + options(app) + "\n" + std::string(overview_text()) + "\n" + std::string(exit_code_text());
}

std::string group_help(CLI::App const& group) {
  auto const prefix = group.get_name() + " ";
  return "Usage: oarlock " + group.get_name() + " COMMAND [OPTIONS] ...\n" + commands(prefix) + options(group);
}

std::string command_help(CLI::App const& app, CommandText const& text) {
  auto out = std::string(text.summary) + ".\n";
  if (!text.details.empty()) out += std::string(text.details) + "\n";
  out += "\nUsage: oarlock " + std::string(text.name) + usage_words(app) + "\n" + positionals(app) + options(app);
  return out + "\nExamples:\n" + std::string(text.examples) + "\n" + std::string(exit_code_text());
}

}  // namespace oar::cli
