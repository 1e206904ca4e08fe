#include "plugins/file/source/settings.hpp"

#include "plugins/file/source/type_names.hpp"

namespace oar::file {
namespace {

Result<std::vector<std::string>> paths_of(json::value const& setting) {
  std::vector<std::string> paths;
  if (setting.is_string())
    paths.emplace_back(setting.get_string());
  else
    OAR_TRY(read_into(setting, "/path", paths));
  if (paths.empty()) return Error::of(Errc::config, "/path: names no file");
  for (auto const& path : paths)
    if (path.empty()) return Error::of(Errc::config, "/path: expected a file, found an empty text");
  return paths;
}

}  // namespace

Result<Settings> Settings::of(SourceConfig config) {
  Settings settings{.paths = OAR_TRY(paths_of(config.path.value)),
                    .format = config.format,
                    .table = std::move(config.table),
                    .primary_key = std::move(config.primary_key),
                    .incremental = config.incremental};
  for (auto const& [column, type] : config.columns) {
    auto const place = "/columns/" + column;
    settings.columns.emplace(column, OAR_TRY(type_named(type).within(place)));
  }
  return settings;
}

}  // namespace oar::file
