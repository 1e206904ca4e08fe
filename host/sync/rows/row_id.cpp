#include "host/sync/rows/row_id.hpp"

#include <algorithm>
#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/random_generator.hpp>
#include <string>

namespace oar::sync {
namespace {

namespace uuids = boost::uuids;

uuids::uuid to_boost(Uuid const& id) {
  uuids::uuid uuid;
  std::ranges::copy(id, uuid.begin());
  return uuid;
}

Uuid from_boost(uuids::uuid const& uuid) {
  Uuid id;
  std::copy(uuid.begin(), uuid.end(), id.begin());
  return id;
}

}  // namespace

Result<RowIds> RowIds::make(std::string_view table, ArrowSchema const& layout, std::vector<std::size_t> key) {
  RowIds ids;
  uuids::name_generator_sha1 const generate{to_boost(row_id_namespace)};
  ids.space_ = from_boost(generate(table.data(), table.size()));
  for (auto const column : key) ids.keys_.push_back(OAR_TRY(KeyColumn::make(layout, column)));
  return ids;
}

Result<void> RowIds::compute(ArrowArray const& batch, Uuid* out) const {
  uuids::name_generator_sha1 const generate{to_boost(space_)};
  std::string name;
  for (std::int64_t row = 0; row < batch.length; ++row) {
    name.clear();
    for (auto const& key : keys_) OAR_TRY(key.append(batch, row, name));
    out[row] = from_boost(generate(name.data(), name.size()));
  }
  return {};
}

Result<std::int64_t> RowIds::compute_nullable(ArrowArray const& batch, Uuid* out, std::uint8_t* valid) const {
  uuids::name_generator_sha1 const generate{to_boost(space_)};
  std::string name;
  std::int64_t without = 0;
  for (std::int64_t row = 0; row < batch.length; ++row) {
    name.clear();
    auto present = false;
    for (auto const& key : keys_) present |= OAR_TRY(key.append(batch, row, name)) == KeyColumn::Value::present;
    out[row] = present ? from_boost(generate(name.data(), name.size())) : Uuid{};
    if (present)
      valid[row / 8] = static_cast<std::uint8_t>(valid[row / 8] | (1U << (row % 8)));
    else
      ++without;
  }
  return without;
}

void random_ids(Uuid* out, std::int64_t count) {
  thread_local uuids::random_generator_mt19937 generate;
  for (std::int64_t i = 0; i < count; ++i) out[i] = from_boost(generate());
}

}  // namespace oar::sync
