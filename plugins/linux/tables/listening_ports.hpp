#pragma once
// linux_listening_ports: where this machine can be reached.

#include "../row.hpp"

namespace machine {

struct ListeningPort {
  std::string host;
  std::string protocol;
  oar::Inet address;
  std::int64_t port = 0;
  std::int64_t inode = 0;
  std::string family;
  std::optional<std::int64_t> uid;
  std::optional<std::int64_t> pid;
  std::optional<std::string> process_name;
};
BOOST_DESCRIBE_STRUCT(ListeningPort, (), (host, protocol, address, port, inode, family, uid, pid, process_name))

oar::Table listening_ports_table();
oar::Result<void> read_listening_ports(Machine& machine, Emit<ListeningPort> const& emit);

}  // namespace machine
