// Reads /proc/net/{tcp,tcp6,udp,udp6,raw,raw6,unix} and the links "socket:[inode]" in /proc/<pid>/fd.
#include "sockets.hpp"

#include "addresses.hpp"
#include "text.hpp"

#include <algorithm>
#include <array>

namespace machine {
namespace {

struct Endpoint {
  std::optional<std::string> address;
  std::optional<std::int64_t> port;
};

// "0100007F:1F90"
Endpoint endpoint(std::string_view text) {
  auto const [address, port, found] = halve(text, ':');
  return {address_of_words(address), number(port, 16)};
}

// include/net/tcp_states.h; a datagram socket is either connected or not.
std::string state_name(std::string_view protocol, std::int64_t state) {
  static constexpr std::array names{"",          "established", "syn_sent",    "syn_recv",   "fin_wait1",
                                    "fin_wait2", "time_wait",   "close",       "close_wait", "last_ack",
                                    "listen",    "closing",     "new_syn_recv"};
  if (protocol != "tcp") return state == 1 ? "connected" : "unconnected";
  return state > 0 && state < static_cast<std::int64_t>(names.size()) ? names[static_cast<std::size_t>(state)]
                                                                      : "unknown";
}

// sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode
void add_internet(Sockets& sockets, std::string_view line, std::string_view protocol, std::string_view family) {
  auto const fields = words(line);
  if (fields.size() < 10) return;
  auto const inode = number(fields[9]);
  auto const local = endpoint(fields[1]);
  auto const remote = endpoint(fields[2]);
  if (!inode || !local.address) return;
  auto const state = number(fields[3], 16).value_or(0);
  sockets[*inode] = {std::string{protocol}, std::string{family},         local.address,     local.port,  remote.address,
                     remote.port,           state_name(protocol, state), number(fields[7]), std::nullopt};
}

// Num RefCount Protocol Flags Type St Inode [Path]
void add_unix(Sockets& sockets, std::string_view line) {
  constexpr std::int64_t accepts = 0x10000;
  auto const fields = words(line);
  auto const inode = fields.size() >= 7 ? number(fields[6]) : std::nullopt;
  if (!inode) return;
  auto const listens = (number(fields[3], 16).value_or(0) & accepts) != 0;
  Socket socket;
  socket.protocol = "unix";
  socket.family = "unix";
  socket.state = listens ? "listen" : fields[5] == "03" ? "connected" : "unconnected";
  if (fields.size() > 7) socket.path = std::string{fields[7].data(), line.data() + line.size()};
  sockets[*inode] = std::move(socket);
}

}  // namespace

Sockets read_sockets(Machine& machine, std::string const& table, std::string const& folder) {
  Sockets sockets;
  for (std::string const protocol : {"tcp", "udp", "raw"}) {
    for (std::string const six : {"", "6"}) {
      auto const text = machine.part_text(table, "socket tables", folder + "/" + protocol + six);
      for_each_line(text.value_or(""), [&](std::string_view line, std::int64_t line_number) {
        if (line_number > 1) add_internet(sockets, line, protocol, six.empty() ? "inet" : "inet6");
      });
    }
  }
  auto const text = machine.part_text(table, "socket tables", folder + "/unix");
  for_each_line(text.value_or(""), [&](std::string_view line, std::int64_t) { add_unix(sockets, line); });
  return sockets;
}

std::vector<OpenSocket> open_sockets(Machine& machine, std::string const& table, std::string const& pid) {
  std::vector<OpenSocket> found;
  auto const folder = "proc/" + pid + "/fd";
  auto const fds = machine.part_list(table, "processes' sockets", folder);
  for (auto const& fd : fds.value_or(std::vector<std::string>{})) {
    auto const link = machine.files.read_link(folder + "/" + fd);
    std::string_view target = link.value;
    if (!target.starts_with("socket:[") || !target.ends_with(']')) continue;
    auto const inode = number(target.substr(8, target.size() - 9));
    auto const fd_number = number(fd);
    if (inode && fd_number) found.push_back({*fd_number, *inode});
  }
  std::ranges::sort(found, {}, &OpenSocket::fd);
  return found;
}

std::vector<std::string> process_ids(std::vector<std::string> const& names) {
  std::vector<std::string> pids;
  std::ranges::copy_if(names, std::back_inserter(pids), [](auto const& name) { return number(name).has_value(); });
  std::ranges::sort(pids, {}, [](auto const& name) { return *number(name); });
  return pids;
}

}  // namespace machine
