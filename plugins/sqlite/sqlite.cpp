// The exported entry: the SQLite source and the SQLite destination.

#include "plugins/sqlite/destination.hpp"
#include "plugins/sqlite/source/source.hpp"

OAR_EXPORT_BOTH(oar::sqlite::source::SqliteSource, oar::sqlite::SqliteDestination,
                {.id = "dev.oarlock.sqlite",
                 .name = "sqlite",
                 .version = "0.1.0",
                 .summary = "Tables of one SQLite file",
                 .vendor = "Oarlock"})
