#pragma once
// What a table of the server looks like now.

#include <oar/result.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/postgresql/connection/connection.hpp"
#include "plugins/postgresql/destination/types.hpp"

namespace oar::postgresql {

struct ColumnShape {
  std::string name;
  std::string sql_type;  // as the server spells it
  Native native;         // of its base type, where it is a domain
  bool not_null = false;
  bool fills_itself = false;  // a default, an identity
  bool computed = false;      // GENERATED ALWAYS: cannot be written
  bool only_nulls = false;    // made for a column of type null, see null_comment
};

struct CheckShape {
  std::string definition;  // "CHECK (...)"
  std::vector<std::string> columns;
};

struct TableShape {
  std::string name;
  std::string kind;  // pg_class.relkind: r table, p partitioned table, v view, m materialized view, f foreign table
  std::vector<ColumnShape> columns;
  std::vector<std::string> primary_key;
  std::vector<std::vector<std::string>> unique;  // columns of each unique index that ON CONFLICT can use

  std::vector<CheckShape> checks;

  ColumnShape const* column(std::string_view name) const;
};

// The comment of a column that a source has delivered NULLs only for, so that it may still become any type.
inline constexpr char const* null_comment = "oarlock: of no type yet";

Result<std::optional<TableShape>> read_shape(Connection& connection, std::string_view schema, std::string_view table);

}  // namespace oar::postgresql
