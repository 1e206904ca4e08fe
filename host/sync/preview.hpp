#pragma once
// What a sync would do, found out without changing anything; and preparing tables without a sync.

#include <cstdint>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "host/sync/engine.hpp"
#include "host/sync/envelope.hpp"
#include "host/sync/writer.hpp"

namespace oar::sync {

enum class Write {
  append,
  upsert,
  replace,  // a table without a key: what was there goes, per scope
};
std::string_view name_of(Write write);
std::string_view name_of(Read read);

enum class Delivery {
  exactly_once,
  converges,  // rows may be written again, and replace themselves by their key
  at_least_once,
};
std::string_view name_of(Delivery delivery);
// The promise in words.
std::string_view words_of(Delivery delivery);

// Rows that a scope of a table has at the destination now, and that go unless they are read again.
struct ScopePreview {
  std::string scope;
  std::uint64_t rows = 0;
  bool vanished = false;  // the source has the scope no more: they go
};

struct TablePreview {
  std::string table;
  Read read = Read::full;
  Write write = Write::append;
  bool deletes_stale = false;
  bool marks_stale = false;  // they are not deleted, but marked
  Delivery delivery = Delivery::exactly_once;
  std::vector<std::string> statements;  // what prepares the table
  std::optional<Migrated::Replaced> replaced;
  std::vector<ScopePreview> stale_among;  // those that have rows
};

struct SplitPreview {
  std::string id;
  std::string scope;
  std::vector<std::string> tables;
  Read read = Read::full;
  bool resumes = false;
  std::string resumes_from;  // the time of the sync that saved its cursor, RFC 3339; empty = unknown
  bool again = false;        // its cursor goes, since a table of it is made anew
  std::int64_t est_rows = -1;
  std::int64_t est_bytes = -1;
};

struct RoutePreview {
  Route route;
  std::vector<TablePreview> tables;
  std::vector<SplitPreview> splits;
  std::uint64_t idle_cursors = 0;  // saved cursors of splits that are not read now
};

// Refusals, failures, notes, warnings and the exit code stand in the summary, whose routes come in the same order.
struct Preview {
  Summary summary;
  std::vector<RoutePreview> routes;
};

// Everything that planning does, up to the first row. The state file must be a scratch copy.
Preview preview(Job const& job, state::StateFile& scratch, Events& events, std::stop_token stop);

// Tables only. With Purpose::preview in the job's options it changes nothing, as above; else it does what the
// statements say. It is no sync: no run is recorded, and an unfinished one can still be resumed.
Preview migrate(Job const& job, state::StateFile& state, Events& events, std::stop_token stop);

}  // namespace oar::sync
