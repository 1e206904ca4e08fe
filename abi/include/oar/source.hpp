#pragma once
// The whole of what a source plugin's author needs: derive from Source and Reader, end with OAR_EXPORT_SOURCE.

#include <oar/config.hpp>
#include <oar/cursor.hpp>
#include <oar/host.hpp>
#include <oar/output.hpp>
#include <oar/table.hpp>

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace oar {

enum class More { no, yes };

// One reading of one split. One thread at a time calls it.
class Reader {
 public:
  virtual ~Reader() = default;

  // Adds rows until `out` is full or the split is at its end. A checkpoint covers every row added before it.
  virtual Result<More> next(Output& out) = 0;
  // [any][nowait] Durable wherever it is read to: note it, and acknowledge upstream in next() or the destructor.
  virtual void committed(Cursor const&) {}
  // [any][nowait] For readers that wait on something that out.host().cancelled() does not reach.
  virtual void cancel() {}
};

// One table that the user wants.
struct Selection {
  std::string table;
  ReadMode mode = ReadMode::full;
  std::vector<std::string> columns;  // empty = all; unwanted ones are dropped for you
  std::string filter_json;           // {"where": TEXT}; empty = none, and always so unless the source filters()
  bool scan_only = false;            // read only to reach its children; its rows are dropped for you
};

// A durable cursor of an earlier sync.
struct SavedCursor {
  std::string split_id;
  Cursor cursor;
};

// How the selected tables are read.
struct Plan {
  Plan() = default;
  Plan(std::vector<Split> all, std::shared_ptr<void> held = nullptr)
      : splits{std::move(all)}, shared{std::move(held)} {}

  std::vector<Split> splits;
  std::shared_ptr<void> shared;  // what its scans need while they read, an exported snapshot: let go after the last one
};

struct PlanRequest {
  std::vector<Selection> selected;
  std::vector<SavedCursor> saved;
  std::vector<Split> found;  // unfinished splits that earlier scans found
  std::string reader;        // stable name of who reads: one slot or subscription each
  std::uint32_t want_splits = 0;
  Plan const* bounds_of =
      nullptr;  // an earlier plan of this sync: share its snapshot and bounds, so that scans END alike

  Cursor cursor_of(std::string_view split_id) const {
    for (auto const& saved_one : saved)
      if (saved_one.split_id == split_id) return saved_one.cursor;
    return {};
  }
};

class Source {
 public:
  virtual ~Source() = default;

  // Never beside another discover() or plan() of this object.
  virtual Result<Catalog> discover() = 0;
  // [any] Many at once. `from` is empty at the start.
  virtual Result<std::unique_ptr<Reader>> read(Split const& split, Cursor const& from) = 0;

  // The slice of the upstream that this configuration names ("account=1"). Two machines, accounts or folders must
  // differ here: stale rows are deleted, and cursors kept, per scope.
  virtual std::string scope() const { return {}; }
  // One split for each selected table with its selected descendants, unless a source knows how to read in parallel;
  // and the unfinished splits that earlier scans found.
  virtual Result<Plan> plan(PlanRequest const& request);
  // True: plan() honours filter_json whole, or answers Errc::unsupported. By default every filter is refused for you.
  virtual bool filters() const { return false; }
  // Connects and comes back; by default, discovers.
  virtual Result<void> test_connection() {
    OAR_TRY(discover());
    return {};
  }
};

}  // namespace oar

#include <oar/detail/source_role.hpp>
