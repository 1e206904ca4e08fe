// Processes and their sockets, of the fixture tree.
#include "support.hpp"

#include "plugins/linux/tables/processes.hpp"

#include <sys/stat.h>

using namespace machine;
using namespace machine::test;

namespace {

struct Found {
  Lines processes;
  Lines sockets;
};

Found read_all(Box& box) {
  Found found;
  auto reading = Processes::open(box.machine);
  if (!reading) FAIL(reading.error().message());
  while (reading->next(test::into<Process>(found.processes), test::into<ProcessSocket>(found.sockets))) continue;
  return found;
}

}  // namespace

TEST_CASE("processes with names that try to deceive, and kernel threads") {
  Box box;
  CHECK(read_all(box).processes ==
        Lines{"pid=1 start_ticks=100 started_at=1700000001000000 parent_pid=0 name=systemd state=S "
              "command_line=/sbin/init splash arguments=[/sbin/init|splash] executable=/usr/lib/systemd/systemd "
              "working_folder=/ kernel_thread=no uid=0 effective_uid=0 gid=0 process_group=1 session=1 nice=0 "
              "threads=1 user_milliseconds=2500 system_milliseconds=500 virtual_bytes=1048576 "
              "resident_bytes=1048576 control_group=/init.scope",
              "pid=2 start_ticks=100 started_at=1700000001000000 parent_pid=0 name=kthreadd state=S command_line=- "
              "arguments=[] executable=- working_folder=- kernel_thread=yes uid=- effective_uid=- gid=- "
              "process_group=0 session=0 nice=0 threads=1 user_milliseconds=0 system_milliseconds=50 "
              "virtual_bytes=0 resident_bytes=0 control_group=-",
              "pid=42 start_ticks=6000 started_at=1700000060000000 parent_pid=1 name=web) (x) S state=R "
              "command_line=web: worker \\xff arguments=[web: worker \\xff] executable=- working_folder=- "
              "kernel_thread=no uid=33 effective_uid=0 gid=34 process_group=42 session=42 nice=-5 threads=3 "
              "user_milliseconds=1000 system_milliseconds=0 virtual_bytes=2097152 resident_bytes=2097152 "
              "control_group=-"});
  CHECK(box.troubles() == "");
}

TEST_CASE("a process's sockets are joined by number; of one that no table knows, the number remains") {
  Box box;
  CHECK(read_all(box).sockets ==
        Lines{"pid=1 start_ticks=100 fd=9 inode=5003 protocol=unix family=unix local_address=- local_port=- "
              "remote_address=- remote_port=- state=listen path=/run/systemd/my socket",
              "pid=1 start_ticks=100 fd=10 inode=5001 protocol=tcp family=inet local_address=0.0.0.0 local_port=22 "
              "remote_address=0.0.0.0 remote_port=0 state=listen path=-",
              "pid=42 start_ticks=6000 fd=3 inode=5001 protocol=tcp family=inet local_address=0.0.0.0 "
              "local_port=22 remote_address=0.0.0.0 remote_port=0 state=listen path=-",
              "pid=42 start_ticks=6000 fd=4 inode=5002 protocol=tcp family=inet local_address=127.0.0.1 "
              "local_port=8080 remote_address=10.0.0.10 remote_port=50000 state=established path=-",
              "pid=42 start_ticks=6000 fd=5 inode=999 protocol=- family=- local_address=- local_port=- "
              "remote_address=- remote_port=- state=- path=-"});
}

TEST_CASE("a process that ended since it was listed is left out silently") {
  Tree tree;
  std::filesystem::create_directories(tree.path("proc/7"));
  Box box{tree.root()};
  CHECK(read_all(box).processes.empty());
  CHECK(box.troubles() == "");
}

TEST_CASE("sockets of processes that may not be read are one warning with their number") {
  Tree tree;
  for (auto const* pid : {"7", "8"}) {
    tree.write(std::string{"proc/"} + pid + "/stat",
               std::string{pid} + " (x) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0 0\n");
    tree.link(std::string{"proc/"} + pid + "/fd/3", "socket:[1]");
    ::chmod(tree.path(std::string{"proc/"} + pid + "/fd").c_str(), 0);
  }
  CHECK(holds_for_ordinary_user([&] {
    Box box{tree.root()};
    return read_all(box).processes.size() == 2 &&
           box.troubles() ==
               "linux_process_sockets: 2 processes' sockets could not be read: Permission denied (one is "
               "/proc/7/fd)\n";
  }));
}
