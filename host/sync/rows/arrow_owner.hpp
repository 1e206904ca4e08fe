#pragma once
// Making, copying and comparing Arrow schemas. The owners and the metadata encoding are the SDK's (oar/arrow.hpp).

#include <oar/arrow.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace oar::sync {

using oar::OwnedArray;
using oar::OwnedSchema;

// A schema node of our own making; it owns its texts and children.
OwnedSchema make_schema(std::string_view format, std::string_view name, Metadata const& metadata, std::int64_t flags,
                        std::vector<OwnedSchema> children = {}, OwnedSchema dictionary = {});

// A deep copy that depends on nothing of the original. The schema must have passed read_table().
OwnedSchema copy_schema(ArrowSchema const& schema);

// The same columns in the same order with the same names, types, flags and metadata (in whatever order): a batch of one
// is a batch of the other.
bool same_layout(ArrowSchema const& a, ArrowSchema const& b);

}  // namespace oar::sync
