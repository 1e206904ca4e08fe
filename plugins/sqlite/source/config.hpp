#pragma once
// The source's settings.

#include <oar/setting.hpp>

#include <map>
#include <string>
#include <vector>

namespace oar::sqlite::source {

struct SourceConfig {
  Required<std::string> connection_string;
  std::map<std::string, std::string> incremental;
  std::string lookback;
  std::vector<std::string> as_text;
};
BOOST_DESCRIBE_STRUCT(SourceConfig, (), (connection_string, incremental, lookback, as_text))
constexpr auto oar_settings(SourceConfig const*) {
  return std::to_array<Setting>({
      {"connection_string", "The database file; it must be there, and is not changed", R"({"minLength": 1})"},
      {"incremental",
       "Which tables are read incrementally, and by which column, or by rowid: {\"orders\": \"updated_at\"}; * matches "
       "any text"},
      {"lookback",
       "How far below the last value an incremental read goes back for rows that were written late: \"1 hour\" for "
       "columns of times, a number for columns of numbers and rowid"},
      {"as_text",
       "Columns to read as text, whatever they are declared as: [\"orders.valid_until\"]; * matches any text"},
  });
}

}  // namespace oar::sqlite::source
