#pragma once
// The layouts that one scan has declared, and how its batches become items for the lanes.

#include <deque>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "host/contract/check_values.hpp"
#include "host/sync/reader.hpp"
#include "host/sync/unit.hpp"

namespace oar::sync {

struct ScanTable {
  Layout const* layout = nullptr;
  std::vector<OurColumns> ours;  // by shape of the reader
  bool failed = false;
};

// One thread at a time. Errors that are the plugin's fault say so.
class ScanTables {
 public:
  ScanTables(Reader& reader, Split const& split, std::int64_t sync_time_us, contract::Validation validation)
      : reader_{reader}, split_{split}, sync_time_us_{sync_time_us}, validation_{validation} {}

  Result<void> declare(std::uint32_t index, OwnedSchema schema);
  Result<ScanTable*> find(std::uint32_t index);
  // Takes the table and its descendants out; their names.
  std::set<std::string> fail(ScanTable& table);

  // Bytes that the batch will hold in this host, after checking it.
  Result<std::uint64_t> weigh(ScanTable const& table, ArrowArray const& batch) const;
  Result<Item> rows(ScanTable& table, OwnedArray batch, Budget::Hold hold) const;
  Result<Item> deletion(ScanTable const& table, OwnedArray keys, std::uint32_t flags, Budget::Hold hold) const;
  Result<std::uint64_t> weigh_keys(ScanTable const& table, ArrowArray const& keys) const;

 private:
  Result<TableInfo> planned_shape(TableInfo info) const;
  Result<void> check(ArrowSchema const& schema, ArrowArray const& batch) const;

  Reader& reader_;
  Split const& split_;
  std::int64_t const sync_time_us_;
  contract::Validation const validation_;
  std::deque<ScanTable> tables_;
  std::set<std::string> failed_;
};

}  // namespace oar::sync
