#pragma once
// What a table's schema says, read once and checked, so that nobody after it meets a malformed one.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/sync/rows/arrow_owner.hpp"
#include "oar/result.hpp"

namespace oar::sync {

struct ColumnInfo {
  std::string name;
  std::string format;  // Arrow's; of the values where it is dictionary-encoded
  bool nullable = true;
  std::string extension;  // "oar.uuid"; empty = none
  std::string description;
};

struct TableInfo {
  std::string name;
  std::string parent;  // empty = none
  std::string description;
  std::vector<std::string> primary_key;
  std::vector<std::pair<std::string, std::string>> parent_key;  // child column -> parent column
  std::vector<std::string> cursor_fields;
  std::vector<std::string> read_modes;  // of "full", "incremental", "cdc"; never empty
  std::string op_column;                // empty = none
  std::vector<ColumnInfo> columns;
  std::shared_ptr<OwnedSchema const> layout;  // the schema itself, copied

  bool has_key() const { return !primary_key.empty(); }
  bool reads(std::string_view mode) const;
  std::optional<std::size_t> column(std::string_view wanted) const;
};

// Errors start with "plugin misbehaved: " (or are OAR_E_UNSUPPORTED for a type that is not Oarlock's) and name the
// rule.
Result<TableInfo> read_table(ArrowSchema const& schema);

}  // namespace oar::sync
