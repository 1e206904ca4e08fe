#pragma once
// A Source behind the C structs of oar/abi/source.h.

#include <oar/detail/scan_state.hpp>
#include <oar/source.hpp>

#include <mutex>

namespace oar {

namespace detail {

// The selected tables below `root`, parents first, in the catalog's order.
inline void add_descendants(Catalog const& catalog, PlanRequest const& request, std::string const& parent,
                            std::vector<std::string>& into) {
  for (auto const& table : catalog) {
    if (table.parent() != parent) continue;
    auto const selected = std::ranges::find(request.selected, table.name(), &Selection::table);
    if (selected != request.selected.end()) into.push_back(table.name());
    add_descendants(catalog, request, table.name(), into);
  }
}

inline std::vector<Split> split_per_root(Catalog const& catalog, PlanRequest const& request, std::string const& scope) {
  std::vector<Split> splits;
  for (auto const& table : catalog) {
    if (!table.parent().empty()) continue;
    Split split{.id = scope.empty() ? table.name() : scope + "/" + table.name(), .scope = scope};
    auto const selected = std::ranges::find(request.selected, table.name(), &Selection::table);
    split.tables.push_back(table.name());
    add_descendants(catalog, request, table.name(), split.tables);
    if (selected == request.selected.end() && split.tables.size() == 1) continue;
    if (selected != request.selected.end() && selected->mode != ReadMode::full)
      split.start = request.cursor_of(split.id);
    splits.push_back(std::move(split));
  }
  for (auto split : request.found) {
    auto const wanted = [&](std::string const& table) {
      return std::ranges::find(request.selected, table, &Selection::table) != request.selected.end();
    };
    if (!std::ranges::any_of(split.tables, wanted)) continue;
    if (auto saved = request.cursor_of(split.id); !saved.empty()) split.start = std::move(saved);
    splits.push_back(std::move(split));
  }
  return splits;
}

struct CatalogExport {
  Catalog tables;
  oar_catalog abi{};

  static oar_status OAR_CALL table(oar_catalog* self, std::uint64_t i, ArrowSchema* out, oar_error* error) {
    return guarded(error, [&]() -> Result<void> {
      auto const& known = static_cast<CatalogExport*>(self->self)->tables;
      if (i >= known.size()) return Error::of(Errc::invalid_argument, "the catalog has no table ", i);
      known[i].to_schema().move_to(out);
      return {};
    });
  }
  static void OAR_CALL release(oar_catalog* self) { delete static_cast<CatalogExport*>(self->self); }

  static oar_catalog* make(Catalog tables) {
    auto out = std::make_unique<CatalogExport>();
    out->tables = std::move(tables);
    out->abi = {sizeof(oar_catalog), 0, out.get(), out->tables.size(), table, release};
    return &out.release()->abi;
  }
};

struct PlanExport {
  Plan plan;  // as the source made it: a later plan may share its bounds
  std::deque<SplitExport> splits;
  oar_plan abi{};

  static oar_split const* OAR_CALL split(oar_plan* self, std::uint64_t i) {
    auto const& planned = static_cast<PlanExport*>(self->self)->splits;
    return i < planned.size() ? &planned[i].abi : nullptr;
  }
  static void OAR_CALL release(oar_plan* self) { delete static_cast<PlanExport*>(self->self); }
};

struct ScanExport {
  std::unique_ptr<ScanState> state;
  oar_scan abi{};

  static ScanExport& of(oar_scan* scan) { return *static_cast<ScanExport*>(scan->self); }
  static oar_status OAR_CALL next(oar_scan* scan, std::int64_t, oar_message* out, oar_error* error) {
    return guarded(error, [&] { return of(scan).state->next(out, error); });
  }
  static void OAR_CALL committed(oar_scan* scan, oar_bytes cursor) {
    oar_error ignored = empty_error();
    guarded(&ignored, [&]() -> Result<void> { return of(scan).state->committed(cursor), Result<void>{}; });
  }
  static void OAR_CALL cancel(oar_scan* scan) {
    oar_error ignored = empty_error();
    guarded(&ignored, [&]() -> Result<void> { return of(scan).state->cancel(), Result<void>{}; });
  }
  static void OAR_CALL close(oar_scan* scan) { delete &of(scan); }

