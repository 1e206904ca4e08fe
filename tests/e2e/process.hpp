#pragma once
// Runs the real binary and catches all it says; can be killed at any moment.

#include <sys/resource.h>
#include <sys/types.h>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace oar::e2e {

struct Run {
  int exit_code = -1;  // 128 + signal when one ended it
  std::string out;
  std::string err;
  long peak_kib = 0;  // of memory
};

// A fresh folder, removed at the end.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(Folder const&) = delete;
  Folder& operator=(Folder const&) = delete;

  std::filesystem::path const& path() const { return path_; }
  std::filesystem::path operator/(std::string const& name) const { return path_ / name; }
  // Returns the file's path.
  std::filesystem::path write(std::string const& name, std::string const& content) const;

 private:
  std::filesystem::path path_;
};

std::string read_file(std::filesystem::path const& path);

struct Launch {
  std::vector<std::string> arguments;
  std::filesystem::path folder;                      // to run in
  std::map<std::string, std::string> environment{};  // beside a small clean one
  bool terminal = false;                             // stderr is one
};

class Process {
 public:
  explicit Process(Launch const& launch);
  ~Process();  // kills what still runs
  Process(Process const&) = delete;
  Process& operator=(Process const&) = delete;

  void send(int signal) const;
  // Fails the test when it does not end in time.
  Run wait(std::chrono::seconds at_most = std::chrono::seconds{60});
  // Until the text stands in stderr, or the process ended.
  bool said(std::string const& text, std::chrono::seconds at_most = std::chrono::seconds{20});
  bool ended();

 private:
  bool reap(int options);

  void drain(int fd, std::string Run::*into);

  pid_t pid_ = -1;
  int status_ = 0;
  bool ended_ = false;
  Run run_;
  std::mutex mutex_;  // guards run_
  std::vector<std::jthread> readers_;
};

Run run_oarlock(Launch const& launch);

}  // namespace oar::e2e
