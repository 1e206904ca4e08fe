#pragma once
// linux_processes: running programs and kernel threads.

#include "../row.hpp"
#include "process_sockets.hpp"

namespace machine {

struct Process {
  std::string host;
  std::int64_t pid = 0;
  std::int64_t start_ticks = 0;
  std::optional<oar::Timestamp> started_at;
  std::int64_t parent_pid = 0;
  std::string name;
  std::string state;
  std::optional<std::string> command_line;
  std::vector<std::string> arguments;
  std::optional<std::string> executable;
  std::optional<std::string> working_folder;
  bool kernel_thread = false;
  std::optional<std::int64_t> uid;
  std::optional<std::int64_t> effective_uid;
  std::optional<std::int64_t> gid;
  std::int64_t process_group = 0;
  std::int64_t session = 0;
  std::int64_t nice = 0;
  std::int64_t threads = 0;
  std::int64_t user_milliseconds = 0;
  std::int64_t system_milliseconds = 0;
  std::int64_t virtual_bytes = 0;
  std::int64_t resident_bytes = 0;
  std::optional<std::string> control_group;
};
BOOST_DESCRIBE_STRUCT(Process, (),
                      (host, pid, start_ticks, started_at, parent_pid, name, state, command_line, arguments, executable,
                       working_folder, kernel_thread, uid, effective_uid, gid, process_group, session, nice, threads,
                       user_milliseconds, system_milliseconds, virtual_bytes, resident_bytes, control_group))

oar::Table processes_table();

// Reads a process at a time. One that ends between the listing and its reading is left out.
class Processes {
 public:
  static oar::Result<Processes> open(Machine& machine);
  bool next(Emit<Process> const& emit, Emit<ProcessSocket> const& emit_socket);

 private:
  Processes(Machine& machine, std::vector<std::string> pids);

  Machine* machine_;
  std::vector<std::string> pids_;
  std::size_t next_ = 0;
  std::optional<oar::Timestamp> boot_;
  SocketsByNamespace sockets_;
};

}  // namespace machine