  static oar_scan* make(std::unique_ptr<ScanState> state) {
    auto out = std::make_unique<ScanExport>();
    out->state = std::move(state);
    out->abi = {sizeof(oar_scan), 0, out.get(), next, committed, cancel, close};
    return &out.release()->abi;
  }
};

}  // namespace detail

inline Result<Plan> Source::plan(PlanRequest const& request) {
  return Plan{detail::split_per_root(OAR_TRY(discover()), request, scope())};
}

// The calls of oar_source on one configured Source. The catalog is read once and kept: open_scan looks tables up in it.
class SourceCalls {
 public:
  explicit SourceCalls(Source& source) : source_{source} {}

  Result<oar_catalog*> discover() {
    std::lock_guard const lock{asking_};
    auto catalog = OAR_TRY(source_.discover());
    keep(catalog);
    return detail::CatalogExport::make(std::move(catalog));
  }

  Result<oar_plan*> plan(oar_plan_options const& options) {
    auto const request = OAR_TRY(read_request(options));
    OAR_TRY(check_filters(request));
    std::lock_guard const lock{asking_};
    auto out = std::make_unique<detail::PlanExport>();
    out->plan = OAR_TRY(source_.plan(request));
    for (auto const& split : out->plan.splits) {
      detail::SplitText text{split, {}};
      for (auto const& name : text.split.tables) text.tables.push_back(split_table(name, request));
      if (std::ranges::none_of(text.tables, &detail::SplitTable::emit)) continue;  // nobody wants its rows
      out->splits.emplace_back(std::move(text));
    }
    out->abi = {sizeof(oar_plan),           0, out.get(), out->splits.size(), detail::PlanExport::split,
                detail::PlanExport::release};
    return &out.release()->abi;
  }

  Result<oar_scan*> open_scan(oar_bytes descriptor, oar_bytes cursor, oar_scan_options const& options) {
    auto text = OAR_TRY(detail::decode_split(detail::view(descriptor)));
    auto const catalog = OAR_TRY(known_tables());
    std::vector<Output::Wanted> wanted;
    bool incremental = false;
    for (auto const& table : text.tables) {
      wanted.push_back(OAR_TRY(find_wanted(*catalog, table)));
      incremental = incremental || table.mode != ReadMode::full;
    }
    if (wanted.empty()) return Error::of(Errc::invalid_argument, "split ", text.split.id, " has no table");
    add_unselected(*catalog, wanted);
    auto const from = Cursor{detail::view(cursor)};
    auto reader = OAR_TRY(source_.read(text.split, from));
    if (!reader) return Error::of(Errc::internal, "the source gave no reader for split ", text.split.id);
    BatchLimits const limits{std::max<std::uint64_t>(options.max_batch_rows, 1),
                             std::max<std::uint64_t>(options.max_batch_bytes, 1)};
    Output output{std::move(wanted), limits, Host{options.host}};
    return detail::ScanExport::make(
        std::make_unique<ScanState>(std::move(reader), std::move(output), from, incremental, text));
  }

 private:
  static detail::SplitTable split_table(std::string const& name, PlanRequest const& request) {
    auto const selected = std::ranges::find(request.selected, name, &Selection::table);
    if (selected == request.selected.end()) return {.name = name, .emit = false};
    return {name, selected->mode, selected->columns, !selected->scan_only};
  }

  // A filter is taken whole or refused: rows that nobody asked for must not arrive in silence.
  Result<void> check_filters(PlanRequest const& request) const {
    if (source_.filters()) return {};
    for (auto const& selection : request.selected)
      if (!selection.filter_json.empty())
        return Error::of(Errc::unsupported, "table ", selection.table, ": this source cannot filter rows");
    return {};
  }

