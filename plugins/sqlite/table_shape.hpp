#pragma once
// What a table of the file looks like now.

#include <oar/result.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/sqlite/connection.hpp"

namespace oar::sqlite {

struct ColumnShape {
  std::string name;
  std::string declared;
  bool not_null = false;
  bool has_default = false;
  int key_position = 0;  // 0 = no part of the primary key
};

struct TableShape {
  std::string name;  // as it was created
  std::string kind;  // "table", "view"
  std::string sql;   // what created it
  std::vector<ColumnShape> columns;
  std::vector<std::vector<std::string>> unique;  // the columns of each unique index, the primary key's included
  std::vector<std::string> extras;               // SQL of its other indexes and triggers

  ColumnShape const* column(std::string_view name) const;
  std::vector<std::string> primary_key() const;
};

Result<std::optional<TableShape>> read_shape(Connection const& connection, std::string_view table);

}  // namespace oar::sqlite
