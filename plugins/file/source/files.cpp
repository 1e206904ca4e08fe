#include "plugins/file/source/files.hpp"

#include "plugins/file/formats/descriptor.hpp"
#include "plugins/file/formats/utf8.hpp"

#include <cerrno>
#include <filesystem>
#include <memory>
#include <unordered_set>

#include <glob.h>
#include <sys/stat.h>

namespace oar::file {
namespace {

struct GlobFree {
  void operator()(glob_t* found) const { ::globfree(found); }
};

bool exists(std::string const& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0;
}

bool is_folder(std::string const& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

Result<std::string> absolute(std::string const& path) {
  std::error_code failed;
  auto const full = std::filesystem::absolute(path, failed);
  if (failed) return Error::of(Errc::io, path, ": ", failed.message());
  return full.lexically_normal().string();
}

// A folder of a glob that cannot be read: its files would be missing in silence.
thread_local std::string unreadable;
int note_unreadable(char const* path, int code) {
  if (code == ENOENT || code == ENOTDIR) return 0;
  unreadable = os_error(path, "cannot be listed", code).message();
  return 1;
}

Result<std::vector<std::string>> matches(std::string const& pattern) {
  glob_t found{};
  std::unique_ptr<glob_t, GlobFree> const freed{&found};
  unreadable.clear();
  auto const code = ::glob(pattern.c_str(), GLOB_BRACE, note_unreadable, &found);
  if (code == GLOB_ABORTED) return Error::of(Errc::permission, pattern, ": ", unreadable);
  if (code == GLOB_NOSPACE) return Error::of(Errc::no_memory, pattern, ": matches too many files");
  std::vector<std::string> paths;
  for (std::size_t i = 0; code == 0 && i < found.gl_pathc; ++i)
    if (!is_folder(found.gl_pathv[i])) paths.emplace_back(found.gl_pathv[i]);
  if (paths.empty())
    return Error::of(Errc::not_found, pattern, ": ",
                     pattern.find_first_of("*?[{") == std::string::npos ? "no such file" : "matches no file");
  return paths;
}

// A file whose name looks like a glob is that file.
Result<std::vector<std::string>> files_at(std::string const& path) {
  if (!exists(path)) return matches(path);
  if (is_folder(path)) return Error::of(Errc::config, path, ": is a folder; write ", path, "/* for its files");
  return std::vector{path};
}

}  // namespace

Result<SourceFile> file_named(std::string path, Settings const& settings) {
  if (!is_utf8(path))
    return Error::of(Errc::config, with_bytes_spelled(path), ": a file's name must be UTF-8, since it names its rows");
  auto parts = parts_of(path);
  auto const format = settings.format ? settings.format : parts.format;
  if (!format)
    return Error::of(Errc::config, path, ": its name does not end in .csv, .ndjson or .jsonl, with or without .gz or ",
                     ".zst; set format: csv or format: ndjson");
  if (settings.incremental && parts.compression != Compression::none)
    return Error::of(Errc::config, path, ": a compressed file cannot be read with incremental: true; leave it out of ",
                     "path, or read it by a source of its own with incremental: false");
  return SourceFile{std::move(path), settings.table.value_or(parts.stem), *format, parts.compression};
}

Result<std::vector<SourceFile>> find_files(Settings const& settings) {
  std::vector<SourceFile> files;
  std::unordered_set<std::string> seen;
  for (auto const& named : settings.paths)
    for (auto const& path : OAR_TRY(files_at(named))) {
      auto full = OAR_TRY(absolute(path));
      if (seen.insert(full).second) files.push_back(OAR_TRY(file_named(std::move(full), settings)));
    }
  return files;
}

}  // namespace oar::file
