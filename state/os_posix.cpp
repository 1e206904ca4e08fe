// Files, locks and names on Linux. Locks belong to the open file (OFD): they can be asked about without being taken,
// they work over NFS, and closing another descriptor of the same file does not drop them.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "state/errors.hpp"
#include "state/os.hpp"

namespace oar::state::os {
namespace {

constexpr int owner_only = 0600;

Error failed(std::filesystem::path const& file, int why) {
  bool const permission = why == EACCES || why == EPERM || why == EROFS;
  return not_usable(file.string(), std::generic_category().message(why), permission);
}

int open_file(std::filesystem::path const& file, int flags) {
  for (;;) {
    int const descriptor = ::open(file.c_str(), flags | O_CLOEXEC, owner_only);
    if (descriptor >= 0 || errno != EINTR) return descriptor;
  }
}

struct flock whole_file() {
  struct flock range {};
  range.l_type = F_WRLCK;
  range.l_whence = SEEK_SET;
  return range;
}

// What cannot be opened or synced (a folder that is only traversable) is left to the system's own pace.
void sync_folder(std::filesystem::path const& folder) {
  int const descriptor = open_file(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

int descriptor_of(Handle handle) { return static_cast<int>(handle); }

}  // namespace

// One level per call, from the top down; a level that another process made meanwhile is as good as ours.
std::error_code create_folders(std::filesystem::path const& folder) {
  std::error_code code;
  auto const there = std::filesystem::status(folder, code);  // asked once: two questions could get unlike answers
  if (folder.empty() || std::filesystem::is_directory(there)) return {};
  if (std::filesystem::exists(there)) return std::make_error_code(std::errc::not_a_directory);
  auto const parent = folder.parent_path();
  if (parent != folder) code = create_folders(parent);
  if (!code) std::filesystem::create_directory(folder, code);
  if (!code) sync_folder(parent);
  return code;
}

Result<void> create_private_file(std::filesystem::path const& file) {
  int const descriptor = open_file(file, O_RDWR | O_CREAT | O_EXCL);
  if (descriptor < 0 && errno != EEXIST) return failed(file, errno);
  if (descriptor >= 0) ::close(descriptor);
  return {};
}

Result<Handle> open_lock_file(std::filesystem::path const& file) {
  int const descriptor = open_file(file, O_RDWR | O_CREAT);
  if (descriptor < 0) return failed(file, errno);
  return Handle{descriptor};
}

Result<bool> try_lock(Handle handle) {
  auto range = whole_file();
  if (::fcntl(descriptor_of(handle), F_OFD_SETLK, &range) == 0) return true;
  if (errno == EAGAIN || errno == EACCES) return false;
  return Error::of(Errc::io, "lock: ", std::generic_category().message(errno));
}

bool is_locked(std::filesystem::path const& file) {
  int const descriptor = open_file(file, O_RDONLY);
  if (descriptor < 0) return false;
  auto range = whole_file();
  bool const locked = ::fcntl(descriptor, F_OFD_GETLK, &range) == 0 && range.l_type != F_UNLCK;
  ::close(descriptor);
  return locked;
}

void close(Handle handle) { ::close(descriptor_of(handle)); }

void write_all(Handle handle, std::string const& text) {
  int const descriptor = descriptor_of(handle);
  if (::ftruncate(descriptor, 0) != 0) return;
  [[maybe_unused]] auto const written = ::pwrite(descriptor, text.data(), text.size(), 0);
}

std::int64_t process_id() { return ::getpid(); }

std::string host_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "unknown";
  return name.data();
}

}  // namespace oar::state::os
