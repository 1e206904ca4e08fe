// Walks a path name by name below the root, so that a symbolic link can never lead out of it.
#include "files.hpp"

#include "text.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <memory>

namespace machine {
namespace {

constexpr int max_links = 40;  // the kernel's own limit

template <class T>
Outcome<T> failed(int error) {
  return {T{}, error};
}

Outcome<std::string> link_text(int folder, char const* name) {
  std::array<char, PATH_MAX> buffer;
  auto const size = ::readlinkat(folder, name, buffer.data(), buffer.size());
  if (size < 0) return failed<std::string>(errno);
  return {std::string(buffer.data(), static_cast<std::size_t>(size))};
}

// The names of a path, last one first: a stack to walk from.
void push_names(std::vector<std::string>& todo, std::string_view path) {
  auto const names = split(path, '/');
  for (auto name = names.rbegin(); name != names.rend(); ++name)
    if (!name->empty() && *name != ".") todo.emplace_back(*name);
}

Outcome<std::string> read_all(int fd, std::uint64_t limit) {
  std::string text;
  std::array<char, 65536> chunk;
  while (true) {
    auto const count = ::read(fd, chunk.data(), chunk.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed<std::string>(errno);
    if (count == 0) return {std::move(text)};
    text.append(chunk.data(), static_cast<std::size_t>(count));
    if (text.size() > limit) return failed<std::string>(EFBIG);
  }
}

}  // namespace

bool is_absent(int error) { return error == ENOENT || error == ENOTDIR || error == ESRCH || error == ENXIO; }
bool is_denied(int error) { return error == EACCES || error == EPERM; }

Fd::~Fd() {
  if (fd_ >= 0) ::close(fd_);
}

Files::Files(std::string root) : root_{root.empty() ? "/" : std::move(root)} {
  while (root_.size() > 1 && root_.back() == '/') root_.pop_back();
}

// The folder that holds the path's last name, and that name ("." for the root itself).
Outcome<Files::Place> Files::find(std::string_view path, Follow follow) const {
  std::vector<std::string> todo;
  push_names(todo, path);
  std::vector<Fd> folders;  // from the root down: ".." pops, but never the root
  folders.emplace_back(::open(root_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!folders.back()) return failed<Place>(errno);
  int links = 0;
  while (!todo.empty()) {
    auto const name = std::move(todo.back());
    todo.pop_back();
    if (name == "..") {
      if (folders.size() > 1) folders.pop_back();
      continue;
    }
    auto const last = todo.empty();
    if (!last || follow == Follow::yes) {
      auto target = link_text(folders.back().get(), name.c_str());
      if (target.ok()) {
        if (++links > max_links) return failed<Place>(ELOOP);
        if (target.value.starts_with('/')) folders.resize(1);
        push_names(todo, target.value);
        continue;
      }
      if (target.error != EINVAL) return failed<Place>(target.error);
    }
    if (last) return {Place{std::move(folders.back()), name}};
    Fd next{::openat(folders.back().get(), name.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)};
    if (!next) return failed<Place>(errno);
    folders.push_back(std::move(next));
  }
  return {Place{std::move(folders.back()), "."}};
}

Outcome<Fd> Files::open_any(std::string const& path, int flags) const {
  if (live()) {
    Fd fd{::open(("/" + path).c_str(), flags | O_CLOEXEC)};
    return fd ? Outcome<Fd>{std::move(fd)} : failed<Fd>(errno);
  }
  auto place = find(path, Follow::yes);
  if (!place.ok()) return failed<Fd>(place.error);
  Fd fd{::openat(place.value.folder.get(), place.value.name.c_str(), flags | O_NOFOLLOW | O_CLOEXEC)};
  return fd ? Outcome<Fd>{std::move(fd)} : failed<Fd>(errno);
}

Outcome<Fd> Files::open(std::string const& path) const {
  auto fd = open_any(path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  if (!fd.ok()) return fd;
  struct stat about {};
  if (::fstat(fd.value.get(), &about) != 0) return failed<Fd>(errno);
  if (!S_ISREG(about.st_mode)) return failed<Fd>(S_ISDIR(about.st_mode) ? EISDIR : EINVAL);
  return fd;
}

Outcome<std::string> Files::read(std::string const& path, std::uint64_t limit) const {
  auto const fd = open(path);
  if (!fd.ok()) return failed<std::string>(fd.error);
  return read_all(fd.value.get(), limit);
}

Outcome<std::string> Files::read_text(std::string const& path, std::uint64_t limit) const {
  auto raw = read(path, limit);
  if (raw.ok()) raw.value = utf8(std::move(raw.value));
  return raw;
}

Outcome<std::vector<std::string>> Files::list(std::string const& path) const {
  using Names = std::vector<std::string>;
  auto fd = open_any(path, O_RDONLY | O_DIRECTORY);
  if (!fd.ok()) return failed<Names>(fd.error);
  auto const close = [](DIR* folder) { ::closedir(folder); };
  std::unique_ptr<DIR, decltype(close)> const folder{::fdopendir(fd.value.get()), close};
  if (!folder) return failed<Names>(errno);
  fd.value.release();
  Names names;
  errno = 0;
  while (auto const* entry = ::readdir(folder.get())) {
    std::string_view const name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
    errno = 0;
  }
  if (errno != 0) return failed<Names>(errno);
  std::ranges::sort(names);
  return {std::move(names)};
}

Outcome<std::string> Files::read_link(std::string const& path) const {
  if (live()) return link_text(AT_FDCWD, ("/" + path).c_str());
  auto const place = find(path, Follow::no);
  if (!place.ok()) return failed<std::string>(place.error);
  return link_text(place.value.folder.get(), place.value.name.c_str());
}

Outcome<struct stat> Files::status(std::string const& path) const {
  auto const fd = open_any(path, O_PATH);
  if (!fd.ok()) return failed<struct stat>(fd.error);
  Outcome<struct stat> about;
  if (::fstat(fd.value.get(), &about.value) != 0) about.error = errno;
  return about;
}

Outcome<struct stat> Files::link_status(std::string const& path) const {
  auto const place = find(path, Follow::no);
  if (!place.ok()) return failed<struct stat>(place.error);
  Outcome<struct stat> about;
  if (::fstatat(place.value.folder.get(), place.value.name.c_str(), &about.value, AT_SYMLINK_NOFOLLOW) != 0)
    about.error = errno;
  return about;
}

}  // namespace machine
