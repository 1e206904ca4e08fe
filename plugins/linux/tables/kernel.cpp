// Reads /proc/sys/kernel, and the moment of the boot from /proc/stat.
#include "kernel.hpp"

#include "../boot_time.hpp"
#include "../text.hpp"

namespace machine {

oar::Table kernel_table() {
  return oar::Table::of<Kernel>("linux_kernel", "The running kernel",
                                {host_column,
                                 {"release", "What uname -r prints: 6.1.0-18-amd64"},
                                 {"version", "What uname -v prints: the build's number and date"},
                                 {"type", "Linux"},
                                 {"architecture", "What uname -m prints: x86_64 (from Linux 6.1 on)"},
                                 {"command_line", "What the boot loader passed"},
                                 {"boot_id", "A random id, new with every boot"},
                                 {"booted_at", "When it started, to the second"},
                                 {"tainted", "Bits that say why the kernel is not as released; 0 is clean"}})
      .key({"host"});
}

oar::Result<void> read_kernel(Machine& machine, Emit<Kernel> const& emit) {
  auto const release = OAR_TRY(machine.main_text("linux_kernel", "proc/sys/kernel/osrelease"));
  if (!release) return {};
  auto const tainted = machine.value("proc/sys/kernel/tainted");
  emit({.host = machine.host,
        .release = std::string{trim(*release)},
        .version = machine.value("proc/sys/kernel/version"),
        .type = machine.value("proc/sys/kernel/ostype"),
        .architecture = machine.value("proc/sys/kernel/arch"),
        .command_line = machine.value("proc/cmdline"),
        .boot_id = machine.value("proc/sys/kernel/random/boot_id"),
        .booted_at = boot_time(machine),
        .tainted = tainted ? number(*tainted) : std::nullopt});
  return {};
}

}  // namespace machine
