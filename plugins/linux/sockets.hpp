#pragma once
// The kernel's sockets of one network namespace, and which of a process's file descriptors they are.

#include "row.hpp"

#include <map>

namespace machine {

struct Socket {
  std::string protocol;  // tcp, udp, raw, unix
  std::string family;    // inet, inet6, unix
  std::optional<std::string> local_address;
  std::optional<std::int64_t> local_port;
  std::optional<std::string> remote_address;
  std::optional<std::int64_t> remote_port;
  std::string state;
  std::optional<std::int64_t> uid;
  std::optional<std::string> path;
};

using Inode = std::int64_t;
using Sockets = std::map<Inode, Socket>;

// Reads the tables in a folder: "proc/net", or "proc/1/net" for the namespace of process 1.
Sockets read_sockets(Machine& machine, std::string const& table, std::string const& folder);

struct OpenSocket {
  std::int64_t fd = 0;
  Inode inode = 0;
};

// What /proc/<pid>/fd points at; troubles are counted for the table, and a process that is gone has none.
std::vector<OpenSocket> open_sockets(Machine& machine, std::string const& table, std::string const& pid);

// Names of running processes' folders in /proc, by number.
std::vector<std::string> process_ids(std::vector<std::string> const& names);

}  // namespace machine
