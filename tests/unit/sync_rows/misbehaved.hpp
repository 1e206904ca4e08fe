#pragma once
// Matches an error that blames the plugin and names the rule.

#include <catch2/catch.hpp>
#include <string>

namespace oar::sync::test {

// A class because Catch's `a && b` refers to its operands.
class Misbehaved : public Catch::MatcherBase<std::string> {
 public:
  explicit Misbehaved(std::string rule) : rule_{std::move(rule)} {}
  bool match(std::string const& text) const override {
    return text.rfind("plugin misbehaved: ", 0) == 0 && text.find(rule_) != std::string::npos;
  }
  std::string describe() const override { return "blames the plugin for: " + rule_; }

 private:
  std::string rule_;
};

inline Misbehaved misbehaved(std::string rule) { return Misbehaved{std::move(rule)}; }

}  // namespace oar::sync::test
