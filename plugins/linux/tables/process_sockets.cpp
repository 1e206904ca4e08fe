// Joins the links in /proc/<pid>/fd with the socket tables of the process's own network namespace.
#include "process_sockets.hpp"

#include "../text.hpp"

namespace machine {
namespace {

constexpr char process_sockets_name[] = "linux_process_sockets";

// Read when a namespace is first met, and kept: the tables are long where sockets are many.
Sockets const& sockets_of(Machine& machine, std::string const& pid, SocketsByNamespace& sockets) {
  auto const link = machine.files.read_link("proc/" + pid + "/ns/net");
  auto const own = machine.files.read_link("proc/self/ns/net");
  auto const foreign = link.ok() && own.ok() && link.value != own.value;
  auto const name = foreign ? link.value : std::string{};
  if (auto const known = sockets.find(name); known != sockets.end()) return known->second;
  return sockets[name] = read_sockets(machine, process_sockets_name, foreign ? "proc/" + pid + "/net" : "proc/net");
}

std::optional<oar::Inet> inet(std::optional<std::string> const& address) {
  if (!address) return std::nullopt;
  return oar::Inet{*address};
}

}  // namespace

oar::Table process_sockets_table() {
  return oar::Table::of<ProcessSocket>(
             process_sockets_name, "Sockets that a process holds open",
             {host_column,
              {"pid", "The process"},
              {"start_ticks", "When the process started, in clock ticks since the boot"},
              {"fd", "The process's file descriptor"},
              {"inode", "The socket's number while it is open; processes that share it name the same one"},
              {"protocol", "tcp, udp, raw or unix; NULL for other kinds and for one opened during the reading"},
              {"family", "inet, inet6 or unix"},
              {"local_address", "The address on this machine"},
              {"local_port", "The port on this machine"},
              {"remote_address", "The other side's address; all zeros when not connected"},
              {"remote_port", "The other side's port; 0 when not connected"},
              {"state", "tcp: listen, established, close_wait ...; others: connected, unconnected, listen"},
              {"path", "A unix socket's path, or @name in the abstract namespace"}})
      .key({"host", "pid", "start_ticks", "fd"})
      .child_of("linux_processes", {{"host", "host"}, {"pid", "pid"}, {"start_ticks", "start_ticks"}});
}

void read_process_sockets(Machine& machine, ProcessId const& process, SocketsByNamespace& sockets,
                          Emit<ProcessSocket> const& emit) {
  auto const pid = std::to_string(process.pid);
  auto const open = open_sockets(machine, process_sockets_name, pid);
  if (open.empty()) return;
  auto const& known = sockets_of(machine, pid, sockets);
  for (auto const& [fd, inode] : open) {
    ProcessSocket row;
    row.host = machine.host;
    row.pid = process.pid;
    row.start_ticks = process.start_ticks;
    row.fd = fd;
    row.inode = inode;
    if (auto const found = known.find(inode); found != known.end()) {
      auto const& socket = found->second;
      row.protocol = socket.protocol;
      row.family = socket.family;
      row.local_address = inet(socket.local_address);
      row.local_port = socket.local_port;
      row.remote_address = inet(socket.remote_address);
      row.remote_port = socket.remote_port;
      row.state = socket.state;
      row.path = socket.path;
    }
    emit(std::move(row));
  }
}

}  // namespace machine
