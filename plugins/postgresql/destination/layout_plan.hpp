#pragma once
// How rows of one layout reach their table: names and types as the server has them, looked up once.

#include <oar/destination.hpp>
#include <oar/provenance.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "plugins/postgresql/destination/table_shape.hpp"
#include "plugins/postgresql/destination/types.hpp"

namespace oar::postgresql {

struct LayoutPlan {
  Table table;                         // as migrated
  WriteMode mode = WriteMode::append;  //
  std::string target;                  // "schema"."table"
  std::vector<std::string> columns;    // quoted, in the table's order
  std::vector<Native> natives;         // what they are at the server
  std::vector<std::size_t> key;        // places of the columns that rows are merged by; empty in append mode
  std::vector<std::string> key_names;  // quoted
  std::string stage;                   // name of the temporary table, the same as long as the columns are
  std::string stage_definition;        // its columns
  std::string mark;                    // quoted name of the column for marks of stale rows, if there is one
  bool has_mark = false;               // it was there at the migration
};

// Errc::schema where the table cannot take the layout; the migration comes first.
Result<LayoutPlan> plan_layout(Layout const& layout, TableShape const& shape, std::string const& schema);

// Names that are quoted already, with commas.
std::string joined(std::vector<std::string> const& names);

// Sets its temporary table's name, which its definition tells from others'.
void name_stage(LayoutPlan& plan, std::string_view of);

// "COPY ... (columns) FROM STDIN (FORMAT binary)"
std::string copy_sql(LayoutPlan const& plan);
std::string copy_to_stage_sql(LayoutPlan const& plan);
// "CREATE TEMPORARY TABLE IF NOT EXISTS ...": emptied by the end of each transaction.
std::string create_stage_sql(LayoutPlan const& plan);

inline constexpr char const* stage_number = "_oar_number";  // the column that says which of equal keys came last

}  // namespace oar::postgresql
