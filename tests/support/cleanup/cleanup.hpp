#pragma once
// A shell command that runs when a test is done with something, and also when the test is killed.

#include <string>

namespace oar::test {

class Cleanup {
 public:
  // Starts a process that waits for this one's end, in a session of its own and with another parent, so that whoever
  // kills this one with all its children does not find it. The command's output goes to stderr.
  explicit Cleanup(std::string const& command);
  Cleanup(Cleanup const&) = delete;
  Cleanup& operator=(Cleanup const&) = delete;
  ~Cleanup() { run(); }

  // Runs the command now, once, and waits for it; false when it fails.
  bool run();

 private:
  int alive_ = -1;   // closed by whatever ends this process
  int status_ = -1;  // to be read from when the command has run
  bool succeeded_ = false;
};

// For the command line of a shell.
std::string in_quotes(std::string const& text);

}  // namespace oar::test
