#pragma once
// The statements that make a table for a layout.

#include <oar/destination.hpp>

#include <string>
#include <vector>

namespace oar::postgresql {

// The key that rows of this layout are merged by; empty = rows are only added.
std::vector<std::string> merge_key(Layout const& layout);
// The same as the server has it.
std::vector<std::string> fitted_key(Layout const& layout);

// "table" is qualified and quoted.
std::string comment_null(std::string const& table, Field const& field);

// What a new table takes over from an older one.
struct Inherited {
  std::vector<std::string> columns;      // definitions of columns that the layout does not have
  std::vector<std::string> may_be_null;  // columns of the layout that had no value somewhere, as the server has them
};

std::vector<std::string> create_table(std::string const& schema, Layout const& layout, Inherited const& inherited = {});

}  // namespace oar::postgresql
