#pragma once
// The list of all tables, and how each is read.

#include "reading.hpp"

#include <oar/source.hpp>

#include <functional>
#include <string_view>

namespace machine {

// Adds rows of a table and its children until the output is full; More::no when all are there.
using Step = std::function<oar::Result<oar::More>(oar::Output&)>;

struct TableReader {
  oar::Table (*describe)();
  // NULL for a child: its parent's step reads it. The machine outlives the step.
  oar::Result<Step> (*open)(Machine& machine, oar::Cursor const& from);
};

oar::Catalog catalog();
// NULL when there is no such table, or when it is a child.
TableReader const* find_reader(std::string_view table);

}  // namespace machine
