#pragma once
// What a source offers and a destination stores: a name, columns, keys. Converts to and from an ArrowSchema with
// metadata.

#include <oar/abi/source.h>
#include <oar/arrow.hpp>
#include <oar/describe.hpp>
#include <oar/type.hpp>

#include <algorithm>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace oar {

enum class ReadMode : std::int32_t { full = OAR_READ_FULL, incremental = OAR_READ_INCREMENTAL, cdc = OAR_READ_CDC };

// One sentence for a column or a setting, in a table beside the struct that declares it.
struct Description {
  std::string_view name;
  std::string_view text;
};

class Table {
 public:
  explicit Table(std::string name, std::string description = {})
      : name_{std::move(name)}, description_{std::move(description)} {}

  // A table whose rows are the described struct Row: each member is a column, std::optional ones may be NULL.
  template <class Row>
  static Table of(std::string name, std::string description, std::initializer_list<Description> columns) {
    Table table{std::move(name), std::move(description)};
    table.columns_ = fields_of<Row>();
    for (auto const& [column, text] : columns) table.describe_column(column, text);
    return table;
  }

  Table& column(std::string name, Type type, std::string description = {}) {
    columns_.push_back({std::move(name), std::move(type), true, std::move(description)});
    return *this;
  }
  Table& required(std::string name, Type type, std::string description = {}) {
    columns_.push_back({std::move(name), std::move(type), false, std::move(description)});
    return *this;
  }
  // A column that is the primary key, or its next part.
  Table& key(std::string name, Type type, std::string description = {}) {
    key_.push_back(name);
    return required(std::move(name), std::move(type), std::move(description));
  }
  // Columns that exist already become the primary key, in this order.
  Table& key(std::vector<std::string> columns) {
    key_ = std::move(columns);
    for (auto& field : columns_)
      if (std::ranges::find(key_, field.name) != key_.end()) field.nullable = false;
    return *this;
  }
  // Read with its parent; each pair says which column here holds which column of the parent's key.
  Table& child_of(std::string parent, std::map<std::string, std::string> child_to_parent = {}) {
    parent_ = std::move(parent);
    parent_key_ = std::move(child_to_parent);
    return *this;
  }
  // Reads only what is new, going by these columns.
  Table& incremental(std::vector<std::string> cursor_fields) {
    cursor_fields_ = std::move(cursor_fields);
    read_modes_ = {ReadMode::incremental};
    return *this;
  }
  Table& reads(std::vector<ReadMode> modes) {
    read_modes_ = std::move(modes);
    return *this;
  }

  std::string const& name() const { return name_; }
  std::string const& description() const { return description_; }
  std::string const& parent() const { return parent_; }
  std::map<std::string, std::string> const& parent_key() const { return parent_key_; }
  std::vector<Field> const& columns() const { return columns_; }
  std::vector<std::string> const& primary_key() const { return key_; }
  std::vector<std::string> const& cursor_fields() const { return cursor_fields_; }
  std::vector<ReadMode> const& read_modes() const { return read_modes_; }

  std::optional<std::size_t> index_of(std::string_view column) const {
    auto const found = std::ranges::find(columns_, column, &Field::name);
    if (found == columns_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - columns_.begin());
  }

  // Columns without a description, and descriptions without a column: what a plugin's own test expects to be empty.
  std::vector<std::string> undescribed() const {
    std::vector<std::string> names = stray_descriptions_;
    for (auto const& field : columns_)
      if (field.description.empty()) names.push_back(field.name);
    return names;
  }

  // Drops the columns that are not kept; `keep` has one entry for each.
  void keep_columns(std::vector<bool> const& keep) {
    std::vector<Field> kept;
    for (std::size_t i = 0; i < columns_.size(); ++i)
      if (keep[i]) kept.push_back(columns_[i]);
    columns_ = std::move(kept);
  }

  OwnedSchema to_schema() const;
  static Result<Table> from_schema(ArrowSchema const& schema);

 private:
  void describe_column(std::string_view column, std::string_view text) {
    if (auto const index = index_of(column))
      columns_[*index].description = text;
    else
      stray_descriptions_.emplace_back(column);
  }

  std::string name_;
  std::string description_;
  std::string parent_;
  std::map<std::string, std::string> parent_key_;
  std::vector<Field> columns_;
  std::vector<std::string> key_;
  std::vector<std::string> cursor_fields_;
  std::vector<ReadMode> read_modes_{ReadMode::full};
  std::vector<std::string> stray_descriptions_;
};

using Catalog = std::vector<Table>;

}  // namespace oar

#include <oar/detail/table_schema.hpp>
