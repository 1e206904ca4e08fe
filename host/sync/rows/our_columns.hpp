#pragma once
// The columns of ours, put in front of a source's batches without copying these.

#include <cstdint>
#include <memory>
#include <string>

#include "host/sync/rows/table_info.hpp"

namespace oar::sync {

enum class Provenance {
  full,     // all
  minimal,  // without the ids
  none      // no column of ours
};

enum class PrimaryKey {
  keep,
  drop  // what an append target needs
};

struct OurOptions {
  std::string source;
  std::string scope;
  std::int64_t sync_time_us = 0;
  Provenance provenance = Provenance::full;
  std::string prefix = "_oar_";
};

// One layout of one scan as destinations with the same provenance and prefix see it. One thread at a time.
class OurColumns {
 public:
  // parent: the table named by table.parent, NULL where there is none. is_parent: other tables name this one as parent.
  // Errors: a source's column has the name of one of ours; a child neither maps its parent's whole key nor delivers
  // `_oar_parent_id` (which, like `_oar_id` of a table without a key, is taken instead of ours and must be an
  // oar.uuid).
  static Result<OurColumns> make(TableInfo const& table, TableInfo const* parent, bool is_parent, OurOptions options);

  OurColumns(OurColumns&&) noexcept;
  OurColumns& operator=(OurColumns&&) noexcept;
  ~OurColumns();

  // The combined table: ours first, then the source's columns as they were. For write modes with and without a key.
  OwnedSchema schema(PrimaryKey use) const;

  // A new struct array (offset 0) with the rows that the batch shows; the source's buffers are shared, not copied. The
  // batch has passed check_batch(). Consumes the batch, on an error too.
  Result<OwnedArray> add_to(OwnedArray batch);

 private:
  struct State;
  explicit OurColumns(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace oar::sync
