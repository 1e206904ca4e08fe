#pragma once
// linux_disks: block devices and their partitions.

#include "../row.hpp"

namespace machine {

struct Disk {
  std::string host;
  std::string name;
  std::optional<std::string> parent;
  std::optional<std::int64_t> partition;
  std::string device_number;
  std::int64_t size_bytes = 0;
  bool read_only = false;
  std::optional<bool> removable;
  std::optional<bool> rotational;
  std::optional<std::int64_t> logical_block_bytes;
  std::optional<std::int64_t> physical_block_bytes;
  std::optional<std::string> vendor;
  std::optional<std::string> model;
  std::optional<std::string> serial;
  std::optional<std::string> wwid;
};
BOOST_DESCRIBE_STRUCT(Disk, (),
                      (host, name, parent, partition, device_number, size_bytes, read_only, removable, rotational,
                       logical_block_bytes, physical_block_bytes, vendor, model, serial, wwid))

oar::Table disks_table();
oar::Result<void> read_disks(Machine& machine, Emit<Disk> const& emit);

}  // namespace machine
