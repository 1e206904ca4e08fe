#pragma once
// Full validation of a batch: every offset, every character, every index; nothing is trusted but the pointers.
// Source: https://arrow.apache.org/docs/format/Columnar.html

#include <oar/abi/arrow.h>

#include <optional>
#include <string>

namespace conformance {

// What is wrong with the batch as one of that schema; nothing = valid.
std::optional<std::string> fault_of(ArrowSchema const& schema, ArrowArray const& batch);

// What is wrong with its oar.json, oar.inet, oar.mac values and decimals. The batch is valid.
std::optional<std::string> misspelled_value(ArrowSchema const& schema, ArrowArray const& batch);

}  // namespace conformance
