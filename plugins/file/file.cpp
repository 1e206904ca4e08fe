// The exported entry: files as a source and as a destination.
#include <oar/export.hpp>

#include "plugins/file/destination/destination.hpp"
#include "plugins/file/source/source.hpp"

OAR_EXPORT_BOTH(oar::file::FileSource, oar::file::FileDestination,
                {.id = "dev.oarlock.file",
                 .name = "file",
                 .version = "0.1.0",
                 .summary = "CSV and NDJSON files, plain or compressed with gzip or zstd",
                 .vendor = "Oarlock"})
