// Reading the rows that could not be written; they are saved with a route's progress.
#include "state/inside.hpp"

namespace oar::state {
namespace {

constexpr char select_rejects[] = R"sql(
SELECT source, destination, table_name, reason, row_json, sync_id, time_us FROM rejects
WHERE (?1 = '' OR sync_id = ?1) AND (?2 = '' OR source = ?2) AND (?3 = '' OR destination = ?3)
  AND (?4 = '' OR table_name = ?4)
ORDER BY id DESC LIMIT ?5)sql";

}  // namespace

Result<std::vector<Reject>> StateFile::rejects(RejectFilter const& filter) {
  std::scoped_lock const guard{inside_->mutex};
  auto rows = OAR_TRY(inside_->database->query(select_rejects, filter.sync_id, filter.source, filter.destination,
                                               filter.table, filter.limit));
  std::vector<Reject> rejects;
  while (OAR_TRY(rows.next()))
    rejects.push_back({Route{rows.bytes(0), rows.bytes(1)}, rows.bytes(2), rows.bytes(3), rows.bytes(4), rows.bytes(5),
                       rows.integer(6)});
  return rejects;
}

}  // namespace oar::state
