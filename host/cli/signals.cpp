// The handler writes a byte into a pipe; a thread reads it, since a stop callback may do what a handler may not.
#include "host/cli/signals.hpp"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace oar::cli {
namespace {

constexpr std::array<int, 3> stopping = {SIGINT, SIGTERM, SIGHUP};
constexpr char stop_byte = 's';
constexpr char end_byte = 'e';

std::array<int, 2> pipe_ends = {-1, -1};
volatile sig_atomic_t signals_seen = 0;

extern "C" void on_stop_signal(int) {
  int const saved = errno;
  signals_seen = signals_seen + 1;
  if (signals_seen > 2) ::_exit(130);
  [[maybe_unused]] auto const written = ::write(pipe_ends[1], &stop_byte, 1);
  errno = saved;
}

void handle(int signal) {
  struct sigaction before {};
  if (::sigaction(signal, nullptr, &before) == 0 && before.sa_handler == SIG_IGN) return;
  struct sigaction action {};
  action.sa_handler = on_stop_signal;
  action.sa_flags = SA_ONSTACK | SA_RESTART;
  ::sigemptyset(&action.sa_mask);
  ::sigaction(signal, &action, nullptr);
}

void put_back(int signal) {
  struct sigaction now {};
  if (::sigaction(signal, nullptr, &now) == 0 && now.sa_handler == on_stop_signal) ::signal(signal, SIG_DFL);
}

}  // namespace

Signals::Signals() {
  ::signal(SIGPIPE, SIG_IGN);
  signals_seen = 0;
  if (::pipe2(pipe_ends.data(), O_CLOEXEC) != 0) return;  // out of files: signals keep their default, which ends us
  listener_ = std::jthread{[this] { listen(); }};
  for (int const signal : stopping) handle(signal);
}

Signals::~Signals() {
  for (int const signal : stopping) put_back(signal);
  if (!listener_.joinable()) return;
  [[maybe_unused]] auto const written = ::write(pipe_ends[1], &end_byte, 1);
  listener_.join();
  ::close(pipe_ends[0]);
  ::close(pipe_ends[1]);
}

void Signals::listen() {
  // Signals are for the threads that take them; this one only reads.
  sigset_t all;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_BLOCK, &all, nullptr);
  for (char byte = 0;;) {
    auto const got = ::read(pipe_ends[0], &byte, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0 || byte == end_byte) return;
    if (!soft_.request_stop()) hard_.request_stop();
  }
}

}  // namespace oar::cli
