// Which plugin stands behind a name, and forgetting routes.
#include "state/inside.hpp"

namespace oar::state {
namespace {

constexpr std::string_view text_of(Role role) { return role == Role::source ? "source" : "destination"; }

constexpr char remember_plugin[] = R"sql(
INSERT INTO bindings (role, name, plugin_id) VALUES (?1, ?2, ?3) ON CONFLICT (role, name) DO NOTHING)sql";
constexpr char select_plugin[] = R"sql(SELECT plugin_id FROM bindings WHERE role = ?1 AND name = ?2)sql";

Result<std::string> remembered(Database& database, Role role, std::string const& name) {
  auto rows = OAR_TRY(database.query(select_plugin, text_of(role), name));
  bool const is_there = OAR_TRY(rows.next());
  return is_there ? rows.bytes(0) : std::string{};
}

}  // namespace

Result<void> StateFile::bind(Role role, std::string const& name, std::string const& plugin_id) {
  std::scoped_lock const guard{inside_->mutex};
  auto& database = *inside_->database;
  auto const before = OAR_TRY(remembered(database, role, name));
  if (before == plugin_id) return {};
  if (!before.empty())
    return Error::of(Errc::conflict, "state file ", path().string(), ": ", text_of(role), " \"", name, "\" was plugin ",
                     before, " until now and is ", plugin_id,
                     " in this config; its cursors mean nothing to another plugin: give it another name, or run "
                     "`oarlock state reset --",
                     text_of(role), " ", name, "` to start it anew");
  auto transaction = OAR_TRY(Transaction::begin(database));
  OAR_TRY(database.execute(remember_plugin, text_of(role), name, plugin_id));
  return transaction.commit();
}

namespace {

constexpr char reset_cursors[] = R"sql(
DELETE FROM cursors WHERE (?1 = '' OR source = ?1) AND (?2 = '' OR destination = ?2))sql";
constexpr char reset_pending[] = R"sql(
DELETE FROM pending_commits WHERE (?1 = '' OR source = ?1) AND (?2 = '' OR destination = ?2))sql";
constexpr char reset_rebuilt[] = R"sql(
DELETE FROM rebuilt WHERE (?1 = '' OR source = ?1) AND (?2 = '' OR destination = ?2))sql";

// A name that the filter gives, unless it still has cursors; every name when the filter gives none.
constexpr char reset_bindings[] = R"sql(
DELETE FROM bindings WHERE (?1 = '' AND ?2 = '')
  OR (role = 'source' AND name = ?1 AND NOT EXISTS (SELECT 1 FROM cursors WHERE source = ?1))
  OR (role = 'destination' AND name = ?2 AND NOT EXISTS (SELECT 1 FROM cursors WHERE destination = ?2)))sql";

}  // namespace

Result<ResetCount> StateFile::reset(ResetFilter const& filter) {
  std::scoped_lock const guard{inside_->mutex};
  auto& database = *inside_->database;
  auto transaction = OAR_TRY(Transaction::begin(database));
  ResetCount count;
  count.cursors = OAR_TRY(database.execute(reset_cursors, filter.source, filter.destination));
  count.pending_commits = OAR_TRY(database.execute(reset_pending, filter.source, filter.destination));
  OAR_TRY(database.execute(reset_rebuilt, filter.source, filter.destination));
  count.bindings = OAR_TRY(database.execute(reset_bindings, filter.source, filter.destination));
  OAR_TRY(transaction.commit());
  return count;
}

}  // namespace oar::state
