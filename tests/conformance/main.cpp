// Checks one plugin against the contract: conformance_test --plugin PATH --quirks FILE. Exit code 0: it follows all of
// it.

#include "checks/rules.hpp"
#include "runner.hpp"

#include <oar/glob.hpp>
#include <oar/json_schema.hpp>

#include <algorithm>
#include <iostream>
#include <set>

namespace {

using namespace conformance;

constexpr char usage[] = R"(conformance_test --plugin PATH --quirks FILE [options]
Checks a plugin against the contract of oar/abi.h, each rule in a process of its own.

  --plugin PATH     the plugin's library
  --quirks FILE     its settings, and what it does not support; --quirks-schema tells what may stand in it
  --rule GLOB       only these rules
  --expect RULE,... succeed when these rules are broken and no others: for the suite's own tests
  --patience N      seconds for one rule (300)
  --here            check in this process: for a debugger
  --list            the rules of both roles
  --quirks-schema   the JSON Schema of a quirks file

Exit codes: 0 every rule holds, 1 one is broken, 2 the command or the quirks are wrong.
)";

struct Command {
  Options options;
  std::string quirks, rule = "*", expected;
};

Rules rules_of(Role role) {
  std::vector<Rules> groups{library_rules(), spec_rules()};
  if (role == Role::source)
    for (auto const& group : {catalog_rules(), plan_rules(), reading_rules(), resume_rules(), scan_life_rules()})
      groups.push_back(group);
  else
    for (auto const& group : {writer_rules(), writing_rules(), upsert_rules(), name_rules(), migration_rules(),
                              transaction_rules(), state_rules(), deletion_rules(), read_only_rules()})
      groups.push_back(group);
  Rules all;
  for (auto const& group : groups) all.insert(all.end(), group.begin(), group.end());
  return all;
}

void tell(Outcome const& outcome) {
  static constexpr char const* words[] = {"ok    ", "BROKEN", "-     ", "?     "};
  std::cout << words[static_cast<int>(outcome.verdict)] << " " << outcome.rule;
  if (outcome.verdict == Verdict::blocked)
    std::cout << "  cannot be checked, since " << outcome.blocker << " is broken: " << outcome.text;
  else if (!outcome.text.empty())
    std::cout << "  " << outcome.text;
  std::cout << std::endl;
}

// The broken rules: those that failed, and those that others stumbled over.
std::set<std::string> broken_of(std::vector<Outcome> const& outcomes) {
  std::set<std::string> broken;
  for (auto const& outcome : outcomes) {
    if (outcome.verdict == Verdict::broken) broken.insert(outcome.rule);
    if (outcome.verdict == Verdict::blocked) broken.insert(outcome.blocker);
  }
  return broken;
}

std::set<std::string> parts_of(std::string const& list) {
  std::set<std::string> parts;
  std::istringstream in{list};
  for (std::string part; std::getline(in, part, ',');) parts.insert(part);
  return parts;
}

int conclude(std::vector<Outcome> const& outcomes, Rules const& rules, std::string const& expected) {
  auto const broken = broken_of(outcomes);
  if (!expected.empty()) {
    auto const right = broken == parts_of(expected);
    std::cout << (right ? "as expected, exactly these are broken: " : "expected exactly these to be broken: ")
              << expected << "\n";
    for (auto const& rule : broken)
      if (!right) std::cout << "  broken: " << rule << "\n";
    return right ? 0 : 1;
  }
  std::size_t holds = 0;
  for (auto const& outcome : outcomes) holds += outcome.verdict == Verdict::holds ? 1 : 0;
  std::cout << "\n" << holds << " of " << outcomes.size() << " rules hold, " << broken.size() << " are broken\n";
  for (auto const& rule : rules)
    if (broken.contains(std::string{rule.id})) std::cout << "  " << rule.id << ": " << rule.demands << "\n";
  return broken.empty() ? 0 : 1;
}

int list() {
  std::set<std::string_view> seen;
  for (auto const role : {Role::source, Role::destination})
    for (auto const& rule : rules_of(role))
      if (seen.insert(rule.id).second) std::cout << rule.id << "  " << rule.demands << "\n";
  return 0;
}

int wrong(std::string_view why) {
  std::cerr << "conformance_test: " << why << "\n";
  return 2;
}

int run(Command const& command) {
  if (command.options.plugin.empty() || command.quirks.empty())
    return wrong("--plugin and --quirks are needed; see --help");
  auto quirks = read_quirks(command.quirks);
  if (!quirks) return wrong(quirks.error().message());
  if (!quirks->config.is_object()) return wrong("the quirks' config has to be an object");
  auto rules = rules_of(*quirks->role);
  for (auto const& [glob, reason] : quirks->without)
    if (std::none_of(rules.begin(), rules.end(),
                     [glob = glob](Rule const& rule) { return oar::glob_matches(glob, rule.id); }))
      return wrong(command.quirks + ": /without/" + glob + " names no rule");
  std::erase_if(rules, [&](Rule const& rule) { return !oar::glob_matches(command.rule, rule.id); });
  if (rules.empty()) return wrong("no rule is named " + command.rule);
  return conclude(check(rules, *quirks, command.options, tell), rules, command.expected);
}

}  // namespace

int main(int argc, char** argv) {
  Command command;
  std::vector<std::string> const words(argv + 1, argv + argc);
  for (std::size_t i = 0; i < words.size(); ++i) {
    auto const& word = words[i];
    if (word == "--help") return std::cout << usage, 0;
    if (word == "--list") return list();
    if (word == "--quirks-schema") return std::cout << oar::json_schema<Quirks>() << "\n", 0;
    if (word == "--here") {
      command.options.isolation = Isolation::none;
      continue;
    }
    if (i + 1 == words.size()) return wrong(word + ": unknown, or its value is missing; see --help");
    auto const& value = words[++i];
    if (word == "--plugin")
      command.options.plugin = value;
    else if (word == "--quirks")
      command.quirks = value;
    else if (word == "--rule")
      command.rule = value;
    else if (word == "--expect")
      command.expected = value;
    else if (word == "--patience")
      command.options.patience = std::chrono::seconds{std::strtol(value.c_str(), nullptr, 10)};
    else
      return wrong(word + ": unknown; see --help");
  }
  try {
    return run(command);
  } catch (std::exception const& fault) {
    return wrong(fault.what());
  }
}
