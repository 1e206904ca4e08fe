#include "cleanup.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>
#include <string_view>
#include <utility>

extern char** environ;

namespace oar::test {
namespace {

constexpr int status_in_shell = 3;

// The shell leaves a process in the background that belongs to nobody; its input stays open as another file, since a
// process in the background has none.
std::string in_background(std::string const& command) {
  return "exec 4<&0; (cat <&4 >/dev/null; (" + command + ") 3>&-; echo $? >&3) &";
}

void run_shell(std::string text, int input, int status) {
  posix_spawn_file_actions_t files;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&files, STDERR_FILENO, STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&files, status, status_in_shell);
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);  // Ctrl-C is not for this one
  char shell[] = "/bin/sh";
  char option[] = "-c";
  char* const arguments[] = {shell, option, text.data(), nullptr};
  pid_t child = -1;
  auto const failed = ::posix_spawn(&child, shell, &files, &attributes, arguments, environ);
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&files);
  if (failed != 0) throw std::runtime_error{"no shell can be started"};
  ::waitpid(child, nullptr, 0);
}

}  // namespace

Cleanup::Cleanup(std::string const& command) {
  int alive[2];
  int status[2];
  if (::pipe2(alive, O_CLOEXEC) != 0 || ::pipe2(status, O_CLOEXEC) != 0)
    throw std::runtime_error{"no pipe is to be had"};
  alive_ = alive[1];
  status_ = status[0];
  // Past the number that it gets there: a file that is copied to its own number would be closed as before.
  auto const write = ::fcntl(status[1], F_DUPFD_CLOEXEC, status_in_shell + 1);
  run_shell(in_background(command), alive[0], write);
  for (auto const file : {alive[0], status[1], write}) ::close(file);
}

bool Cleanup::run() {
  if (alive_ < 0) return succeeded_;
  ::close(std::exchange(alive_, -1));
  char answer[8]{};
  auto const size = ::read(status_, answer, sizeof answer);
  ::close(status_);
  return succeeded_ = std::string_view{answer, size > 0 ? static_cast<std::size_t>(size) : 0} == "0\n";
}

std::string in_quotes(std::string const& text) {
  std::string out = "'";
  for (auto const c : text) out += c == '\'' ? std::string{"'\\''"} : std::string(1, c);
  return out + "'";
}

}  // namespace oar::test
