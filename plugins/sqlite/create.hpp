#pragma once
// CREATE TABLE for a layout.

#include <oar/destination.hpp>

#include <string>
#include <vector>

namespace oar::sqlite {

// The key that rows of this layout are merged by; empty = rows are only added.
std::vector<std::string> merge_key(Layout const& layout);

// "name" TYPE
std::string column_definition(std::string const& name, std::string const& declared);

// `more`: definitions of columns behind those of the layout.
std::string create_table(Layout const& layout, std::vector<std::string> const& more = {});

}  // namespace oar::sqlite
