#include "plugins/file/source/source.hpp"

#include "plugins/file/formats/descriptor.hpp"
#include "plugins/file/source/full_reader.hpp"

#include <algorithm>

namespace oar::file {
namespace {

// A file's absolute path; what is longer than an id may be is told apart by a hash of it.
std::string split_id(std::string const& path) {
  constexpr std::size_t longest = 255;
  if (path.size() <= longest) return path;
  std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a
  for (auto const byte : path) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
  auto tail = path.substr(path.size() - 200);
  while (!tail.empty() && (static_cast<unsigned char>(tail[0]) & 0xC0) == 0x80) tail.erase(0, 1);
  return std::to_string(hash) + "..." + tail;
}

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
  if (settings.incremental) return Error::of(Errc::unsupported, "/incremental: true is not supported yet");
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
  std::vector<Split> splits;
  for (auto const& file : found->files) {
    auto const wanted = std::ranges::find(request.selected, file.table, &Selection::table);
    if (wanted == request.selected.end() || !found->table(file.table)) continue;
    splits.push_back(split_of(file));
  }
  return Plan{std::move(splits)};
}

Result<std::unique_ptr<Reader>> FileSource::read(Split const& split, Cursor const& from) {
  auto const found = OAR_TRY(known());
  auto const file = OAR_TRY(file_named(split.data, settings_));
  auto const plan = found->table(split.tables.front());
  if (!plan) return Error::of(Errc::internal, "table ", split.tables.front(), " is none of this source");
  return read_whole(file, plan, from);
}

}  // namespace oar::file
