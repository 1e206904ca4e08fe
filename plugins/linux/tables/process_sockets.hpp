#pragma once
// linux_process_sockets: sockets that a process holds open.

#include "../row.hpp"
#include "../sockets.hpp"

namespace machine {

struct ProcessSocket {
  std::string host;
  std::int64_t pid = 0;
  std::int64_t start_ticks = 0;
  std::int64_t fd = 0;
  std::int64_t inode = 0;
  std::optional<std::string> protocol;
  std::optional<std::string> family;
  std::optional<oar::Inet> local_address;
  std::optional<std::int64_t> local_port;
  std::optional<oar::Inet> remote_address;
  std::optional<std::int64_t> remote_port;
  std::optional<std::string> state;
  std::optional<std::string> path;
};
BOOST_DESCRIBE_STRUCT(ProcessSocket, (),
                      (host, pid, start_ticks, fd, inode, protocol, family, local_address, local_port, remote_address,
                       remote_port, state, path))

struct ProcessId {
  std::int64_t pid = 0;
  std::int64_t start_ticks = 0;
};

// The sockets of each network namespace, by the namespace's name.
using SocketsByNamespace = std::map<std::string, Sockets>;

oar::Table process_sockets_table();
void read_process_sockets(Machine& machine, ProcessId const& process, SocketsByNamespace& sockets,
                          Emit<ProcessSocket> const& emit);

}  // namespace machine
