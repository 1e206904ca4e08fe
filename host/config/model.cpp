#include "host/config/model.hpp"

#include <algorithm>

namespace oar::config {

std::string_view to_string(ReadMode mode) { return mode == ReadMode::full ? "full" : "incremental"; }

std::string_view to_string(WriteMode mode) {
  switch (mode) {
    case WriteMode::append:
      return "append";
    case WriteMode::overwrite:
      return "overwrite";
    case WriteMode::overwrite_delete_stale:
      break;
  }
  return "overwrite-delete-stale";
}

std::string_view to_string(MigrateMode mode) { return mode == MigrateMode::safe ? "safe" : "forced"; }

std::string_view to_string(Provenance provenance) {
  switch (provenance) {
    case Provenance::full:
      return "full";
    case Provenance::minimal:
      return "minimal";
    case Provenance::none:
      break;
  }
  return "none";
}

std::string_view to_string(DeleteMode mode) { return mode == DeleteMode::remove ? "delete" : "mark"; }

Destination const* Config::destination(std::string_view name) const {
  auto const found = std::find_if(destinations.begin(), destinations.end(),
                                  [&](Destination const& destination) { return destination.name == name; });
  return found == destinations.end() ? nullptr : &*found;
}

}  // namespace oar::config
