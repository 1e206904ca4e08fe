#pragma once
// linux_kernel: the running kernel; one row, or none in an image that is not running.

#include "../row.hpp"

namespace machine {

struct Kernel {
  std::string host;
  std::string release;
  std::optional<std::string> version;
  std::optional<std::string> type;
  std::optional<std::string> architecture;
  std::optional<std::string> command_line;
  std::optional<std::string> boot_id;
  std::optional<oar::Timestamp> booted_at;
  std::optional<std::int64_t> tainted;
};
BOOST_DESCRIBE_STRUCT(Kernel, (),
                      (host, release, version, type, architecture, command_line, boot_id, booted_at, tainted))

oar::Table kernel_table();
oar::Result<void> read_kernel(Machine& machine, Emit<Kernel> const& emit);

}  // namespace machine
