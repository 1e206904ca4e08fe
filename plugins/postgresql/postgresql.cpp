// The plugin "postgresql": two roles in one library.

#include <oar/export.hpp>

#include "plugins/postgresql/destination/destination.hpp"
#include "plugins/postgresql/source/source.hpp"

OAR_EXPORT_BOTH(oar::postgresql::source::PostgresqlSource, oar::postgresql::PostgresqlDestination,
                {.id = "dev.oarlock.postgresql",
                 .name = "postgresql",
                 .version = "0.1.0",
                 .summary = "Tables of a PostgreSQL database",
                 .vendor = "Oarlock"})
