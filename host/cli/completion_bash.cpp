// A bash function over COMP_WORDS; it needs no package beside bash itself.
#include <map>
#include <set>

#include "host/cli/completion.hpp"

namespace oar::cli {
namespace {

std::string joined(std::vector<std::string> const& words) {
  std::string out;
  for (auto const& word : words) out.append(out.empty() ? "" : " ").append(word);
  return out;
}

std::vector<std::string> names_of(OptionWords const& option) {
  std::vector<std::string> names;
  if (!option.short_name.empty()) names.push_back("-" + option.short_name);
  if (!option.long_name.empty()) names.push_back("--" + option.long_name);
  return names;
}

std::string bash_action(OptionWords const& words) {
  switch (words.takes) {
    case Takes::choice:
      return "_oarlock_words '" + joined(words.choices) + "'";
    case Takes::files:
      return "_oarlock_files -f";
    case Takes::folders:
      return "_oarlock_files -d";
    case Takes::plugins:
      return "_oarlock_words \"$(oarlock plugin list -q 2>/dev/null | awk 'NR > 1 && !seen[$1]++ { print $1 }')\"";
    case Takes::text:
    case Takes::nothing:
      break;
  }
  return ":";
}

// The lines of the script's `case` tables, gathered from all commands.
class Tables {
 public:
  explicit Tables(CommandWords const& root) { add(root); }

  std::string taking() const {
    std::string out;
    for (auto const& name : taking_) out.append(out.empty() ? "" : " | ").append(name);
    return out;
  }
  std::string paths() const {
    std::string out;
    for (auto const& path : paths_) out.append(out.empty() ? "" : " | ").append("'" + path + "'");
    return out;
  }
  std::string values() const {
    std::string out;
    for (auto const& [action, places] : values_) {
      out += "    ";
      for (std::size_t i = 0; i < places.size(); ++i) out += (i == 0 ? "" : " | ") + ("'" + places[i] + "'");
      out += ") " + action + "; return ;;\n";
    }
    return out;
  }
  std::string options() const { return options_; }
  std::string arguments() const { return arguments_; }

 private:
  void add(CommandWords const& words) {
    if (!words.path.empty()) paths_.push_back(words.path);
    std::vector<std::string> options;
    for (auto const& option : words.options) {
      for (auto const& name : names_of(option)) {
        options.push_back(name);
        if (option.takes == Takes::nothing) continue;
        taking_.insert(name);
        values_[bash_action(option)].push_back(words.path + " " + name);
      }
    }
    options_ += "      '" + words.path + "') _oarlock_words '" + joined(options) + "' ;;\n";
    std::vector<std::string> below;
    for (auto const& each : words.below) below.push_back(each.name);
    auto const argument = words.arguments.empty() ? std::string(":") : bash_action(words.arguments.front());
    arguments_ +=
        "    '" + words.path + "') " + (below.empty() ? argument : "_oarlock_words '" + joined(below) + "'") + " ;;\n";
    for (auto const& each : words.below) add(each);
  }

  std::set<std::string> taking_;
  std::vector<std::string> paths_;
  std::map<std::string, std::vector<std::string>> values_;  // command and option, by what they complete
  std::string options_;
  std::string arguments_;
};

}  // namespace

std::string bash_completion(CommandWords const& root) {
  Tables const tables{root};
  return R"(# Completes oarlock in bash; `oarlock completion bash` prints this.

_oarlock_words() { COMPREPLY=($(compgen -W "$1" -- "$current")); }
_oarlock_files() {
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen "$1" -- "$current")
}

_oarlock() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command='' word i
  COMPREPLY=()
  # bash parts --option=value into three words.
  if [[ $current == = ]]; then
    current=''
  elif [[ $previous == = ]]; then
    previous=${COMP_WORDS[COMP_CWORD-2]}
  fi
  # Which command is it? Options and their values are passed over.
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    case $word in
    )" + tables.taking() +
         R"() [[ ${COMP_WORDS[i+1]} == = ]] && ((i++)); ((i++)) ;;
    -*) ;;
    *)
      case "$command${command:+ }$word" in
      )" +
         tables.paths() + R"() command="$command${command:+ }$word" ;;
      esac ;;
    esac
  done
  case "$command $previous" in
)" + tables.values() +
         R"(  esac
  if [[ $current == -* ]]; then
    case $command in
)" + tables.options() +
         R"(    esac
    return
  fi
  case $command in
)" + tables.arguments() +
         R"(  esac
}

complete -F _oarlock oarlock
)";
}

std::string completion_script(std::string_view shell, CommandWords const& root) {
  if (shell == "zsh") return zsh_completion(root);
  if (shell == "fish") return fish_completion(root);
  return bash_completion(root);
}

}  // namespace oar::cli
