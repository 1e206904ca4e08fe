#include "host/sync/shapes.hpp"

namespace oar::sync {

Shape shape_of(config::Destination const& destination) {
  switch (destination.provenance) {
    case config::Provenance::full:
      return {Provenance::full, destination.column_prefix};
    case config::Provenance::minimal:
      return {Provenance::minimal, destination.column_prefix};
    case config::Provenance::none:
      break;
  }
  return {Provenance::none, destination.column_prefix};
}

Result<OurColumns> our_columns(TableInfo const& table, Layouts const& layouts, Shape const& shape,
                               std::string const& source, std::string const& scope, std::int64_t sync_time_us) {
  return OurColumns::make(table, layouts.parent_of(table), layouts.is_parent(table.name),
                          {.source = source,
                           .scope = scope,
                           .sync_time_us = sync_time_us,
                           .provenance = shape.provenance,
                           .prefix = shape.prefix});
}

Result<OwnedSchema> target_schema(Layout const& layout, Layouts const& layouts, config::Destination const& destination,
                                  bool append) {
  OurColumns const columns = OAR_TRY(our_columns(layout.info, layouts, shape_of(destination), {}, {}, 0));
  return columns.schema(append ? PrimaryKey::drop : PrimaryKey::keep);
}

}  // namespace oar::sync
