// Reads CLI11's options; what a value may be follows from the name of its type.
#include "host/cli/grammar.hpp"

#include <CLI/App.hpp>
#include <map>

namespace oar::cli {
namespace {

std::vector<std::string> parted(std::string const& text) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (auto bar = text.find('|'); bar != std::string::npos; begin = bar + 1, bar = text.find('|', begin))
    parts.push_back(text.substr(begin, bar - begin));
  parts.push_back(text.substr(begin));
  return parts;
}

Takes takes_of(std::string const& value) {
  static std::map<std::string, Takes> const known = {{"", Takes::nothing},    {"PATH", Takes::files},
                                                     {"FILE", Takes::files},  {"CONFIG", Takes::files},
                                                     {"DIR", Takes::folders}, {"NAME", Takes::plugins}};
  if (value.find('|') != std::string::npos) return Takes::choice;
  auto const found = known.find(value);
  return found == known.end() ? Takes::text : found->second;
}

OptionWords words_of(CLI::Option const& option) {
  OptionWords words;
  if (!option.get_snames().empty()) words.short_name = option.get_snames().front();
  if (!option.get_lnames().empty()) words.long_name = option.get_lnames().front();
  bool const argument = option.get_positional();
  auto const value = value_of(option);
  words.value = argument ? option.get_name(true) : value;
  words.description = option.get_description();
  words.takes = takes_of(argument && value.find('|') == std::string::npos ? words.value : value);
  if (words.takes == Takes::choice) words.choices = parted(value);
  words.repeatable =
      option.get_items_expected_max() > 1 || option.get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll;
  words.general = option.get_group() == "General options";
  return words;
}

CommandWords words_below(CLI::App const& app, std::string const& path) {
  CommandWords words{.path = path, .name = app.get_name(), .summary = app.get_description()};
  for (auto const* option : app.get_options())
    (option->get_positional() ? words.arguments : words.options).push_back(words_of(*option));
  for (auto const* below : app.get_subcommands([](CLI::App const*) { return true; }))
    words.below.push_back(words_below(*below, path.empty() ? below->get_name() : path + " " + below->get_name()));
  return words;
}

}  // namespace

CommandWords grammar_of(CLI::App const& app) { return words_below(app, ""); }

std::string value_of(CLI::Option const& option) {
  if (option.get_items_expected_max() == 0) return {};
  auto const type = option.get_type_name();
  return type.substr(0, type.find(':'));  // CLI11 adds ":" and what its validators take
}

}  // namespace oar::cli
