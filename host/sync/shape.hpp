#pragma once
// A table as the configuration wants it: only some columns, another key.

#include "host/config/model.hpp"
#include "host/sync/rows/table_info.hpp"
#include "oar/result.hpp"

namespace oar::sync {

// The table as it is after the options, which all speak of this table. Columns of the source's key, of the wanted key
// and of the way to the parent stay in any case. Errors name an option's column that the table does not have.
Result<TableInfo> shaped(TableInfo const& table, config::TableOption const& option);

// A table that has only these columns, in the order they have here: the keys of a deletion.
Result<TableInfo> only_columns(TableInfo const& table, std::vector<std::string> const& names);

}  // namespace oar::sync
