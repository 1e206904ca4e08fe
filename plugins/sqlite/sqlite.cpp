// The exported entry of the SQLite destination.

#include "plugins/sqlite/destination.hpp"

OAR_EXPORT_DESTINATION(oar::sqlite::SqliteDestination, {.id = "dev.oarlock.sqlite",
                                                        .name = "sqlite",
                                                        .version = "0.1.0",
                                                        .summary = "Writes tables into one SQLite file",
                                                        .vendor = "Oarlock"})
