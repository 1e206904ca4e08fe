#include "host/sync/scan_tables.hpp"

#include "host/config/tables.hpp"
#include "host/contract/check_batch.hpp"
#include "host/sync/misbehaved.hpp"
#include "host/sync/shape.hpp"

namespace oar::sync {
namespace {

constexpr std::uint64_t bytes_of_ours = 48;  // a row, roughly

}  // namespace

// The user's key, where the options give one. The columns are what the source was asked for.
Result<TableInfo> ScanTables::planned_shape(TableInfo info) const {
  if (!reader_.source->plan.table(info.name))
    return misbehaved("it declares table '" + info.name + "', which it was not asked for");
  config::TableOption key;
  key.primary_key = config::table_option(*reader_.source->end->config, info.name).primary_key;
  return shaped(info, key);
}

Result<void> ScanTables::declare(std::uint32_t index, OwnedSchema schema) {
  if (index != tables_.size())
    return misbehaved("it declares layout " + std::to_string(index) + " where " + std::to_string(tables_.size()) +
                      " is next");
  TableInfo info = OAR_TRY(read_table(*schema));
  TableInfo planned = OAR_TRY(planned_shape(std::move(info)));
  ScanTable table;
  table.layout = &reader_.source->layouts->of(std::move(planned));
  table.failed = failed_.contains(table.layout->info.name);
  for (Shape const& shape : reader_.shapes) {
    table.ours.push_back(OAR_TRY(our_columns(table.layout->info, *reader_.source->layouts, shape,
                                             reader_.source->end->name, split_.scope, sync_time_us_)));
  }
  tables_.push_back(std::move(table));
  return {};
}

Result<ScanTable*> ScanTables::find(std::uint32_t index) {
  if (index < tables_.size()) return &tables_[index];
  return misbehaved("it speaks of layout " + std::to_string(index) + ", which it did not declare");
}

std::set<std::string> ScanTables::fail(ScanTable& table) {
  std::set<std::string> names = reader_.source->layouts->with_descendants(table.layout->info.name);
  failed_.insert(names.begin(), names.end());
  for (ScanTable& each : tables_) each.failed = failed_.contains(each.layout->info.name);
  return names;
}

Result<void> ScanTables::check(ArrowSchema const& schema, ArrowArray const& batch) const {
  OAR_TRY(contract::check_batch(schema, batch));
  if (validation_ == contract::Validation::full) return contract::check_values(schema, batch);
  return {};
}

Result<std::uint64_t> ScanTables::weigh(ScanTable const& table, ArrowArray const& batch) const {
  ArrowSchema const& schema = **table.layout->info.layout;
  OAR_TRY(check(schema, batch).within("table '" + table.layout->info.name + "'"));
  auto const rows = static_cast<std::uint64_t>(batch.length);
  auto const with_ours = std::count_if(reader_.shapes.begin(), reader_.shapes.end(),
                                       [](Shape const& shape) { return shape.provenance != Provenance::none; });
  return batch_bytes(schema, batch) + rows * bytes_of_ours * static_cast<std::uint64_t>(with_ours);
}

Result<Item> ScanTables::rows(ScanTable& table, OwnedArray batch, Budget::Hold hold) const {
  Item item{.layout = table.layout,
            .rows = static_cast<std::uint64_t>(batch->length),
            .bytes = batch_bytes(**table.layout->info.layout, *batch)};
  std::string const where = "table '" + table.layout->info.name + "'";
  if (reader_.shapes.size() == 1) {
    OwnedArray whole = OAR_TRY(table.ours.front().add_to(std::move(batch)).within(where));
    item.shapes.emplace_back(std::move(whole), std::move(hold));
    return item;
  }
  SharedBatch const base{std::move(batch), std::move(hold)};
  for (OurColumns& ours : table.ours) {
    OwnedArray whole = OAR_TRY(ours.add_to(base.exported()).within(where));
    item.shapes.emplace_back(std::move(whole));
  }
  return item;
}

Result<std::uint64_t> ScanTables::weigh_keys(ScanTable const& table, ArrowArray const& keys) const {
  TableInfo const& info = table.layout->info;
  if (!info.has_key()) return misbehaved("a DELETE message for table '" + info.name + "', which has no key");
  TableInfo const only = OAR_TRY(only_columns(info, info.primary_key));
  OAR_TRY(check(**only.layout, keys).within("keys of table '" + info.name + "'"));
  return batch_bytes(**only.layout, keys);
}

Result<Item> ScanTables::deletion(ScanTable const& table, OwnedArray keys, std::uint32_t flags,
                                  Budget::Hold hold) const {
  Item item{.kind = Item::Kind::deletion,
            .layout = table.layout,
            .flags = flags,
            .rows = static_cast<std::uint64_t>(keys->length),
            .bytes = hold.bytes()};
  item.shapes.emplace_back(std::move(keys), std::move(hold));
  return item;
}

}  // namespace oar::sync
