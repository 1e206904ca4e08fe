#pragma once
// The settings of the source.

#include <oar/setting.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace oar::postgresql::source {

// How rows are found that are older, by their cursor column, than what was read, but were committed later.
enum class LateRows { scan, lookback };
BOOST_DESCRIBE_ENUM(LateRows, scan, lookback)

struct SourceConfig {
  Required<Secret<std::string>> connection_string;
  std::vector<std::string> schemas;
  bool qualify_public = false;
  std::map<std::string, std::string> incremental;
  std::string lookback;
  LateRows late_rows = LateRows::scan;
  std::vector<std::string> as_text;
  std::int64_t split_mib = 64;
  std::int64_t connections = 8;
  std::int64_t lock_timeout_s = 30;
  std::int64_t statement_timeout_s = 0;
  std::int64_t idle_timeout_s = 3600;
};
BOOST_DESCRIBE_STRUCT(SourceConfig, (),
                      (connection_string, schemas, qualify_public, incremental, lookback, late_rows, as_text, split_mib,
                       connections, lock_timeout_s, statement_timeout_s, idle_timeout_s))

constexpr auto oar_settings(SourceConfig const*) {
  return std::to_array<Setting>({
      {"connection_string",
       "postgresql://USER@HOST:PORT/DATABASE, or host=HOST dbname=DATABASE ...; take it from ${ENV}"},
      {"schemas", "Whose tables are offered; by default all schemas but the server's own", R"({"minItems": 1})"},
      {"qualify_public", "Tables of the schema public are named with it: public.orders instead of orders"},
      {"incremental",
       "Which tables are read incrementally, and by which column: {\"orders\": \"updated_at\"}; * matches any text"},
      {"lookback",
       "How far below the last value an incremental read goes back where it cannot see what was committed late (views, "
       "foreign tables; all tables with late_rows: lookback): \"1 hour\", or a number for columns of numbers"},
      {"late_rows",
       "scan: every row that was committed late is found, by looking at all rows; lookback: only those within "
       "lookback, "
       "which an index can find"},
      {"as_text",
       "Columns to read as the server's own text, whatever their type: [\"orders.valid_until\"]; * matches any text"},
      {"split_mib", "Tables larger than this are read in parts of that size, side by side",
       R"({"minimum": 1, "maximum": 1048576})"},
      {"connections", "How many connections read at the same time; one more holds the snapshot",
       R"({"minimum": 1, "maximum": 1000})"},
      {"lock_timeout_s", "How long to wait for a table that somebody has locked",
       R"({"minimum": 1, "maximum": 86400})"},
      {"statement_timeout_s", "How long reading a table may take; 0 = as long as it takes",
       R"({"minimum": 0, "maximum": 2000000})"},
      {"idle_timeout_s", "After how long the server ends a transaction of ours that nobody uses any more",
       R"({"minimum": 60, "maximum": 2000000})"},
  });
}

}  // namespace oar::postgresql::source
