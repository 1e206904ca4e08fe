#pragma once
// The documentation of tables, as Markdown and as JSON. Pure.

#include <boost/json/array.hpp>

#include <string>
#include <vector>

#include "oar/table.hpp"

namespace oar::cli {

// What a source is called, and the tables it offers.
struct SourceDocs {
  std::string name;
  std::string plugin;
  std::string version;
  std::vector<Table> tables;
};

std::string to_markdown(SourceDocs const& docs);
boost::json::object to_json(SourceDocs const& docs);

}  // namespace oar::cli
