#pragma once
// linux_kernel_modules: parts of the kernel that were loaded.

#include "../row.hpp"

namespace machine {

struct KernelModule {
  std::string host;
  std::string name;
  std::int64_t size_bytes = 0;
  std::optional<std::int64_t> references;
  std::vector<std::string> used_by;
  std::string state;
  std::optional<std::string> taints;
  std::optional<std::string> version;
};
BOOST_DESCRIBE_STRUCT(KernelModule, (), (host, name, size_bytes, references, used_by, state, taints, version))

oar::Table kernel_modules_table();
oar::Result<void> read_kernel_modules(Machine& machine, Emit<KernelModule> const& emit);

}  // namespace machine
