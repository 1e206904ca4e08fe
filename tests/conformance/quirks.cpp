#include "quirks.hpp"

#include <fstream>
#include <sstream>

namespace conformance {

oar::Result<Quirks> read_quirks(fs::path const& file) {
  std::ifstream in{file};
  if (!in) return oar::Error::of(oar::Errc::io, file.string(), ": cannot be read");
  std::stringstream text;
  text << in.rdbuf();
  auto quirks = OAR_TRY(oar::read_config<Quirks>(text.str()).within(file.string()));
  if (!quirks.role)
    return oar::Error::of(oar::Errc::config, file.string(), ": /role: is required: source or destination");
  quirks.folder = fs::absolute(file).parent_path();
  return quirks;
}

std::string filled(std::string text, std::map<std::string, std::string> const& names) {
  for (auto const& [name, value] : names) {
    auto const mark = "{{" + name + "}}";
    for (auto at = text.find(mark); at != text.npos; at = text.find(mark, at + value.size()))
      text.replace(at, mark.size(), value);
  }
  return text;
}

json::value filled(json::value const& value, std::map<std::string, std::string> const& names) {
  if (auto const* text = value.if_string()) return json::value(filled(std::string{*text}, names));
  if (auto const* list = value.if_array()) {
    json::array out;
    for (auto const& one : *list) out.push_back(filled(one, names));
    return out;
  }
  if (auto const* object = value.if_object()) {
    json::object out;
    for (auto const& one : *object) out.emplace(one.key(), filled(one.value(), names));
    return out;
  }
  return json::value(value);
}

}  // namespace conformance
