#pragma once
// A pipe in the place of stderr, to see what a screen writes.

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <string>

class Catcher {
 public:
  Catcher() {
    if (::pipe2(ends_.data(), O_NONBLOCK) != 0) ends_ = {-1, -1};
  }
  ~Catcher() {
    ::close(ends_[0]);
    ::close(ends_[1]);
  }
  Catcher(Catcher const&) = delete;
  Catcher& operator=(Catcher const&) = delete;

  int fd() const { return ends_[1]; }

  // What was written since the last call.
  std::string text() {
    std::string out;
    std::array<char, 4096> buffer{};
    for (ssize_t got = 0; (got = ::read(ends_[0], buffer.data(), buffer.size())) > 0;)
      out.append(buffer.data(), static_cast<std::size_t>(got));
    return out;
  }

 private:
  std::array<int, 2> ends_{};
};
