#pragma once
// How destinations see a source's rows: with which columns of ours, under which names.

#include "host/config/model.hpp"
#include "host/sync/layouts.hpp"
#include "host/sync/rows/our_columns.hpp"

namespace oar::sync {

// Destinations of one shape share batches that have our columns already.
struct Shape {
  Provenance provenance = Provenance::full;
  std::string prefix;
  friend bool operator==(Shape const&, Shape const&) = default;
};

Shape shape_of(config::Destination const& destination);

// Our columns for one layout of a scan.
Result<OurColumns> our_columns(TableInfo const& table, Layouts const& layouts, Shape const& shape,
                               std::string const& source, std::string const& scope, std::int64_t sync_time_us);

// What the destination's table has to be able to take.
Result<OwnedSchema> target_schema(Layout const& layout, Layouts const& layouts, config::Destination const& destination,
                                  bool append);

}  // namespace oar::sync
