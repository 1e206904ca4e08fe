#pragma once
// Runs each rule in a process of its own, so that a plugin that crashes or hangs breaks one rule and not the suite.

#include "rule.hpp"
#include "run.hpp"

#include <chrono>

namespace conformance {

enum class Verdict { holds, broken, not_asked, blocked };

struct Outcome {
  std::string rule;
  Verdict verdict = Verdict::holds;
  std::string blocker;  // the rule that is broken instead, when blocked
  std::string text;
};

enum class Isolation { process, none };

struct Options {
  std::string plugin;
  std::chrono::seconds patience{300};  // for one rule
  Isolation isolation = Isolation::process;
};

// Every rule in order, told to `tell` as soon as it is known.
std::vector<Outcome> check(Rules const& rules, Quirks const& quirks, Options const& options,
                           void (*tell)(Outcome const&));

}  // namespace conformance
