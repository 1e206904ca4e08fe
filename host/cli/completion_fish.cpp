// One `complete` line per option and command, each under the condition that its command was typed.
#include <set>

#include "host/cli/completion.hpp"

namespace oar::cli {
namespace {

std::string fish_quoted(std::string_view text) {
  std::string out = "'";
  for (char const c : text) {
    if (c == '\'' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out + "'";
}

std::string fish_action(OptionWords const& words) {
  switch (words.takes) {
    case Takes::choice: {
      std::string all;
      for (auto const& choice : words.choices) all.append(all.empty() ? "" : " ").append(choice);
      return " -f -a " + fish_quoted(all);
    }
    case Takes::files:
      return " -F";
    case Takes::folders:
      return " -f -a '(__fish_complete_directories)'";
    case Takes::plugins:
      return " -f -a '(__oarlock_plugins)'";
    case Takes::text:
      return " -f";
    case Takes::nothing:
      break;
  }
  return "";
}

std::string at(CommandWords const& words) {
  return "complete -c oarlock -n " + fish_quoted("__oarlock_at " + fish_quoted(words.path));
}

std::string lines(CommandWords const& words) {
  std::string out;
  for (auto const& each : words.below)
    out += at(words) + " -f -a " + fish_quoted(each.name) + " -d " + fish_quoted(each.summary) + "\n";
  for (auto const& argument : words.arguments) out += at(words) + fish_action(argument) + "\n";
  for (auto const& option : words.options) {
    out += at(words);
    if (!option.short_name.empty()) out += " -s " + option.short_name;
    if (!option.long_name.empty()) out += " -l " + option.long_name;
    if (option.takes != Takes::nothing) out += " -r" + fish_action(option);
    out += " -d " + fish_quoted(option.description) + "\n";
  }
  for (auto const& each : words.below) out += lines(each);
  return out;
}

void collect(CommandWords const& words, std::set<std::string>& taking, std::set<std::string>& paths) {
  paths.insert(words.path);
  for (auto const& option : words.options) {
    if (option.takes == Takes::nothing) continue;
    if (!option.short_name.empty()) taking.insert("-" + option.short_name);
    if (!option.long_name.empty()) taking.insert("--" + option.long_name);
  }
  for (auto const& each : words.below) collect(each, taking, paths);
}

std::string all(std::set<std::string> const& words) {
  std::string out;
  for (auto const& word : words) out += " " + fish_quoted(word);
  return out;
}

}  // namespace

std::string fish_completion(CommandWords const& root) {
  std::set<std::string> taking;
  std::set<std::string> paths;
  collect(root, taking, paths);
  return "# Completes oarlock in fish; `oarlock completion fish` prints this.\n\n"
         "# Is this the command that was typed so far? Options and their values are passed over.\n"
         "function __oarlock_at\n"
         "    set -l command ''\n"
         "    set -l skip no\n"
         "    for word in (commandline -opc)[2..-1]\n"
         "        if test $skip = yes\n"
         "            set skip no\n"
         "        else if contains -- $word" +
         all(taking) +
         "\n"
         "            set skip yes\n"
         "        else if not string match -q -- '-*' $word\n"
         "            set -l longer (string trim -- \"$command $word\")\n"
         "            contains -- $longer" +
         all(paths) +
         "; and set command $longer\n"
         "        end\n"
         "    end\n"
         "    test \"$command\" = \"$argv[1]\"\n"
         "end\n\n"
         "function __oarlock_plugins\n"
         "    oarlock plugin list -q 2>/dev/null | awk 'NR > 1 && !seen[$1]++ { print $1 }'\n"
         "end\n\n"
         "complete -c oarlock -f\n" +
         lines(root);
}

}  // namespace oar::cli
