// Takes listening TCP sockets and unconnected UDP ones out of the socket tables, and looks for the process behind each.
#include "listening_ports.hpp"

#include "../sockets.hpp"
#include "../text.hpp"

namespace machine {
namespace {

constexpr char listening_ports_name[] = "linux_listening_ports";

bool listens(Socket const& socket) {
  if (socket.protocol == "tcp") return socket.state == "listen";
  return socket.protocol == "udp" && socket.state == "unconnected" && socket.local_port.value_or(0) != 0;
}

// The first process, by number, that holds each socket.
std::map<Inode, std::string> owners(Machine& machine, Sockets const& sockets) {
  std::map<Inode, std::string> found;
  auto const names = machine.part_list(listening_ports_name, "folders", "proc");
  for (auto const& pid : process_ids(names.value_or(std::vector<std::string>{})))
    for (auto const& [fd, inode] : open_sockets(machine, listening_ports_name, pid))
      if (sockets.contains(inode)) found.emplace(inode, pid);
  return found;
}

}  // namespace

oar::Table listening_ports_table() {
  return oar::Table::of<ListeningPort>(
             listening_ports_name,
             "Ports that wait for connections (tcp) or datagrams (udp), in this program's network namespace",
             {host_column,
              {"protocol", "tcp or udp"},
              {"address", "The address that is listened on; all zeros for every one"},
              {"port", "The port's number"},
              {"inode", "The socket's number: several may share a port"},
              {"family", "inet or inet6 (which often takes IPv4 as well)"},
              {"uid", "The user who opened it"},
              {"pid", "The first process that holds it; NULL where that may not be read"},
              {"process_name", "That process's short name"}})
      .key({"host", "protocol", "address", "port", "inode"});
}

oar::Result<void> read_listening_ports(Machine& machine, Emit<ListeningPort> const& emit) {
  auto sockets = read_sockets(machine, listening_ports_name, "proc/net");
  std::erase_if(sockets, [](auto const& entry) { return !listens(entry.second); });
  if (sockets.empty()) return {};
  auto const owner_of = owners(machine, sockets);
  for (auto const& [inode, socket] : sockets) {
    ListeningPort row;
    row.host = machine.host;
    row.protocol = socket.protocol;
    row.address = oar::Inet{socket.local_address.value_or("")};
    row.port = socket.local_port.value_or(0);
    row.inode = inode;
    row.family = socket.family;
    row.uid = socket.uid;
    if (auto const owner = owner_of.find(inode); owner != owner_of.end()) {
      row.pid = number(owner->second);
      row.process_name = machine.value("proc/" + owner->second + "/comm");
    }
    emit(std::move(row));
  }
  return {};
}

}  // namespace machine
