#pragma once
// A row as text that differs exactly when its values do, for comparing rows from different batches.

#include <oar/view.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace conformance {

// Dictionaries count as their values, -0.0 as 0.0, one NaN as any other, and spaces between JSON's words as none.
void append_exact(std::string& out, oar::ColumnView const& column, std::int64_t row);
std::string exact_row(oar::Batch const& batch, std::int64_t row);
// Only these columns, by name.
std::string exact_key(oar::Batch const& batch, std::vector<std::string> const& columns, std::int64_t row);

// JSON text without the spaces between its words.
std::string compact_json(std::string_view text);

// What is in one and not in the other, in a sentence; empty = equal as multisets.
std::string difference(std::vector<std::string> wanted, std::vector<std::string> found);

}  // namespace conformance
