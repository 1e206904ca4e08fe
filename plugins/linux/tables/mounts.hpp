#pragma once
// linux_mounts: mounted file systems, as the process sees them.

#include "../row.hpp"

namespace machine {

struct Mount {
  std::string host;
  std::int64_t mount_id = 0;
  std::int64_t parent_id = 0;
  std::string path;
  std::string device;
  std::string type;
  std::string root;
  std::string device_number;
  std::vector<std::string> options;
  std::vector<std::string> super_options;
  bool read_only = false;
  std::optional<std::int64_t> size_bytes;
  std::optional<std::int64_t> free_bytes;
  std::optional<std::int64_t> available_bytes;
  std::optional<std::int64_t> inodes;
  std::optional<std::int64_t> free_inodes;
};
BOOST_DESCRIBE_STRUCT(Mount, (),
                      (host, mount_id, parent_id, path, device, type, root, device_number, options, super_options,
                       read_only, size_bytes, free_bytes, available_bytes, inodes, free_inodes))

oar::Table mounts_table();
oar::Result<void> read_mounts(Machine& machine, Emit<Mount> const& emit);

}  // namespace machine