  static Result<PlanRequest> read_request(oar_plan_options const& options) {
    PlanRequest request{.reader = std::string{detail::view(options.reader)}, .want_splits = options.want_splits};
    if (options.bounds_of) request.bounds_of = &static_cast<detail::PlanExport*>(options.bounds_of->self)->plan;
    for (std::uint64_t i = 0; i < options.n_selected; ++i) {
      auto const& from = *options.selected[i];
      OAR_TRY(detail::refuse_unknown_flags(from.flags, OAR_SEL_SCAN_ONLY, "selection"));
      if (from.read_mode < OAR_READ_FULL || from.read_mode > OAR_READ_CDC)
        return Error::of(Errc::unsupported, "read mode ", from.read_mode, " is newer than this plugin");
      Selection selection{std::string{detail::view(from.table)}, static_cast<ReadMode>(from.read_mode)};
      for (std::uint64_t c = 0; c < from.n_columns; ++c) selection.columns.emplace_back(detail::view(from.columns[c]));
      selection.filter_json = detail::view(from.filter_json);
      selection.scan_only = (from.flags & OAR_SEL_SCAN_ONLY) != 0;
      request.selected.push_back(std::move(selection));
    }
    for (std::uint64_t i = 0; i < options.n_states; ++i)
      request.saved.push_back(
          {std::string{detail::view(options.states[i]->split_id)}, Cursor{detail::view(options.states[i]->cursor)}});
    for (std::uint64_t i = 0; i < options.n_found; ++i) {
      auto const& from = *options.found[i];
      auto split = OAR_TRY(detail::decode_split(detail::view(from.descriptor))).split;
      split.start = Cursor{detail::view(from.start_cursor)};
      split.flags = from.flags;
      split.est_rows = from.est_rows;
      split.est_bytes = from.est_bytes;
      request.found.push_back(std::move(split));
    }
    return request;
  }

  using SharedCatalog = std::shared_ptr<Catalog const>;

  SharedCatalog keep(Catalog catalog) {
    auto shared = std::make_shared<Catalog const>(std::move(catalog));
    std::lock_guard const lock{mutex_};
    return catalog_ = std::move(shared);
  }
  SharedCatalog kept() {
    std::lock_guard const lock{mutex_};
    return catalog_;
  }

  // Scans are opened side by side, but the source is asked once and by one of them.
  Result<SharedCatalog> known_tables() {
    if (auto known = kept()) return known;
    std::lock_guard const lock{asking_};
    if (auto known = kept()) return known;
    return keep(OAR_TRY(source_.discover()));
  }

  // Children of the split's tables that nobody selected: a reader may fill them all the same.
  static void add_unselected(Catalog const& catalog, std::vector<Output::Wanted>& wanted) {
    auto const known = [&](std::string const& name) {
      return std::ranges::any_of(wanted, [&](auto const& one) { return one.table.name() == name; });
    };
    for (std::size_t i = 0; i < wanted.size(); ++i)
      for (auto const& table : catalog)
        if (table.parent() == wanted[i].table.name() && !known(table.name()))
          wanted.push_back({table, std::vector<bool>(table.columns().size(), true), false});
  }

  static Result<Output::Wanted> find_wanted(Catalog const& catalog, detail::SplitTable const& wanted) {
    auto const table = std::ranges::find(catalog, wanted.name, &Table::name);
    if (table == catalog.end())
      return Error::of(Errc::cursor_expired, "table ", wanted.name, " of a saved split is not offered any more");
    Output::Wanted out{*table, {}, wanted.emit};
    auto const& key = table->primary_key();
    for (auto const& column : table->columns())
      out.keep.push_back(wanted.columns.empty() ||
                         std::ranges::find(wanted.columns, column.name) != wanted.columns.end() ||
                         std::ranges::find(key, column.name) != key.end() || table->parent_key().contains(column.name));
    return out;
  }

  Source& source_;
  std::mutex asking_;  // discover() and plan() of the source, one at a time
  std::mutex mutex_;
  SharedCatalog catalog_;  // guarded by mutex_
};

}  // namespace oar
