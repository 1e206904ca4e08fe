#pragma once
// Which of the tables that a source offers a configuration asks for. Pure.

#include <string>
#include <string_view>
#include <vector>

#include "host/config/model.hpp"
#include "oar/result.hpp"

namespace oar::config {

struct OfferedTable {
  std::string name;
  std::string parent;  // name; empty: none
};

// Why a table is in a selection. Tables of all three kinds are synced alike.
enum class Chosen { by_pattern, as_ancestor, as_descendant };

struct SelectedTable {
  std::string name;
  Chosen chosen = Chosen::by_pattern;
};

struct Selection {
  std::vector<SelectedTable> tables;  // in the order offered

  bool contains(std::string_view name) const;
};

// CloudQuery's rules: every pattern of tables, skip_tables and table_options matches something; a skipped table goes
// with all its descendants, whatever else names them; a matched child brings its ancestors; descendants of a matched
// table come with skip_dependent_tables: false. An error has a line "file:line:column: path: message" per pattern at
// fault.
Result<Selection> select_tables(Source const& source, std::vector<OfferedTable> const& offered);

// The part of a selection that globs name: the selected tables that match, their ancestors, and the descendants that
// are selected where skip_dependent_tables is false. May be empty.
Selection narrowed(Source const& source, std::vector<OfferedTable> const& offered, Selection const& selection,
                   std::vector<std::string> const& globs);

// All options whose glob names the table, merged; a later one wins.
TableOption table_option(Source const& source, std::string_view table);

}  // namespace oar::config
