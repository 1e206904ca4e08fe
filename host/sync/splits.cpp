#include "host/sync/splits.hpp"

#include <algorithm>
#include <deque>
#include <memory>
#include <set>

#include "host/contract/handed.hpp"
#include "host/contract/objects.hpp"
#include "host/plugins/call.hpp"
#include "host/sync/misbehaved.hpp"

namespace oar::sync {
namespace {

using plugins::str;

// The ABI's pointers into the host's values; kept together so that they live as long.
struct Selections {
  std::vector<std::vector<oar_str>> columns;
  std::vector<oar_selection> selections;
  std::vector<oar_selection const*> pointers;

  explicit Selections(SourcePlan const& plan) {
    for (TablePlan const& table : plan.tables) {
      columns.emplace_back();
      for (std::string const& column : table.columns) columns.back().push_back(str(column));
      oar_selection one{};
      one.struct_size = sizeof one;
      one.table = str(table.info.name);
      one.read_mode = table.read == Read::full ? OAR_READ_FULL : OAR_READ_INCREMENTAL;
      one.n_columns = columns.back().size();
      one.columns = columns.back().data();
      one.filter_json = str(table.filter_json);
      selections.push_back(one);
    }
    for (oar_selection const& one : selections) pointers.push_back(&one);
  }
};

struct States {
  std::vector<oar_state> states;
  std::vector<oar_state const*> pointers;

  explicit States(Memory const& memory) {
    for (auto const& [split, open] : memory.cursors) {
      if (open.envelope.read == Read::full || open.envelope.cursor.empty()) continue;
      oar_state one{};
      one.struct_size = sizeof one;
      one.split_id = str(split);
      one.epoch = open.epoch;
      one.cursor = plugins::bytes(open.envelope.cursor);
      states.push_back(one);
    }
    for (oar_state const& one : states) pointers.push_back(&one);
  }
};

struct FoundSplits {
  std::deque<std::vector<oar_str>> tables;
  std::vector<oar_split> splits;
  std::vector<oar_split const*> pointers;

  FoundSplits(Memory const& memory, SourcePlan const& plan) {
    for (auto const& [id, open] : memory.cursors) {
      Envelope const& left = open.envelope;
      if (!left.found || left.phase == Phase::done || !memory.counts(left)) continue;
      // Work that was found in tables that this sync is not asked for waits.
      if (!std::all_of(left.tables.begin(), left.tables.end(), [&](auto const& table) { return plan.table(table); }))
        continue;
      tables.emplace_back();
      for (std::string const& table : left.tables) tables.back().push_back(str(table));
      oar_split one{};
      one.struct_size = sizeof one;
      one.flags = left.found->flags;
      one.split_id = str(id);
      one.scope = str(left.scope);
      one.descriptor = plugins::bytes(left.found->descriptor);
      one.start_cursor = plugins::bytes(left.cursor);
      one.n_tables = tables.back().size();
      one.tables = tables.back().data();
      one.est_rows = -1;
      one.est_bytes = -1;
      splits.push_back(one);
    }
    for (oar_split const& one : splits) pointers.push_back(&one);
  }
};

// A split that holds an incremental table is resumed; what a full table had before would not be read again.
Read read_of(std::vector<std::string> const& tables, SourcePlan const& plan) {
  for (std::string const& table : tables) {
    if (plan.table(table)->read == Read::incremental) return Read::incremental;
  }
  return Read::full;
}

Result<std::vector<Split>> read_splits(oar_plan& raw, SourcePlan const& tables, Memory const& memory) {
  std::vector<Split> splits;
  std::set<std::string> ids;
  for (std::uint64_t i = 0; i < raw.count; ++i) {
    oar_split const* one = nullptr;
    if (auto threw = contract::guarded("the plan's split", [&] { one = raw.split(&raw, i); })) return *std::move(threw);
    if (!one) return misbehaved("split ", i, " of its plan of ", raw.count, " is not there");
    Split split = OAR_TRY(read_planned(*one, tables));
    if (!ids.insert(split.id).second) return misbehaved("its plan has two splits '" + split.id + "'");
    auto const known = memory.cursors.find(split.id);
    if (known != memory.cursors.end() && known->second.envelope.found && memory.counts(known->second.envelope))
      split.found_by = known->second.envelope.found->finder;
    splits.push_back(std::move(split));
  }
  return splits;
}

}  // namespace

Result<Split> read_planned(oar_split const& raw, SourcePlan const& plan) {
  OAR_TRY(contract::check_split(raw));
  Split split;
  split.id = OAR_TRY(contract::split_id(raw.split_id, "a split's id"));
  std::string const of = " of split '" + split.id + "'";
  split.scope = OAR_TRY(contract::copied(raw.scope, contract::longest_name, "the scope" + of));
  split.descriptor = OAR_TRY(contract::copied(raw.descriptor, contract::largest_cursor, "the descriptor" + of));
  split.start_cursor = OAR_TRY(contract::copied(raw.start_cursor, contract::largest_cursor, "the cursor" + of));
  split.flags = raw.flags;
  split.est_rows = raw.est_rows;
  split.est_bytes = raw.est_bytes;
  if (split.id.starts_with(reserved_prefix))
    return misbehaved("split '", split.id, "' begins with ", reserved_prefix, ", which is the host's");
  for (std::uint64_t i = 0; i < raw.n_tables; ++i) {
    std::string const table = OAR_TRY(contract::copied(raw.tables[i], contract::longest_name, "a table" + of));
    if (!plan.table(table))
      return misbehaved("split '" + split.id + "' is of table '" + table + "', which it was not asked for");
    if (std::find(split.tables.begin(), split.tables.end(), table) != split.tables.end())
      return misbehaved("split '", split.id, "' is of table '", table, "' twice");
    split.tables.push_back(table);
  }
  if (split.tables.empty()) return misbehaved("split '" + split.id + "' is of no table");
  split.read = read_of(split.tables, plan);
  return split;
}

Result<Planned> ask_for_plan(oar_plugin* plugin, oar_source const& source, SourcePlan const& tables,
                             PlanRequest const& request) {
  Selections const selections{tables};
  States const states{*request.memory};
  FoundSplits const found{*request.memory, tables};
  oar_plan_options options{};
  options.struct_size = sizeof options;
  options.want_splits = request.want_splits;
  options.reader = str(request.reader);
  options.n_selected = selections.pointers.size();
  options.selected = selections.pointers.data();
  options.n_states = states.pointers.size();
  options.states = states.pointers.data();
  options.n_found = found.pointers.size();
  options.found = found.pointers.data();
  options.bounds_of = request.bounds_of;
  Planned planned;
  OAR_TRY(plugins::call("plan", [&](oar_error* error) { return source.plan(plugin, &options, &planned.plan, error); }));
  std::unique_ptr<oar_plan, contract::GiveBack> plan{planned.plan};
  OAR_TRY(contract::check_object(planned.plan));
  planned.splits = OAR_TRY(read_splits(*plan, tables, *request.memory));
  planned.plan = plan.release();
  return planned;
}

}  // namespace oar::sync
