#include "host/sync/plan.hpp"

#include <oar/abi/destination.h>
#include <boost/json.hpp>

#include <algorithm>

#include "host/config/tables.hpp"
#include "host/sync/shape.hpp"

namespace oar::sync {
namespace {

std::string in_quotes(std::string_view name) { return "'" + std::string{name} + "'"; }

// One that offers both is read full unless an option says otherwise.
Result<Read> read_of(TableInfo const& table, std::optional<config::ReadMode> wanted) {
  bool const full = table.reads("full");
  bool const incremental = table.reads("incremental");
  if (!full && !incremental) {
    return Error::of(Errc::unsupported, "table ", in_quotes(table.name),
                     " can only be read as change data, which this version does not do");
  }
  if (wanted == config::ReadMode::full && !full)
    return Error::of(Errc::config, "table_options/read_mode: table ", in_quotes(table.name), " cannot be read full");
  if (wanted == config::ReadMode::incremental && !incremental)
    return Error::of(Errc::config, "table_options/read_mode: table ", in_quotes(table.name),
                     " cannot be read incrementally");
  if (wanted) return *wanted == config::ReadMode::full ? Read::full : Read::incremental;
  return full ? Read::full : Read::incremental;
}

Result<void> check_cursor(TableInfo const& table, std::optional<std::string> const& wanted) {
  if (!wanted || (table.cursor_fields.size() == 1 && table.cursor_fields.front() == *wanted)) return {};
  return Error::of(Errc::config, "table_options/cursor: the source decides what table ", in_quotes(table.name),
                   " is read by incrementally, and it is not ", in_quotes(*wanted), "; remove the option");
}

// The form of a filter that sources understand: {"where": TEXT}.
std::string filter_of(std::optional<std::string> const& where) {
  if (!where || where->empty()) return {};
  boost::json::object filter;
  filter["where"] = *where;
  return boost::json::serialize(filter);
}

Result<TablePlan> plan_table(TableInfo const& offered, config::TableOption const& option) {
  TablePlan plan{.info = OAR_TRY(shaped(offered, option))};
  plan.read = OAR_TRY(read_of(offered, option.read_mode));
  OAR_TRY(check_cursor(offered, option.cursor));
  plan.filter_json = filter_of(option.where);
  if (plan.info.columns.size() < offered.columns.size()) {
    for (ColumnInfo const& column : plan.info.columns) plan.columns.push_back(column.name);
  }
  return plan;
}

struct Modes {
  config::WriteMode write;
  bool provenance;
  bool mark;
  std::optional<std::uint32_t> capabilities;

