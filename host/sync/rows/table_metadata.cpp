#include "host/sync/rows/table_metadata.hpp"

#include <boost/json.hpp>

#include "host/contract/utf8.hpp"

namespace oar::sync {
namespace {

namespace json = boost::json;

Result<json::value> parse(std::string_view text, std::string_view key) {
  boost::system::error_code failed;
  auto value = json::parse(text, failed);
  if (failed) return misbehaved(key, " is not JSON (", failed.message(), "): ", text);
  return value;
}

Result<std::string> text_of(json::value const& value, std::string_view key) {
  if (!value.is_string()) return misbehaved(key, " has something that is no string: ", json::serialize(value));
  auto const& text = value.get_string();
  if (!contract::is_plain_text(std::string_view{text.data(), text.size()}))
    return misbehaved(key, " is not plain text");
  return std::string{text.data(), text.size()};
}

}  // namespace

Result<std::vector<std::string>> json_names(Metadata const& metadata, std::string_view key) {
  std::vector<std::string> names;
  auto const text = find(metadata, key);
  if (text.empty()) return names;
  auto const value = OAR_TRY(parse(text, key));
  if (!value.is_array()) return misbehaved(key, " is not a JSON array of strings: ", text);
  for (auto const& item : value.get_array()) names.push_back(OAR_TRY(text_of(item, key)));
  return names;
}

Result<std::vector<std::pair<std::string, std::string>>> json_pairs(Metadata const& metadata, std::string_view key) {
  std::vector<std::pair<std::string, std::string>> pairs;
  auto const text = find(metadata, key);
  if (text.empty()) return pairs;
  auto const value = OAR_TRY(parse(text, key));
  if (!value.is_object()) return misbehaved(key, " is not a JSON object of strings: ", text);
  for (auto const& member : value.get_object()) {
    auto to = OAR_TRY(text_of(member.value(), key));
    pairs.emplace_back(std::string{member.key().data(), member.key().size()}, std::move(to));
  }
  return pairs;
}

}  // namespace oar::sync
