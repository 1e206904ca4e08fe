#include "plugins/file/source/source.hpp"

#include "plugins/file/formats/descriptor.hpp"
#include "plugins/file/source/full_reader.hpp"
#include "plugins/file/source/log_plan.hpp"
#include "plugins/file/source/log_reader.hpp"
#include "plugins/file/source/split_id.hpp"

#include <algorithm>

namespace oar::file {
namespace {

Split split_of(SourceFile const& file) {
  Split split{.id = split_id(file.path), .scope = file.path, .tables = {file.table}, .data = file.path};
  if (auto const opened = open_file(file.path))
    if (auto const state = state_of(*opened, file.path); state && file.compression == Compression::none)
      split.est_bytes = state->size;
  return split;
}

}  // namespace

Result<std::unique_ptr<FileSource>> FileSource::open(SourceConfig config, Host host) {
  auto settings = OAR_TRY(Settings::of(std::move(config)));
  return std::make_unique<FileSource>(std::move(settings), host);
}

std::shared_ptr<TablePlan const> FileSource::Known::table(std::string_view name) const {
  auto const found = std::ranges::find(tables, name, [](auto const& plan) { return std::string_view{plan->name}; });
  return found == tables.end() ? nullptr : *found;
}

Result<std::shared_ptr<FileSource::Known const>> FileSource::known() {
  std::lock_guard const lock{mutex_};
  if (known_) return known_;
  auto looked_up = std::make_shared<Known>();
  looked_up->files = OAR_TRY(find_files(settings_));
  looked_up->tables = OAR_TRY(plan_tables(looked_up->files, settings_, host_));
  return known_ = std::move(looked_up);
}

Result<Catalog> FileSource::discover() {
  auto const found = OAR_TRY(known());
  Catalog catalog;
  for (auto const& plan : found->tables) catalog.push_back(plan->table(settings_.incremental));
  return catalog;
}

Result<Plan> FileSource::plan(PlanRequest const& request) {
  auto const found = OAR_TRY(known());
  std::vector<SourceFile> wanted;
  for (auto const& file : found->files)
    if (found->table(file.table) &&
        std::ranges::find(request.selected, file.table, &Selection::table) != request.selected.end())
      wanted.push_back(file);
  if (settings_.incremental) return Plan{OAR_TRY(plan_logs(wanted, request, host_))};
  std::vector<Split> splits;
  for (auto const& file : wanted) splits.push_back(split_of(file));
  return Plan{std::move(splits)};
}

Result<std::unique_ptr<Reader>> FileSource::read(Split const& split, Cursor const& from) {
  auto const found = OAR_TRY(known());
  auto const plan = found->table(split.tables.front());
  if (!plan) return Error::of(Errc::internal, "table ", split.tables.front(), " is none of this source");
  if (settings_.incremental) {
    auto const log = OAR_TRY(read_config<LogSplit>(split.data));
    auto const named = OAR_TRY(file_named(log.path, settings_));
    return read_log(named, log, plan, from, host_);
  }
  auto const file = OAR_TRY(file_named(split.data, settings_));
  return read_whole(file, plan, from);
}

}  // namespace oar::file
