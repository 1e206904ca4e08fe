#pragma once
// The tables and views on offer, and how each of their columns is read.

#include <oar/source.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plugins/sqlite/connection.hpp"
#include "plugins/sqlite/source/cell.hpp"
#include "plugins/sqlite/source/config.hpp"
#include "plugins/sqlite/source/lookback.hpp"

namespace oar::sqlite::source {

struct SourceTable {
  Table table;
  std::vector<ReadType> types;            // one a column
  std::string rowid;                      // by what name SQL reaches the row's number; empty: it has none
  std::string cursor;                     // by which column, or rowid, it is read incrementally; empty: full
  std::optional<Lookback> lookback = {};  // how far such reading goes back
};

struct SourceCatalog {
  std::vector<SourceTable> tables;

  SourceTable const* find(std::string_view name) const;
};

// What cannot be read is told to the host and left out. Errc::config when `incremental` names what cannot be read so.
Result<SourceCatalog> read_catalog(Connection const& connection, SourceConfig const& config, Host host);

}  // namespace oar::sqlite::source
