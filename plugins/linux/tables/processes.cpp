// Reads /proc/<pid>/{stat,status,cmdline,exe,cwd,cgroup}, as proc(5) describes them.
#include "processes.hpp"

#include "../boot_time.hpp"
#include "../saturate.hpp"
#include "../text.hpp"

#include <unistd.h>

namespace machine {
namespace {

constexpr char processes_name[] = "linux_processes";

std::int64_t milliseconds(std::int64_t ticks) { return times(ticks, 1000) / ::sysconf(_SC_CLK_TCK); }

// 1 (name) S ppid ...: the name may hold blanks and parentheses, so the last one ends it.
bool read_stat(std::string_view text, Process& process) {
  constexpr std::int64_t is_kernel_thread = 0x00200000;  // PF_KTHREAD
  auto const open = text.find('(');
  auto const close = text.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return false;
  auto const fields = words(trim(text.substr(close + 1)));
  if (fields.size() < 22) return false;
  auto const at = [&](std::size_t i) { return number(fields[i]).value_or(0); };
  process.name = text.substr(open + 1, close - open - 1);
  process.state = fields[0];
  process.parent_pid = at(1);
  process.process_group = at(2);
  process.session = at(3);
  process.kernel_thread = (at(6) & is_kernel_thread) != 0;
  process.user_milliseconds = milliseconds(at(11));
  process.system_milliseconds = milliseconds(at(12));
  process.nice = at(16);
  process.threads = at(17);
  process.start_ticks = at(19);
  process.virtual_bytes = at(20);
  process.resident_bytes = times(at(21), ::sysconf(_SC_PAGESIZE));
  return true;
}

void read_status(std::string_view text, Process& process) {
  for_each_line(text, [&](std::string_view line, std::int64_t) {
    auto const [name, rest, found] = halve(line, ':');
    auto const ids = words(rest);
    if (ids.size() < 2) return;
    if (name == "Uid") {
      process.uid = number(ids[0]);
      process.effective_uid = number(ids[1]);
    }
    if (name == "Gid") process.gid = number(ids[0]);
  });
}

// Arguments end in NUL each; some programs overwrite them with one text.
void read_arguments(std::string raw, Process& process) {
  while (!raw.empty() && raw.back() == '\0') raw.pop_back();
  if (raw.empty()) return;
  std::string line;
  for (auto const part : split(raw, '\0')) {
    process.arguments.push_back(utf8(std::string{part}));
    line.append(line.empty() ? "" : " ").append(process.arguments.back());
  }
  process.command_line = std::move(line);
}

// Where a link of the process points; what is denied is counted once a process.
void read_links(Machine& machine, std::string const& folder, Process& process) {
  auto const executable = machine.files.read_link(folder + "/exe");
  auto const working = machine.files.read_link(folder + "/cwd");
  if (executable.ok()) process.executable = utf8(executable.value);
  if (working.ok()) process.working_folder = utf8(working.value);
  auto const error = executable.denied() ? executable.error : working.error;
  if (is_denied(error))
    machine.problems.unreadable(processes_name, "processes' executable and folder", folder + "/exe", error);
}

// "0::/system.slice/cron.service", the line of the unified hierarchy.
std::optional<std::string> control_group(std::string_view text) {
  std::optional<std::string> path;
  for_each_line(text, [&](std::string_view line, std::int64_t) {
    if (line.starts_with("0::")) path = line.substr(3);
  });
  return path;
}

std::optional<Process> read_process(Machine& machine, std::string const& pid) {
  auto const folder = "proc/" + pid;
  Process process;
  process.host = machine.host;
  process.pid = number(pid).value_or(0);
  auto const stat = machine.part_text(processes_name, "processes", folder + "/stat");
  if (!stat) return std::nullopt;
  if (!read_stat(*stat, process)) {
    machine.problems.malformed(processes_name, "processes", folder + "/stat");
    return std::nullopt;
  }
  read_status(machine.files.read_text(folder + "/status").value, process);
  read_arguments(machine.files.read(folder + "/cmdline").value, process);
  process.control_group = control_group(machine.files.read_text(folder + "/cgroup").value);
  if (!process.kernel_thread) read_links(machine, folder, process);
  return process;
}

}  // namespace

oar::Table processes_table() {
  return oar::Table::of<Process>(
             processes_name, "Running programs and kernel threads",
             {host_column,
              {"pid", "The process's number while it runs"},
              {"start_ticks",
               "When it started, in clock ticks since the boot: with the pid, never used twice in a boot"},
              {"started_at", "When it started, as far as the clock has not been set since the boot"},
              {"parent_pid", "The process that started it or took it over; 0 for none"},
              {"name", "The kernel's short name of it, at most 15 bytes"},
              {"state", "R running, S sleeping, D waiting for a disk, T stopped, Z zombie, I idle"},
              {"command_line", "Its arguments, joined by blanks; NULL for kernel threads and zombies"},
              {"arguments", "Its arguments, one by one"},
              {"executable", "The program's file; NULL where reading it is not permitted"},
              {"working_folder", "Its working directory; NULL where reading it is not permitted"},
              {"kernel_thread", "A part of the kernel, not a program"},
              {"uid", "The user who runs it"},
              {"effective_uid", "The user whose rights it has"},
              {"gid", "The group that runs it"},
              {"process_group", "The job that it belongs to"},
              {"session", "The session that it belongs to"},
              {"nice", "Its niceness, from -20 (first served) to 19"},
              {"threads", "How many threads it has"},
              {"user_milliseconds", "Time spent in the program"},
              {"system_milliseconds", "Time spent in the kernel for it"},
              {"virtual_bytes", "Addresses in use"},
              {"resident_bytes", "Memory in use"},
              {"control_group", "Its control group, version 2"}})
      .key({"host", "pid", "start_ticks"});
}

Processes::Processes(Machine& machine, std::vector<std::string> pids)
    : machine_{&machine}, pids_{std::move(pids)}, boot_{boot_time(machine)} {}

oar::Result<Processes> Processes::open(Machine& machine) {
  auto const names = OAR_TRY(machine.main_list(processes_name, "proc"));
  return Processes{machine, process_ids(names.value_or(std::vector<std::string>{}))};
}

bool Processes::next(Emit<Process> const& emit, Emit<ProcessSocket> const& emit_socket) {
  if (next_ == pids_.size()) return false;
  auto const& pid = pids_[next_++];
  auto process = read_process(*machine_, pid);
  if (!process) return true;
  if (boot_) process->started_at = oar::Timestamp{plus(boot_->micros, times(milliseconds(process->start_ticks), 1000))};
  auto const id = ProcessId{process->pid, process->start_ticks};
  if (emit) emit(std::move(*process));
  if (emit_socket) read_process_sockets(*machine_, id, sockets_, emit_socket);
  return true;
}

}  // namespace machine
