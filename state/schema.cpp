// The tables of the state file; README.md tells what each column means.
#include "state/schema.hpp"

#include <string>

#include "state/errors.hpp"

namespace oar::state {
namespace {

constexpr char version_1[] = R"sql(
CREATE TABLE bindings (
  role TEXT NOT NULL CHECK (role IN ('source', 'destination')),
  name TEXT NOT NULL,
  plugin_id TEXT NOT NULL,
  PRIMARY KEY (role, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE syncs (
  sync_time_us INTEGER NOT NULL PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  started_us INTEGER NOT NULL,
  command TEXT NOT NULL,
  finished_us INTEGER,
  exit_code INTEGER,
  status TEXT
) STRICT;

CREATE TABLE sync_tables (
  sync_id TEXT NOT NULL REFERENCES syncs (id) ON DELETE CASCADE,
  source TEXT NOT NULL,
  destination TEXT NOT NULL,
  table_name TEXT NOT NULL,
  status TEXT NOT NULL,
  rows_written INTEGER NOT NULL,
  rows_deleted INTEGER NOT NULL,
  rows_rejected INTEGER NOT NULL,
  error TEXT NOT NULL
) STRICT;
CREATE INDEX sync_tables_by_sync ON sync_tables (sync_id);

CREATE TABLE cursors (
  source TEXT NOT NULL,
  destination TEXT NOT NULL,
  split_id TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  envelope BLOB NOT NULL,
  PRIMARY KEY (source, destination, split_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE rejects (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  destination TEXT NOT NULL,
  table_name TEXT NOT NULL,
  reason TEXT NOT NULL,
  row_json TEXT NOT NULL,
  sync_id TEXT NOT NULL,
  time_us INTEGER NOT NULL
) STRICT;

CREATE TABLE pending_commits (
  id INTEGER PRIMARY KEY,
  token TEXT NOT NULL UNIQUE,
  source TEXT NOT NULL,
  destination TEXT NOT NULL,
  sync_id TEXT NOT NULL
) STRICT;

CREATE TABLE pending_cursors (
  token TEXT NOT NULL REFERENCES pending_commits (token) ON DELETE CASCADE,
  split_id TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  envelope BLOB NOT NULL
) STRICT;
CREATE INDEX pending_cursors_by_token ON pending_cursors (token);

CREATE TABLE pending_rejects (
  token TEXT NOT NULL REFERENCES pending_commits (token) ON DELETE CASCADE,
  table_name TEXT NOT NULL,
  reason TEXT NOT NULL,
  row_json TEXT NOT NULL,
  sync_id TEXT NOT NULL,
  time_us INTEGER NOT NULL
) STRICT;
CREATE INDEX pending_rejects_by_token ON pending_rejects (token);
)sql";

constexpr char version_2[] = R"sql(
CREATE TABLE rebuilt (
  source TEXT NOT NULL,
  destination TEXT NOT NULL,
  time_us INTEGER NOT NULL,
  PRIMARY KEY (source, destination)
) STRICT, WITHOUT ROWID;
)sql";

constexpr char const* steps_of_the_format[] = {version_1, version_2};

}  // namespace

std::span<char const* const> format_steps() { return steps_of_the_format; }

namespace {

struct Marks {
  std::int64_t format = 0;
  std::int64_t owner = 0;
  std::int64_t objects = 0;
};

// In one view of the file: another process may be making it.
Result<Marks> read_marks(Database& database) {
  OAR_TRY(database.script("SAVEPOINT marks"));
  auto const objects = database.integer("SELECT count(*) FROM sqlite_schema");
  auto const format = database.integer("PRAGMA user_version");
  auto const owner = database.integer("PRAGMA application_id");
  OAR_TRY(database.script("RELEASE marks"));
  return Marks{.format = OAR_TRY(format), .owner = OAR_TRY(owner), .objects = OAR_TRY(objects)};
}

}  // namespace

Result<void> check_format(Database& database, std::span<char const* const> steps) {
  auto const [format, owner, objects] = OAR_TRY(read_marks(database));
  bool const is_empty = format == 0 && owner == 0 && objects == 0;
  if (is_empty) return {};
  if (owner != application_id) return not_ours(database.shown());
  auto const known = static_cast<std::int64_t>(steps.size());
  if (format > known) return newer_format(database.shown(), format, known);
  return {};
}

Result<void> upgrade_format(Database& database, std::span<char const* const> steps) {
  auto const newest = static_cast<std::int64_t>(steps.size());
  if (OAR_TRY(database.integer("PRAGMA user_version")) == newest) return check_format(database, steps);
  auto transaction = OAR_TRY(Transaction::begin(database));
  OAR_TRY(check_format(database, steps));  // again: another process may have been here before the lock was ours
  auto const format = static_cast<std::size_t>(OAR_TRY(database.integer("PRAGMA user_version")));
  if (format == steps.size()) return transaction.commit();
  for (char const* const step : steps.subspan(format)) OAR_TRY(database.script(step));
  auto const marks = "PRAGMA application_id=" + std::to_string(application_id) +
                     ";PRAGMA user_version=" + std::to_string(steps.size());
  OAR_TRY(database.script(marks.c_str()));
  return transaction.commit();
}

}  // namespace oar::state
