#pragma once
// A split's descriptor: one line of JSON with what the SDK needs to open it anywhere, then the source's own bytes.

#include <oar/output.hpp>
#include <oar/result.hpp>

#include <boost/json.hpp>

namespace oar::detail {

// One selected table of a split, as the descriptor carries it.
struct SplitTable {
  std::string name;
  ReadMode mode = ReadMode::full;
  std::vector<std::string> columns;
  bool emit = true;
};

struct SplitText {
  Split split;
  std::vector<SplitTable> tables;
};

inline std::string encode_split(SplitText const& from) {
  json::array tables;
  for (auto const& table : from.tables)
    tables.push_back(json::object{{"name", table.name},
                                  {"mode", static_cast<int>(table.mode)},
                                  {"columns", json::value_from(table.columns)},
                                  {"emit", table.emit}});
  json::object const head{{"id", from.split.id}, {"scope", from.split.scope}, {"tables", std::move(tables)}};
  return json::serialize(head) + "\n" + from.split.data;
}

inline Result<SplitText> decode_split(std::string_view text) {
  auto const unreadable = [] { return Error::of(Errc::invalid_argument, "a split's descriptor cannot be read"); };
  auto const line = text.find('\n');
  if (line == std::string_view::npos) return unreadable();
  json::error_code ec;
  auto const head = json::parse({text.data(), line}, ec);
  if (ec || !head.is_object()) return unreadable();
  try {
    SplitText out;
    out.split.id = json::value_to<std::string>(head.at("id"));
    out.split.scope = json::value_to<std::string>(head.at("scope"));
    out.split.data = text.substr(line + 1);
    for (auto const& table : head.at("tables").as_array()) {
      out.tables.push_back({json::value_to<std::string>(table.at("name")),
                            static_cast<ReadMode>(json::value_to<int>(table.at("mode"))),
                            json::value_to<std::vector<std::string>>(table.at("columns")), table.at("emit").as_bool()});
      out.split.tables.push_back(out.tables.back().name);
    }
    return out;
  } catch (std::exception const&) {
    return unreadable();
  }
}

}  // namespace oar::detail
