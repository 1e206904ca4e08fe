// A zsh function for each command, over _arguments.
#include <algorithm>

#include "host/cli/completion.hpp"

namespace oar::cli {
namespace {

// Inside of '...'; a bracket or colon would end what _arguments reads.
std::string escaped(std::string_view text) {
  std::string out;
  for (char const c : text) {
    if (c == '\'') {
      out += "'\\''";
      continue;
    }
    if (c == '[' || c == ']' || c == ':' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

std::string function_of(CommandWords const& words) {
  auto name = words.path.empty() ? std::string("_oarlock") : "_oarlock_" + words.path;
  std::replace(name.begin(), name.end(), ' ', '_');
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

std::string zsh_action(OptionWords const& words) {
  switch (words.takes) {
    case Takes::choice: {
      std::string out;
      for (auto const& choice : words.choices) out.append(out.empty() ? "(" : " ").append(choice);
      return out + ")";
    }
    case Takes::files:
      return "_files";
    case Takes::folders:
      return "_files -/";
    case Takes::plugins:
      return "_oarlock_plugins";
    case Takes::text:
    case Takes::nothing:
      break;
  }
  return " ";
}

std::string option_line(std::string const& name, std::string const& others, OptionWords const& option) {
  std::string out = "    '";
  if (option.repeatable) out += "*";
  if (!others.empty() && !option.repeatable) out += "(" + others + ")";
  bool const takes = option.takes != Takes::nothing;
  out += name + (takes && name.starts_with("--") ? "=" : "") + "[" + escaped(option.description) + "]";
  if (takes) out += ":" + escaped(option.value) + ":" + escaped(zsh_action(option));
  return out + "' \\\n";
}

std::string option_lines(OptionWords const& option) {
  auto const short_name = option.short_name.empty() ? "" : "-" + option.short_name;
  auto const long_name = option.long_name.empty() ? "" : "--" + option.long_name;
  auto const both = short_name.empty() || long_name.empty() ? "" : short_name + " " + long_name;
  std::string out;
  if (!short_name.empty()) out += option_line(short_name, both, option);
  if (!long_name.empty()) out += option_line(long_name, both, option);
  return out;
}

std::string leaf(CommandWords const& words) {
  std::string out = function_of(words) + "() {\n  _arguments -s \\\n";
  for (auto const& option : words.options) out += option_lines(option);
  for (auto const& argument : words.arguments)
    out += std::string("    '") + (argument.repeatable ? "*" : "1") + ":" + escaped(argument.value) + ":" +
           escaped(zsh_action(argument)) + "' \\\n";
  return out + "    && return 0\n}\n\n";
}

std::string branch(CommandWords const& words) {
  auto const name = function_of(words);
  std::string out = name + "_commands() {\n  local -a commands=(\n";
  for (auto const& each : words.below) out += "    '" + escaped(each.name) + ":" + escaped(each.summary) + "'\n";
  out += "  )\n  _describe -t commands command commands\n}\n\n" + name +
         "() {\n  local context state state_descr line\n  typeset -A opt_args\n  _arguments -s -C \\\n";
  for (auto const& option : words.options) out += option_lines(option);
  out += "    '1:command:" + name + "_commands' \\\n    '*::argument:->argument' && return 0\n" +
         "  [[ $state == argument ]] || return 1\n  case $line[1] in\n";
  for (auto const& each : words.below) out += "    " + each.name + ") " + function_of(each) + " ;;\n";
  return out + "  esac\n}\n\n";
}

std::string functions(CommandWords const& words) {
  std::string out;
  for (auto const& each : words.below) out += functions(each);
  return out + (words.below.empty() ? leaf(words) : branch(words));
}

}  // namespace

std::string zsh_completion(CommandWords const& root) {
  return "#compdef oarlock\n# Completes oarlock in zsh; `oarlock completion zsh` prints this.\n\n"
         "_oarlock_plugins() {\n  local -aU plugins=(${(f)\"$(oarlock plugin list -q 2>/dev/null | awk 'NR > 1 { print "
         "$1 }')\"})\n  _describe -t plugins plugin plugins\n}\n\n" +
         functions(root) +
         "if [[ $funcstack[1] == _oarlock ]]; then\n  _oarlock \"$@\"\nelse\n  compdef _oarlock oarlock\nfi\n";
}

}  // namespace oar::cli
