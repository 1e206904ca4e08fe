// What the file holds as a whole, and putting back what was exported.
#include "state/inside.hpp"

namespace oar::state {
namespace {

constexpr char select_routes[] = R"sql(
SELECT source, destination FROM cursors
UNION SELECT source, destination FROM pending_commits
ORDER BY source, destination)sql";
constexpr char select_rebuilt[] =
    R"sql(SELECT source, destination, time_us FROM rebuilt ORDER BY source, destination)sql";
constexpr char select_bindings[] = R"sql(SELECT role, name, plugin_id FROM bindings ORDER BY role DESC, name)sql";

}  // namespace

Result<std::vector<Route>> StateFile::routes() {
  std::scoped_lock const guard{inside_->mutex};
  auto rows = OAR_TRY(inside_->database->query(select_routes));
  std::vector<Route> routes;
  while (OAR_TRY(rows.next())) routes.push_back({rows.bytes(0), rows.bytes(1)});
  return routes;
}

Result<std::vector<Rebuilt>> StateFile::rebuilt() {
  std::scoped_lock const guard{inside_->mutex};
  auto rows = OAR_TRY(inside_->database->query(select_rebuilt));
  std::vector<Rebuilt> all;
  while (OAR_TRY(rows.next())) all.push_back({{rows.bytes(0), rows.bytes(1)}, rows.integer(2)});
  return all;
}

Result<std::vector<Binding>> StateFile::bindings() {
  std::scoped_lock const guard{inside_->mutex};
  auto rows = OAR_TRY(inside_->database->query(select_bindings));
  std::vector<Binding> bindings;
  while (OAR_TRY(rows.next()))
    bindings.push_back({rows.bytes(0) == "source" ? Role::source : Role::destination, rows.bytes(1), rows.bytes(2)});
  return bindings;
}

namespace {

constexpr char select_epoch[] =
    R"sql(SELECT epoch FROM cursors WHERE source = ?1 AND destination = ?2 AND split_id = ?3)sql";
constexpr char put_cursor[] = R"sql(
INSERT INTO cursors (source, destination, split_id, epoch, envelope) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (source, destination, split_id) DO UPDATE SET epoch = excluded.epoch, envelope = excluded.envelope)sql";
constexpr char put_binding[] = R"sql(
INSERT INTO bindings (role, name, plugin_id) VALUES (?1, ?2, ?3) ON CONFLICT (role, name) DO NOTHING)sql";
constexpr char select_binding[] = R"sql(SELECT plugin_id FROM bindings WHERE role = ?1 AND name = ?2)sql";

std::string_view word_of(Role role) { return role == Role::source ? "source" : "destination"; }

Result<void> put(Database& database, Binding const& binding) {
  OAR_TRY(database.execute(put_binding, word_of(binding.role), binding.name, binding.plugin_id));
  auto rows = OAR_TRY(database.query(select_binding, word_of(binding.role), binding.name));
  OAR_TRY(rows.next());
  if (rows.bytes(0) == binding.plugin_id) return {};
  return Error::of(Errc::conflict, word_of(binding.role), " \"", binding.name, "\" is plugin ", rows.bytes(0),
                   " in the state file and ", binding.plugin_id, " in what is imported; nothing was imported");
}

Result<void> put(Database& database, Route const& route, Cursor const& cursor) {
  auto rows = OAR_TRY(database.query(select_epoch, route.source, route.destination, cursor.split_id));
  bool const known = OAR_TRY(rows.next());
  if (known && rows.count(0) > cursor.epoch)
    return Error::of(Errc::conflict, route.source, " -> ", route.destination, ": split ", cursor.split_id,
                     " is at epoch ", rows.count(0), " in the state file, and at ", cursor.epoch,
                     " in what is imported, which is older; nothing was imported");
  OAR_TRY(database.execute(put_cursor, route.source, route.destination, cursor.split_id, cursor.epoch,
                           Blob{cursor.envelope}));
  return {};
}

}  // namespace

Result<void> StateFile::put_back(Portable const& state) {
  std::scoped_lock const guard{inside_->mutex};
  auto& database = *inside_->database;
  auto transaction = OAR_TRY(Transaction::begin(database));
  for (auto const& binding : state.bindings) OAR_TRY(put(database, binding));
  for (auto const& route : state.routes) {
    for (auto const& cursor : route.cursors) OAR_TRY(put(database, route.route, cursor));
  }
  return transaction.commit();
}

}  // namespace oar::state
