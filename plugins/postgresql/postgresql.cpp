// The plugin "postgresql".
#include "plugins/postgresql/source/source.hpp"

#include <oar/export.hpp>

OAR_EXPORT_SOURCE(oar::postgresql::source::PostgresqlSource, {.id = "dev.oarlock.postgresql",
                                                              .name = "postgresql",
                                                              .version = "0.1.0",
                                                              .summary = "A PostgreSQL database",
                                                              .vendor = "Oarlock"})
