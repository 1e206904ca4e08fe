// fork, exec, pipes or a pseudo terminal, and a thread per stream so that nothing blocks on a full pipe.
#include "process.hpp"

#include <fcntl.h>
#include <pty.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

namespace oar::e2e {
namespace {

using namespace std::chrono_literals;

std::vector<std::string> environment_of(Launch const& launch) {
  // The settings of whoever runs the tests stay outside.
  std::map<std::string, std::string> all{
      {"PATH", "/usr/bin:/bin"}, {"HOME", launch.folder.string()},          {"TERM", "xterm"},
      {"LANG", "C.UTF-8"},       {"OARLOCK_PLUGIN_PATH", OAR_TEST_PLUGINS}, {"OARLOCK_VALIDATE", "full"}};
  for (char const* const kept : {"ASAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS"})
    if (char const* const value = std::getenv(kept)) all[kept] = value;
  for (auto const& [name, value] : launch.environment) all[name] = value;
  std::vector<std::string> out;
  for (auto const& [name, value] : all) out.push_back(name + "=" + value);
  return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (auto& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

}  // namespace

Folder::Folder() {
  auto name = (std::filesystem::temp_directory_path() / "oarlock-e2e-XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path Folder::write(std::string const& name, std::string const& content) const {
  std::filesystem::create_directories((path_ / name).parent_path());
  std::ofstream{path_ / name, std::ios::binary} << content;
  return path_ / name;
}

std::string read_file(std::filesystem::path const& path) {
  std::ifstream in{path, std::ios::binary};
  std::ostringstream out;
  out << in.rdbuf();
  return std::move(out).str();
}

Process::Process(Launch const& launch) {
  auto arguments = launch.arguments;
  arguments.insert(arguments.begin(), OAR_BINARY);
  auto environment = environment_of(launch);
  auto const argv = pointers(arguments);
  auto const envp = pointers(environment);
  auto const folder = launch.folder.string();

  std::array<int, 2> out{}, err{};
  REQUIRE(::pipe2(out.data(), O_CLOEXEC) == 0);
  if (launch.terminal) {
    winsize size{.ws_row = 24, .ws_col = 80, .ws_xpixel = 0, .ws_ypixel = 0};
    REQUIRE(::openpty(&err[0], &err[1], nullptr, nullptr, &size) == 0);
    ::fcntl(err[0], F_SETFD, FD_CLOEXEC);
    ::fcntl(err[1], F_SETFD, FD_CLOEXEC);
  } else {
    REQUIRE(::pipe2(err.data(), O_CLOEXEC) == 0);
  }
  pid_ = ::fork();
  REQUIRE(pid_ >= 0);
  if (pid_ == 0) {
    ::dup2(out[1], STDOUT_FILENO);
    ::dup2(err[1], STDERR_FILENO);
    if (::chdir(folder.c_str()) == 0) ::execve(OAR_BINARY, argv.data(), envp.data());
    ::_exit(127);
  }
  ::close(out[1]);
  ::close(err[1]);
  readers_.emplace_back([this, fd = out[0]] { drain(fd, &Run::out); });
  readers_.emplace_back([this, fd = err[0]] { drain(fd, &Run::err); });
}

Process::~Process() {
  if (!ended()) {
    ::kill(pid_, SIGKILL);
    reap(0);
  }
  readers_.clear();
}

void Process::drain(int fd, std::string Run::*into) {
  std::array<char, 4096> buffer{};
  for (ssize_t got = 0; (got = ::read(fd, buffer.data(), buffer.size())) > 0;) {
    std::lock_guard const lock{mutex_};
    (run_.*into).append(buffer.data(), static_cast<std::size_t>(got));
  }
  ::close(fd);
}

void Process::send(int signal) const { ::kill(pid_, signal); }

bool Process::reap(int options) {
  rusage used{};
  if (!ended_) ended_ = ::wait4(pid_, &status_, options, &used) == pid_;
  if (used.ru_maxrss > 0) run_.peak_kib = used.ru_maxrss;
  return ended_;
}

bool Process::ended() { return reap(WNOHANG); }

Run Process::wait(std::chrono::seconds at_most) {
  auto const until = std::chrono::steady_clock::now() + at_most;
  while (!ended() && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(5ms);
  bool const in_time = ended();
  if (!in_time) {
    ::kill(pid_, SIGKILL);
    reap(0);
  }
  readers_.clear();
  run_.exit_code = WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_);
  INFO(run_.out);
  INFO(run_.err);
  CHECK(in_time);
  return run_;
}

bool Process::said(std::string const& text, std::chrono::seconds at_most) {
  auto const until = std::chrono::steady_clock::now() + at_most;
  while (std::chrono::steady_clock::now() < until) {
    {
      std::lock_guard const lock{mutex_};
      if (run_.err.find(text) != std::string::npos) return true;
    }
    if (ended()) return false;
    std::this_thread::sleep_for(5ms);
  }
  return false;
}

Run run_oarlock(Launch const& launch) { return Process{launch}.wait(); }

}  // namespace oar::e2e
