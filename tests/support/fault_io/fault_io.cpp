// Stands between a program and the C library (LD_PRELOAD) and does to its files what a bad disk would do.
//
//   OAR_FAULT_FILE=TEXT       only files whose path contains it
//   OAR_FAULT=write:N:ERRNO   from the Nth write on every write fails; sync:N:ERRNO likewise; short:N:0 the Nth writes
//   half OAR_POWER_CUT=N:SEED      at the Nth write or sync the process ends, and of every page that was written and
//   not synced it
//                             is left to chance whether it reached the disk
//   OAR_FAULT=open:1:ERRNO    no file can be opened for writing, or made
//   OAR_FAULT_CLOCK=S:N       from the Nth question on, the clock is S seconds off

#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace {

constexpr off64_t page_bytes = 4096;

template <class Function>
Function* real(char const* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}
ssize_t really_write(int fd, void const* data, size_t size, off64_t at) {
  static auto* const function = real<ssize_t(int, void const*, size_t, off64_t)>("pwrite64");
  return function(fd, data, size, at);
}

char const* setting(char const* name) {
  char const* const value = std::getenv(name);
  return value ? value : "";
}

struct Plan {
  std::string file = setting("OAR_FAULT_FILE");
  char kind[16] = "";
  long nth = 0;
  int error = 0;
  long cut = 0;
  unsigned seed = 1;
  Plan() {
    std::sscanf(setting("OAR_FAULT"), "%15[^:]:%ld:%d", kind, &nth, &error);
    std::sscanf(setting("OAR_POWER_CUT"), "%ld:%u", &cut, &seed);
  }
};

Plan const& plan() {
  static auto const* const made = new Plan;
  return *made;
}

std::string path_of(int fd) {
  char link[64], path[4096];
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t const size = ::readlink(link, path, sizeof path);
  return size < 0 ? std::string{} : std::string(path, static_cast<size_t>(size));
}

bool concerns(int fd) {
  struct stat64 about {};
  if (::fstat64(fd, &about) != 0 || !S_ISREG(about.st_mode)) return false;
  return plan().file.empty() || path_of(fd).find(plan().file) != std::string::npos;
}

// What of a file is not on the disk yet.
struct Unsynced {
  std::string path;
  off64_t size = 0;                            // as of the last sync
  std::map<off64_t, std::vector<char>> pages;  // what stood there
};

std::mutex mutex;  // guards the rest
std::map<ino64_t, Unsynced>& unsynced() {
  static auto* const made = new std::map<ino64_t, Unsynced>;
  return *made;
}
long writes = 0;
long syncs = 0;
long moments = 0;

void remember(int fd, off64_t from, off64_t to) {
  if (plan().cut == 0) return;
  struct stat64 about {};
  ::fstat64(fd, &about);
  auto const [place, fresh] = unsynced().try_emplace(about.st_ino);
  if (fresh) place->second = {path_of(fd), about.st_size, {}};
  for (off64_t page = from / page_bytes; page * page_bytes < to; ++page) {
    auto const [old, first] = place->second.pages.try_emplace(page);
    if (!first) continue;
    old->second.resize(page_bytes);
    ssize_t const got = ::pread64(fd, old->second.data(), page_bytes, page * page_bytes);
    old->second.resize(got < 0 ? 0 : static_cast<size_t>(got));
  }
}

[[noreturn]] void cut_the_power() {
  unsigned seed = plan().seed;
  for (auto const& [inode, file] : unsynced()) {
    int const fd = ::open64(file.path.c_str(), O_RDWR);
    if (fd < 0) continue;
    for (auto const& [page, old] : file.pages) {
      if (::rand_r(&seed) % 2 == 0) continue;
      std::vector<char> bytes = old;
      bytes.resize(page_bytes);  // what never reached a longer file is zeros
      really_write(fd, bytes.data(), bytes.size(), page * page_bytes);
    }
    if (::rand_r(&seed) % 2 == 0) (void)!::ftruncate64(fd, file.size);
    ::close(fd);
  }
  ::kill(::getpid(), SIGKILL);
  for (;;) ::pause();
}

void pass_a_moment() {
  if (plan().cut > 0 && ++moments == plan().cut) cut_the_power();
}

bool is(char const* kind) { return std::strcmp(plan().kind, kind) == 0; }

}  // namespace

extern "C" {

int open64(char const* path, int flags, ...) {
  static auto* const function = real<int(char const*, int, ...)>("open64");
  va_list more;
  va_start(more, flags);
  auto const mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : mode_t{0};
  va_end(more);
  bool const for_writing = (flags & (O_WRONLY | O_RDWR | O_CREAT)) != 0;
  if (for_writing && is("open") && std::strstr(path, plan().file.c_str()) != nullptr) return errno = plan().error, -1;
  return function(path, flags, mode);
}

int open(char const* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  auto const mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : mode_t{0};
  va_end(more);
  return open64(path, flags, mode);
}

ssize_t pwrite64(int fd, void const* data, size_t size, off64_t at) {
  if (!concerns(fd)) return really_write(fd, data, size, at);
  std::lock_guard const lock{mutex};
  ++writes;
  if (is("write") && writes >= plan().nth) return errno = plan().error, -1;
  if (is("short") && writes == plan().nth) size = size / 2;
  pass_a_moment();
  remember(fd, at, at + static_cast<off64_t>(size));
  return really_write(fd, data, size, at);
}

int fdatasync(int fd) {
  static auto* const function = real<int(int)>("fdatasync");
  if (!concerns(fd)) return function(fd);
  std::lock_guard const lock{mutex};
  ++syncs;
  if (is("sync") && syncs >= plan().nth) return errno = plan().error, -1;
  pass_a_moment();
  struct stat64 about {};
  ::fstat64(fd, &about);
  unsynced().erase(about.st_ino);
  return function(fd);
}

int fsync(int fd) {
  static auto* const function = real<int(int)>("fsync");
  return concerns(fd) ? fdatasync(fd) : function(fd);
}

int clock_gettime(clockid_t which, struct timespec* now) {
  static auto* const function = real<int(clockid_t, timespec*)>("clock_gettime");
  static std::atomic<long> asked = 0;
  int const answer = function(which, now);
  long seconds = 0, nth = 0;
  if (which != CLOCK_REALTIME || std::sscanf(setting("OAR_FAULT_CLOCK"), "%ld:%ld", &seconds, &nth) != 2) return answer;
  if (++asked >= nth) now->tv_sec += seconds;
  return answer;
}
}
