#pragma once
// One rule of the contract, and how a check says that it is broken.

#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace conformance {

struct Run;

struct Rule {
  std::string_view id;       // "source.resume.no-gap"
  std::string_view demands;  // one sentence
  void (*check)(Run const&);
};
using Rules = std::vector<Rule>;

template <class... Parts>
std::string joined(Parts const&... parts) {
  std::ostringstream text;
  (text << ... << parts);
  return std::move(text).str();
}

// A rule is broken: perhaps another one than the one being checked, which then cannot be checked.
struct Broken : std::runtime_error {
  Broken(std::string_view which, std::string const& what) : std::runtime_error{what}, rule{which} {}
  std::string rule;  // empty = the one being checked
};

// The rule asks nothing of this plugin, and why.
struct NotAsked : std::runtime_error {
  using std::runtime_error::runtime_error;
};

template <class... Parts>
[[noreturn]] void broken(Parts const&... parts) {
  throw Broken{"", joined(parts...)};
}
template <class... Parts>
void expect(bool holds, Parts const&... parts) {
  if (!holds) broken(parts...);
}
// For what every check passes through: tells the rule that it belongs to.
template <class... Parts>
void expect_of(std::string_view rule, bool holds, Parts const&... parts) {
  if (!holds) throw Broken{rule, joined(parts...)};
}
template <class... Parts>
[[noreturn]] void not_asked(Parts const&... parts) {
  throw NotAsked{joined(parts...)};
}

}  // namespace conformance
