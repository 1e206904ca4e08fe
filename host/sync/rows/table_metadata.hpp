#pragma once
// The JSON in a table's metadata, and the words for what a plugin got wrong.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/sync/rows/arrow_owner.hpp"
#include "oar/result.hpp"

namespace oar::sync {

template <class... Parts>
Error misbehaved(Parts const&... parts) {
  return Error::of(Errc::schema, "plugin misbehaved: ", parts...);
}

// UTF-8 without a NUL.
bool is_plain_text(std::string_view text);

// ["a","b"] or absent.
Result<std::vector<std::string>> json_names(Metadata const& metadata, std::string_view key);
// {"a":"b"} or absent, in the order of the text.
Result<std::vector<std::pair<std::string, std::string>>> json_pairs(Metadata const& metadata, std::string_view key);

}  // namespace oar::sync
