#pragma once
// Which one rule the broken plugins break: the environment says it, so that even an entry can be broken.

#include <cstdlib>
#include <string_view>

namespace broken {

inline bool is(std::string_view fault) {
  static char const* const wanted = std::getenv("OAR_BROKEN");
  return wanted && fault == wanted;
}

}  // namespace broken
