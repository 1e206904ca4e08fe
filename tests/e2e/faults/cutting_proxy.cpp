#include "cutting_proxy.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <string_view>

namespace oar::e2e {
namespace {

// A simple query of this one word, as libpq sends it.
// Source: https://www.postgresql.org/docs/current/protocol-message-formats.html
constexpr std::string_view commit_message{
    "Q\0\0\0\x0b"
    "COMMIT\0",
    12};

constexpr int look_every_ms = 20;  // whether to end

sockaddr_un address_of(std::filesystem::path const& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  auto const text = path.string();
  REQUIRE(text.size() < sizeof address.sun_path);
  text.copy(address.sun_path, text.size());
  return address;
}

bool send_all(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    auto const sent = ::send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

std::string receive(int from) {
  std::array<char, 65536> room{};
  auto const got = ::recv(from, room.data(), room.size(), 0);
  return got > 0 ? std::string{room.data(), static_cast<std::size_t>(got)} : std::string{};
}

}  // namespace

CuttingProxy::CuttingProxy(std::filesystem::path const& server, std::filesystem::path const& folder, When when, int nth)
    : server_{server}, when_{when}, commits_left_{nth} {
  auto const address = address_of(folder / server.filename());
  listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  REQUIRE(::bind(listener_, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0);
  REQUIRE(::listen(listener_, 16) == 0);
  thread_ = std::jthread{[this](std::stop_token const& stop) { serve(stop); }};
}

CuttingProxy::~CuttingProxy() {
  thread_.request_stop();
  thread_.join();
  ::close(listener_);
}

void CuttingProxy::serve(std::stop_token const& stop) {
  while (!stop.stop_requested()) {
    std::vector<pollfd> sockets{{listener_, POLLIN, 0}};
    for (auto const& pair : pairs_) {
      sockets.push_back({pair.client, POLLIN, 0});
      sockets.push_back({pair.server, POLLIN, 0});
    }
    if (::poll(sockets.data(), sockets.size(), look_every_ms) <= 0) continue;
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      auto& pair = pairs_[i];
      auto const goes_on = (sockets[2 * i + 1].revents == 0 || carry_to_server(pair)) &&
                           (sockets[2 * i + 2].revents == 0 || carry_to_client(pair));
      if (goes_on) continue;
      ::close(std::exchange(pair.client, -1));
      ::close(std::exchange(pair.server, -1));
    }
    std::erase_if(pairs_, [](Pair const& pair) { return pair.client < 0; });
    if (sockets.front().revents != 0) accept_one();
  }
  for (auto const& pair : pairs_) {
    ::close(pair.client);
    ::close(pair.server);
  }
}

void CuttingProxy::accept_one() {
  auto const client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  if (client < 0) return;
  auto const address = address_of(server_);
  auto const server = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (::connect(server, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0) {
    ::close(server);
    ::close(client);
    return;
  }
  pairs_.push_back({client, server});
}

bool CuttingProxy::carry_to_server(Pair& pair) {
  auto const bytes = receive(pair.client);
  if (bytes.empty()) return false;
  auto const commits = bytes.find(commit_message) != bytes.npos && --commits_left_ == 0;
  if (commits) {
    cut_ = true;
    if (when_ == When::before) return false;
    pair.answer_is_cut = when_ == When::after;
  }
  return send_all(pair.server, bytes) && !(commits && when_ == When::during);
}

bool CuttingProxy::carry_to_client(Pair& pair) {
  auto const bytes = receive(pair.server);
  if (bytes.empty() || pair.answer_is_cut) return false;
  return send_all(pair.client, bytes);
}

}  // namespace oar::e2e
