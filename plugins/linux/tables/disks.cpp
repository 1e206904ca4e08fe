// Reads /sys/block/<disk> and the folders of its partitions.
#include "disks.hpp"

#include "../saturate.hpp"
#include "../text.hpp"

namespace machine {
namespace {

constexpr char disks_name[] = "linux_disks";

std::optional<std::int64_t> integer(Machine const& machine, std::string const& path) {
  auto const text = machine.value(path);
  return text ? number(*text) : std::nullopt;
}

std::optional<bool> flag(Machine const& machine, std::string const& path) {
  auto const value = integer(machine, path);
  if (!value) return std::nullopt;
  return *value != 0;
}

// What a disk and a partition have alike. The kernel counts sectors of 512 bytes whatever the disk's own are.
std::optional<Disk> device(Machine& machine, std::string const& folder, std::string const& name) {
  auto const sectors = integer(machine, folder + "/size");
  if (!sectors) {
    machine.problems.note(disks_name, "devices", "without a size", "/" + folder);
    return std::nullopt;
  }
  Disk disk;
  disk.host = machine.host;
  disk.name = utf8(name);
  disk.device_number = machine.value(folder + "/dev").value_or("");
  disk.size_bytes = times(*sectors, 512);
  disk.read_only = flag(machine, folder + "/ro").value_or(false);
  return disk;
}

std::optional<std::string> first_value(Machine const& machine, std::initializer_list<std::string> paths) {
  for (auto const& path : paths)
    if (auto value = machine.value(path)) return value;
  return std::nullopt;
}

void add_hardware(Machine const& machine, std::string const& folder, Disk& disk) {
  disk.removable = flag(machine, folder + "/removable");
  disk.rotational = flag(machine, folder + "/queue/rotational");
  disk.logical_block_bytes = integer(machine, folder + "/queue/logical_block_size");
  disk.physical_block_bytes = integer(machine, folder + "/queue/physical_block_size");
  disk.vendor = machine.value(folder + "/device/vendor");
  disk.model = machine.value(folder + "/device/model");
  disk.serial = first_value(machine, {folder + "/serial", folder + "/device/serial"});
  disk.wwid = first_value(machine, {folder + "/wwid", folder + "/device/wwid"});
}

void read_partitions(Machine& machine, std::string const& folder, std::string const& disk, Emit<Disk> const& emit) {
  auto const names = machine.part_list(disks_name, "devices", folder);
  for (auto const& name : names.value_or(std::vector<std::string>{})) {
    if (!name.starts_with(disk)) continue;
    auto const partition = integer(machine, folder + "/" + name + "/partition");
    if (!partition) continue;
    auto row = device(machine, folder + "/" + name, name);
    if (!row) continue;
    row->parent = utf8(disk);
    row->partition = partition;
    emit(std::move(*row));
  }
}

}  // namespace

oar::Table disks_table() {
  return oar::Table::of<Disk>(disks_name, "Block devices and their partitions",
                              {host_column,
                               {"name", "The device's name in /dev: sda1"},
                               {"parent", "A partition's disk"},
                               {"partition", "The partition's number"},
                               {"device_number", "major:minor, as in linux_mounts"},
                               {"size_bytes", "How large it is; 0 for a device without a medium"},
                               {"read_only", "It cannot be written"},
                               {"removable", "Its medium can be taken out"},
                               {"rotational", "It turns: a hard disk, or something that says so"},
                               {"logical_block_bytes", "The smallest piece that can be addressed"},
                               {"physical_block_bytes", "The smallest piece that is written at once"},
                               {"vendor", "Who made it"},
                               {"model", "Its model"},
                               {"serial", "Its serial number"},
                               {"wwid", "Its worldwide unique name"}})
      .key({"host", "name"});
}

oar::Result<void> read_disks(Machine& machine, Emit<Disk> const& emit) {
  auto const names = OAR_TRY(machine.main_list(disks_name, "sys/block"));
  for (auto const& name : names.value_or(std::vector<std::string>{})) {
    auto const folder = "sys/block/" + name;
    auto disk = device(machine, folder, name);
    if (!disk) continue;
    add_hardware(machine, folder, *disk);
    emit(std::move(*disk));
    read_partitions(machine, folder, name, emit);
  }
  return {};
}

}  // namespace machine
