// Reads /proc/modules: name size references users, state address (taints)
#include "kernel_modules.hpp"

#include "../text.hpp"

namespace machine {
namespace {

constexpr char kernel_modules_name[] = "linux_kernel_modules";

std::vector<std::string> users(std::string_view text) {
  std::vector<std::string> names;
  for (auto const name : split(text, ','))
    if (!name.empty() && name != "-" && name != "[permanent]") names.emplace_back(name);
  return names;
}

}  // namespace

oar::Table kernel_modules_table() {
  return oar::Table::of<KernelModule>(kernel_modules_name, "Kernel modules that are loaded",
                                      {host_column,
                                       {"name", "The module's name"},
                                       {"size_bytes", "The memory that it takes"},
                                       {"references", "How often it is in use; NULL where it cannot be unloaded"},
                                       {"used_by", "Modules that need it"},
                                       {"state", "Live, Loading or Unloading"},
                                       {"taints", "Why it taints the kernel: P proprietary, O out of tree, E unsigned"},
                                       {"version", "The module's version, where it tells one"}})
      .key({"host", "name"});
}

oar::Result<void> read_kernel_modules(Machine& machine, Emit<KernelModule> const& emit) {
  auto const text = OAR_TRY(machine.main_text(kernel_modules_name, "proc/modules"));
  for_each_line(text.value_or(""), [&](std::string_view line, std::int64_t) {
    auto const fields = words(line);
    auto const size = fields.size() >= 5 ? number(fields[1]) : std::nullopt;
    if (!size) return machine.problems.malformed(kernel_modules_name, "lines", "proc/modules");
    KernelModule row;
    row.host = machine.host;
    row.name = fields[0];
    row.size_bytes = *size;
    row.references = number(fields[2]);
    row.used_by = users(fields[3]);
    row.state = fields[4];
    if (fields.size() > 6) row.taints = or_null(halve(halve(fields[6], '(').after, ')').before);
    row.version = machine.value("sys/module/" + row.name + "/version");
    emit(std::move(row));
  });
  return {};
}

}  // namespace machine
