#include <oar/glob.hpp>

#include <catch2/catch.hpp>
#include <string>
#include <vector>

TEST_CASE("a glob's star is any characters, none included") {
  struct Case {
    std::string pattern, name;
    bool matches;
  };
  for (auto const& one : std::vector<Case>{{"*", "", true},
                                           {"*", "a", true},
                                           {"", "", true},
                                           {"", "a", false},
                                           {"a*c", "ac", true},
                                           {"a*c", "abbc", true},
                                           {"a*c", "acb", false},
                                           {"*a*b*", "xxaxxbxx", true},
                                           {"*ab", "aab", true},
                                           {"a.c", "abc", false},
                                           {"A", "a", false},
                                           {"**", "x", true}}) {
    INFO(one.pattern << " on " << one.name);
    CHECK(oar::glob_matches(one.pattern, one.name) == one.matches);
  }
}
