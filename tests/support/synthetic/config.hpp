#pragma once
// What the synthetic source can be told: tables of made-up rows, in splits, with faults at chosen places.

#include <oar/setting.hpp>

#include <string>
#include <vector>

namespace synthetic {

enum class Shape { narrow, lineitem, types };
BOOST_DESCRIBE_ENUM(Shape, narrow, lineitem, types)

enum class Fault { none, error, retryable, table_error, panic, reject, silent };
BOOST_DESCRIBE_ENUM(Fault, none, error, retryable, table_error, panic, reject, silent)

struct TableConfig {
  oar::Required<std::string> name;
  std::int64_t rows = 10;
  std::int64_t children = 0;
  std::int64_t splits = 1;
  bool incremental = false;
  bool keyed = true;
  Shape shape = Shape::narrow;
  std::int64_t text_bytes = 0;
  std::int64_t checkpoint_every = 0;
  Fault fault = Fault::none;
  std::int64_t fault_row = 0;
  std::int64_t shape_change_at = 0;
};
BOOST_DESCRIBE_STRUCT(TableConfig, (),
                      (name, rows, children, splits, incremental, keyed, shape, text_bytes, checkpoint_every, fault,
                       fault_row, shape_change_at))
constexpr auto oar_settings(TableConfig const*) {
  return std::to_array<oar::Setting>({
      {"name", "The table's name"},
      {"rows", "Rows with the ids 1 to this", R"({"minimum": 0})"},
      {"children", "Rows of the table <name>_items for each row; 0 = no such table", R"({"minimum": 0})"},
      {"splits", "Ranges of ids that are read side by side", R"({"minimum": 1})"},
      {"incremental", "Resume after the last id that was read"},
      {"keyed", "Whether id is a primary key"},
      {"shape", "Which columns: a few, TPC-H's lineitem, or one of every type"},
      {"text_bytes", "Bytes of text in each row of the narrow shape", R"({"minimum": 0})"},
      {"checkpoint_every", "Rows between checkpoints; 0 = only at the end", R"({"minimum": 0})"},
      {"fault", "What goes wrong at fault_row"},
      {"fault_row", "The id at which the fault happens, before its row"},
      {"shape_change_at", "The id from which on narrow rows have a column `added` that nobody announced; 0 = none"},
  });
}

struct Config {
  oar::Required<std::vector<TableConfig>> tables;
  std::string scope = "synthetic";
  std::int64_t delay_ms = 0;
  bool unreachable = false;
  oar::Secret<std::string> token;
};
BOOST_DESCRIBE_STRUCT(Config, (), (tables, scope, delay_ms, unreachable, token))
constexpr auto oar_settings(Config const*) {
  return std::to_array<oar::Setting>({
      {"tables", "The tables on offer"},
      {"scope", "Which slice of the upstream this pretends to be"},
      {"delay_ms", "Milliseconds to wait before each batch", R"({"minimum": 0})"},
      {"unreachable", "Fail to connect"},
      {"token", "A secret; it is logged, to prove that nobody sees it"},
  });
}

}  // namespace synthetic
