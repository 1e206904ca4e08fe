// Reads /proc/meminfo: "MemTotal:  16384 kB", where a kB is 1024 bytes.
#include "memory.hpp"

#include "../saturate.hpp"
#include "../text.hpp"

#include <map>

namespace machine {
namespace {

constexpr char memory_name[] = "linux_memory";

std::map<std::string, std::int64_t, std::less<>> amounts(Machine& machine, std::string_view text) {
  std::map<std::string, std::int64_t, std::less<>> found;
  for_each_line(text, [&](std::string_view line, std::int64_t) {
    auto const [name, rest, has_rest] = halve(line, ':');
    auto const parts = words(rest);
    auto const amount = parts.empty() ? std::nullopt : number(parts[0]);
    if (!has_rest || !amount) return machine.problems.malformed(memory_name, "lines", "proc/meminfo");
    found.emplace(name, parts.size() > 1 && parts[1] == "kB" ? times(*amount, 1024) : *amount);
  });
  return found;
}

}  // namespace

oar::Table memory_table() {
  return oar::Table::of<Memory>(memory_name, "Memory, and what it is used for at the moment of reading",
                                {host_column,
                                 {"total_bytes", "Memory that the kernel can use"},
                                 {"free_bytes", "Used for nothing at all"},
                                 {"available_bytes", "What programs could get without swapping"},
                                 {"buffers_bytes", "Block device buffers"},
                                 {"cached_bytes", "Files kept in memory"},
                                 {"shared_bytes", "Shared memory and tmpfs"},
                                 {"slab_bytes", "The kernel's own structures"},
                                 {"dirty_bytes", "Waiting to be written to disk"},
                                 {"committed_bytes", "What programs were promised"},
                                 {"swap_total_bytes", "Swap space"},
                                 {"swap_free_bytes", "Swap space that is free"},
                                 {"huge_pages", "Huge pages set aside"},
                                 {"huge_page_bytes", "The size of a huge page"}})
      .key({"host"});
}

oar::Result<void> read_memory(Machine& machine, Emit<Memory> const& emit) {
  auto const text = OAR_TRY(machine.main_text(memory_name, "proc/meminfo"));
  if (!text) return {};
  auto const found = amounts(machine, *text);
  auto const get = [&](char const* name) -> std::optional<std::int64_t> {
    auto const at = found.find(name);
    if (at == found.end()) return std::nullopt;
    return at->second;
  };
  emit({.host = machine.host,
        .total_bytes = get("MemTotal"),
        .free_bytes = get("MemFree"),
        .available_bytes = get("MemAvailable"),
        .buffers_bytes = get("Buffers"),
        .cached_bytes = get("Cached"),
        .shared_bytes = get("Shmem"),
        .slab_bytes = get("Slab"),
        .dirty_bytes = get("Dirty"),
        .committed_bytes = get("Committed_AS"),
        .swap_total_bytes = get("SwapTotal"),
        .swap_free_bytes = get("SwapFree"),
        .huge_pages = get("HugePages_Total"),
        .huge_page_bytes = get("Hugepagesize")});
  return {};
}

}  // namespace machine
