// The exported entry.
#include <oar/export.hpp>

#include "plugins/file/destination/destination.hpp"

OAR_EXPORT_DESTINATION(oar::file::FileDestination, {.id = "dev.oarlock.file",
                                                    .name = "file",
                                                    .version = "0.1.0",
                                                    .summary = "CSV and NDJSON files"})
