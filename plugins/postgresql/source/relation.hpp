#pragma once
// A table, view or other relation that the source offers.

#include <oar/table.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plugins/postgresql/source/column_plan.hpp"

namespace oar::postgresql::source {

enum class RelationKind : char { table = 'r', partitioned = 'p', view = 'v', materialized = 'm', foreign = 'f' };

struct RelationColumn {
  std::string name;
  std::string type_name;  // as the server writes it
  ColumnPlan plan;
};

struct Relation {
  Oid oid = 0;
  std::string schema;
  std::string name;
  RelationKind kind = RelationKind::table;
  bool heap = false;          // stored as heap, so rows have a place (ctid) and an inserting transaction (xmin)
  bool has_children = false;  // of inheritance: reading it reads them too
  std::int64_t rows = -1;     // as the server last counted; -1 = never
  std::vector<RelationColumn> columns;
  std::optional<std::string> cursor_column;  // read incrementally by it
  Table table{""};                           // as it is offered

  // Rows can be told apart by where they are stored.
  bool has_places() const { return heap && !has_children; }
};

using Relations = std::vector<Relation>;

}  // namespace oar::postgresql::source
