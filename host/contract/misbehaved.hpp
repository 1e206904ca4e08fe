#pragma once
// The words for a plugin that broke a rule of the ABI: "plugin misbehaved: WHO: RULE".

#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include "oar/result.hpp"

namespace oar::contract {

inline constexpr std::string_view blame = "plugin misbehaved: ";

// Whatever the plugin put into the rule's words, the text is UTF-8 and not endless.
Error misbehaved_text(std::string_view rule);

template <class... Parts>
Error misbehaved(Parts const&... parts) {
  std::ostringstream text;
  (text << ... << parts);
  return misbehaved_text(std::move(text).str());
}

bool blames(Error const& error);

// An error that blames a plugin says which one from here on; any other error stays as it is. `who` is the name in the
// config and the library, "made (sqlite.so)"; empty = nobody to name.
Error named(Error error, std::string_view who);

template <class T>
Result<T> named(Result<T> result, std::string_view who) {
  if (result) return result;
  return named(std::move(result).error(), who);
}

}  // namespace oar::contract
