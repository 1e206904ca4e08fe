// Renders a record as text or as JSON members; foreign text is made harmless on the way.
#include "host/report/log_line.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <optional>

#include "host/report/text.hpp"

namespace oar::report {
namespace {

namespace json = boost::json;

std::optional<json::object> object_of(std::string_view text) {
  if (text.empty()) return std::nullopt;
  json::error_code failed;
  auto value = json::parse({text.data(), text.size()}, failed);
  if (failed || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

std::string field_text(json::value const& value) {
  if (value.is_string()) return one_line(std::string_view(value.get_string().data(), value.get_string().size()));
  return one_line(json::serialize(value));
}

}  // namespace

std::string text_body(LogRecord const& record) {
  std::string out;
  if (!record.origin.empty()) out.append(one_line(record.origin)).append(": ");
  out.append(printable(record.message));
  if (auto const fields = object_of(record.fields_json)) {
    for (auto const& [key, value] : *fields)
      out.append(" ").append(one_line(std::string_view(key.data(), key.size()))).append("=").append(field_text(value));
  } else if (!record.fields_json.empty()) {
    out.append(" ").append(one_line(record.fields_json));
  }
  return out;
}

std::string json_body(LogRecord const& record) {
  json::object out;
  if (!record.origin.empty()) out["origin"] = one_line(record.origin);
  out["message"] = printable(record.message, "");
  if (auto fields = object_of(record.fields_json)) {
    out["fields"] = std::move(*fields);
  } else if (!record.fields_json.empty()) {
    out["fields"] = printable(record.fields_json, "");
  }
  auto const text = json::serialize(out);
  return text.substr(1, text.size() - 2);
}

}  // namespace oar::report
