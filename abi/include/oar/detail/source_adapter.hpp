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

inline Result<std::vector<Split>> Source::plan(PlanRequest const& request) {
  return detail::split_per_root(OAR_TRY(discover()), request, scope());
}

// The calls of oar_source on one configured Source. The catalog is read once and kept: open_scan looks tables up in it.
class SourceCalls {
 public:
  explicit SourceCalls(Source& source) : source_{source} {}

  Result<oar_catalog*> discover() {
    auto catalog = OAR_TRY(source_.discover());
    std::lock_guard const lock{mutex_};
    catalog_ = catalog;
    return detail::CatalogExport::make(std::move(catalog));
  }

  Result<oar_plan*> plan(oar_plan_options const& options) {
    auto const request = OAR_TRY(read_request(options));
    auto splits = OAR_TRY(source_.plan(request));
    auto out = std::make_unique<detail::PlanExport>();
    for (auto& split : splits) {
      detail::SplitText text{std::move(split), {}};
      for (auto const& name : text.split.tables) text.tables.push_back(split_table(name, request));
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
      wanted.push_back(OAR_TRY(find_wanted(catalog, table)));
      incremental = incremental || table.mode != ReadMode::full;
    }
    auto const from = Cursor{detail::view(cursor)};
    auto reader = OAR_TRY(source_.read(text.split, from));
    BatchLimits const limits{std::max<std::uint64_t>(options.max_batch_rows, 1),
                             std::max<std::uint64_t>(options.max_batch_bytes, 1)};
    Output output{std::move(wanted), limits, Host{options.host}};
    return detail::ScanExport::make(
        std::make_unique<ScanState>(std::move(reader), std::move(output), from, incremental, std::move(text.tables)));
  }

 private:
  static detail::SplitTable split_table(std::string const& name, PlanRequest const& request) {
    auto const selected = std::ranges::find(request.selected, name, &Selection::table);
    if (selected == request.selected.end()) return {.name = name, .emit = false};
    return {name, selected->mode, selected->columns, !selected->scan_only};
  }

  static Result<PlanRequest> read_request(oar_plan_options const& options) {
    PlanRequest request{.reader = std::string{detail::view(options.reader)}, .want_splits = options.want_splits};
    for (std::uint64_t i = 0; i < options.n_selected; ++i) {
      auto const& from = *options.selected[i];
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
      auto split = OAR_TRY(detail::decode_split(detail::view(options.found[i]->descriptor))).split;
      split.start = Cursor{detail::view(options.found[i]->start_cursor)};
      request.found.push_back(std::move(split));
    }
    return request;
  }

  Result<Catalog> known_tables() {
    {
      std::lock_guard const lock{mutex_};
      if (catalog_) return *catalog_;
    }
    auto catalog = OAR_TRY(source_.discover());
    std::lock_guard const lock{mutex_};
    catalog_ = catalog;
    return catalog;
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
  std::mutex mutex_;
  std::optional<Catalog> catalog_;  // guarded by mutex_
};

}  // namespace oar
