#pragma once
// A first configuration as commented YAML, made from what two plugins publish about their settings. Pure.

#include <boost/json/value.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/config/config_schema.hpp"
#include "oar/result.hpp"

namespace oar::cli {

// One end of the configuration to be.
struct NewEnd {
  config::Kind kind = config::Kind::source;
  std::string name;
  std::string path;                             // what `path:` says
  std::string title;                            // "sqlite 0.1.0"
  boost::json::value schema;                    // sound (parse_schema)
  std::map<std::string, std::string> settings;  // those to write, as YAML
};

// A setting that must be there.
struct Needed {
  std::string name;
  std::string description;
  bool secret = false;
  std::string suggestion;  // the schema's default, const, only choice or example, as YAML; empty = none
};

std::vector<Needed> needed_settings(boost::json::value const& schema);
std::vector<std::string> setting_names(boost::json::value const& schema);

// What was typed for a setting, as YAML: a text in quotes, a list or mapping from JSON, anything else as it is.
Result<std::string> setting_as_yaml(boost::json::value const& schema, std::string const& name,
                                    std::string const& typed);

// "${NORTH_TOKEN}" is what stands for the secret `token` of the end `north`.
std::string variable_for(std::string_view end, std::string_view setting);

// What is not written stands there as a comment, with its meaning and its default.
std::string new_config(NewEnd const& source, NewEnd const& destination, std::string_view file);

}  // namespace oar::cli
