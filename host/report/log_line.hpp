#pragma once
// The body of a log line: what spdlog's pattern puts behind time and level.

#include <string>
#include <string_view>

namespace oar::report {

struct LogRecord {
  std::string_view origin;  // empty = the host
  std::string_view message;
  std::string_view fields_json;  // a JSON object, or empty
};

// "linux: cannot read table=users path=/etc/shadow"
std::string text_body(LogRecord const& record);

// Members of a JSON object, without braces: "origin":"linux","message":"...","fields":{...}
std::string json_body(LogRecord const& record);

}  // namespace oar::report
