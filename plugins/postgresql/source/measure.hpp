#pragma once
// How large relations are, and where partitioned tables keep their rows.

#include <map>
#include <string>
#include <vector>

#include "plugins/postgresql/source/relation.hpp"
#include "plugins/postgresql/source/snapshot.hpp"

namespace oar::postgresql::source {

struct Measure {
  std::uint64_t blocks = 0;
  std::uint64_t block_bytes = 8192;  // with what is stored beside the table
  std::string file;
  std::int64_t rows = -1;
};

// A partition that holds rows.
struct Part {
  Oid oid = 0;
  std::string schema;
  std::string name;
  bool heap = false;
  bool readable = false;  // by its own name
  Measure measure;
};

struct Measures {
  std::map<Oid, Measure> tables;
  std::map<Oid, std::vector<Part>> parts;  // of partitioned tables
};

Result<Measures> measure(Snapshot& snapshot, std::vector<Relation const*> const& relations);

}  // namespace oar::postgresql::source
