#include "host/words/quoted.hpp"

namespace oar::words {

std::string quoted(std::set<std::string> const& names) {
  std::string text;
  for (std::string const& name : names) text += (text.empty() ? "'" : ", '") + name + "'";
  return text;
}

}  // namespace oar::words
