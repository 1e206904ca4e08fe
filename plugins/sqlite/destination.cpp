#include "plugins/sqlite/destination.hpp"

#include <filesystem>
#include <utility>

#include "plugins/sqlite/connection.hpp"
#include "plugins/sqlite/writer.hpp"

namespace oar::sqlite {

Result<std::string> file_of(std::string_view connection_string) {
  auto path = connection_string;
  if (path.starts_with("file:")) {
    path.remove_prefix(5);
    if (path.starts_with("///")) path.remove_prefix(2);
    if (auto const options = path.find('?'); options != path.npos)
      return Error::of(Errc::config, "connection_string: options (", path.substr(options),
                       ") are not taken; write the file's path alone");
  }
  if (path.empty() || path.starts_with(":memory:"))
    return Error::of(Errc::config, "connection_string: expected a file's path, found \"", connection_string,
                     "\"; a database in memory would be gone when the sync ends");
  if (path.find('\0') != path.npos) return Error::of(Errc::config, "connection_string: a path has no NUL character");
  return std::string{path};
}

Result<std::unique_ptr<SqliteDestination>> SqliteDestination::open(Config config, Host) {
  return std::make_unique<SqliteDestination>(OAR_TRY(file_of(*config.connection_string)));
}

Result<std::unique_ptr<Writer>> SqliteDestination::open(WriterOptions options) {
  return SqliteWriter::open(path_, std::move(options));
}

// A missing file counts as empty, but its folder must be there.
Result<void> SqliteDestination::test_connection() {
  auto connection = OAR_TRY(Connection::open(path_, Access::read));
  OAR_TRY(connection.run("SELECT count(*) FROM sqlite_master", "read"));
  auto const folder = std::filesystem::absolute(path_).parent_path();
  std::error_code ignored;
  if (std::filesystem::is_directory(folder, ignored)) return {};
  return Error::of(Errc::io, path_, ": the folder ", folder.string(), " does not exist; make it first");
}

}  // namespace oar::sqlite
