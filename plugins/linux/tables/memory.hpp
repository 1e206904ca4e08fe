#pragma once
// linux_memory: how much memory there is and what it is used for; one row.

#include "../row.hpp"

namespace machine {

struct Memory {
  std::string host;
  std::optional<std::int64_t> total_bytes;
  std::optional<std::int64_t> free_bytes;
  std::optional<std::int64_t> available_bytes;
  std::optional<std::int64_t> buffers_bytes;
  std::optional<std::int64_t> cached_bytes;
  std::optional<std::int64_t> shared_bytes;
  std::optional<std::int64_t> slab_bytes;
  std::optional<std::int64_t> dirty_bytes;
  std::optional<std::int64_t> committed_bytes;
  std::optional<std::int64_t> swap_total_bytes;
  std::optional<std::int64_t> swap_free_bytes;
  std::optional<std::int64_t> huge_pages;
  std::optional<std::int64_t> huge_page_bytes;
};
BOOST_DESCRIBE_STRUCT(Memory, (),
                      (host, total_bytes, free_bytes, available_bytes, buffers_bytes, cached_bytes, shared_bytes,
                       slab_bytes, dirty_bytes, committed_bytes, swap_total_bytes, swap_free_bytes, huge_pages,
                       huge_page_bytes))

oar::Table memory_table();
oar::Result<void> read_memory(Machine& machine, Emit<Memory> const& emit);

}  // namespace machine