  bool can(std::uint32_t capability) const { return !capabilities || (*capabilities & capability) != 0; }
};

std::string refuse_stale(std::string_view table, std::string_view why) {
  return "table " + in_quotes(table) + ": " + std::string{why} +
         "; write `write_mode: overwrite` or `write_mode: append`";
}

void plan_full(TablePlan const& table, Modes const& modes, TableWrite& write, RoutePlan& plan) {
  bool const keyless = !table.info.has_key();
  write.append = keyless;
  write.replace = keyless && modes.write == config::WriteMode::overwrite;
  write.stale = keyless || modes.write == config::WriteMode::overwrite_delete_stale;
  if (!write.stale) return;
  std::string const& name = table.info.name;
  std::string const what =
      keyless ? "it has no key, so it is replaced as a whole, and " : "stale rows are deleted by their sync time, and ";
  write.mark = modes.mark && !keyless;
  if (!modes.provenance) {
    plan.errors.push_back(
        refuse_stale(name, what + "with `provenance: none` there is no `_oar_sync_time` to do it by"));
  } else if (!modes.can(OAR_CAP_DELETE_STALE)) {
    plan.errors.push_back(refuse_stale(name, what + "this destination cannot delete stale rows"));
  }
}

TableWrite plan_write(TablePlan const& table, Modes const& modes, RoutePlan& plan) {
  TableWrite write{.table = table.info.name};
  std::string const& name = table.info.name;
  if (modes.write == config::WriteMode::append) {
    write.append = true;
    if (table.read == Read::full && !modes.provenance)
      plan.notes.push_back("table " + in_quotes(name) +
                           ": if a sync is interrupted, its rows stay, since `provenance: none` leaves no "
                           "`_oar_sync_time` to find them by");
    if (!(modes.can(OAR_CAP_ATOMIC_STATE)))
      plan.notes.push_back(
          "table " + in_quotes(name) +
          ": rows are written at least once; this destination cannot commit rows and cursors together");
    return write;
  }
  bool const appended = table.read != Read::full && !table.info.has_key();
  if (!appended && !modes.can(OAR_CAP_UPSERT) && !modes.can(OAR_CAP_DELETE_STALE)) {
    plan.errors.push_back("table " + in_quotes(name) + ": this destination only appends; write `write_mode: append`");
    return write;
  }
  if (table.read == Read::full) {
    plan_full(table, modes, write, plan);
  } else if (!table.info.has_key()) {
    write.append = true;
    plan.notes.push_back("table " + in_quotes(name) +
                         ": it is read incrementally and has no key, so its rows are appended");
  }
  if (!write.append && !modes.can(OAR_CAP_UPSERT)) {
    plan.errors.push_back("table " + in_quotes(name) +
                          ": this destination cannot replace rows by their key; write `write_mode: append`");
  }
  return write;
}

// What makes two routes read the same.
std::string fingerprint(Memory const& memory) {
  std::string text;
  auto const add = [&](std::string const& part) { text += std::to_string(part.size()) + ":" + part; };
  if (memory.is_complete()) add("complete");
  for (auto const& [split, open] : memory.cursors) {
    Envelope const& left = open.envelope;
    bool const nowhere = left.cursor.empty() && !left.found && left.read == Read::incremental;
    if (!memory.counts(left) || nowhere) continue;
    add(split);
    add(std::to_string(static_cast<int>(left.phase)));
    add(left.cursor);
  }
  return text;
}

}  // namespace

TablePlan const* SourcePlan::table(std::string_view name) const {
  auto const found =
      std::find_if(tables.begin(), tables.end(), [&](TablePlan const& table) { return table.info.name == name; });
  return found == tables.end() ? nullptr : &*found;
}

SourcePlan plan_source(config::Source const& source, std::vector<TableInfo> const& offered) {
  SourcePlan plan;
  std::vector<config::OfferedTable> names;
  for (TableInfo const& table : offered) names.push_back({.name = table.name, .parent = table.parent});
  Result<config::Selection> const selection = config::select_tables(source, names);
  if (!selection) {
    plan.errors.push_back(selection.error().message());
    return plan;
  }
  for (TableInfo const& table : offered) {
    if (!selection->contains(table.name)) continue;
    Result<TablePlan> planned = plan_table(table, config::table_option(source, table.name));
    if (planned) {
      plan.tables.push_back(*std::move(planned));
    } else {
      plan.errors.push_back("source '" + source.name + "': " + planned.error().message());
    }
  }
  return plan;
}

RoutePlan plan_route(config::Source const& source, config::Destination const& destination, SourcePlan const& tables,
                     std::optional<std::uint32_t> capabilities) {
  RoutePlan plan;
  for (TablePlan const& table : tables.tables) {
    config::TableOption const option = config::table_option(source, table.info.name);
    Modes const modes{.write = option.write_mode.value_or(destination.write_mode),
                      .provenance = destination.provenance != config::Provenance::none,
                      .mark = destination.delete_mode == config::DeleteMode::mark,
                      .capabilities = capabilities};
    plan.tables.push_back(plan_write(table, modes, plan));
  }
  if (destination.migrate_mode == config::MigrateMode::forced && capabilities &&
      (*capabilities & OAR_CAP_FORCED_MIGRATE) == 0)
    plan.notes.push_back("this destination makes safe changes only; `migrate_mode: forced` has no effect");
  for (std::string& error : plan.errors) error = source.name + " -> " + destination.name + ": " + error;
  return plan;
}

std::vector<std::vector<std::size_t>> group_routes(std::vector<Memory const*> const& routes) {
  std::vector<std::vector<std::size_t>> groups;
  std::map<std::string, std::size_t> group_of;
  for (std::size_t route = 0; route < routes.size(); ++route) {
    auto const [place, fresh] = group_of.emplace(fingerprint(*routes[route]), groups.size());
    if (fresh) groups.emplace_back();
    groups[place->second].push_back(route);
  }
  return groups;
}

}  // namespace oar::sync
