// Reads /proc/self/mountinfo, as proc(5) describes it, and asks the running system for the sizes.
#include "mounts.hpp"

#include "../text.hpp"

#include <sys/statvfs.h>
#include <algorithm>
#include <array>

namespace machine {
namespace {

constexpr char mounts_name[] = "linux_mounts";
constexpr char mounts_path[] = "proc/self/mountinfo";

// The kernel spells blanks and backslashes as three octal digits: "\040".
std::string unescaped(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    auto const code =
        text.front() == '\\' && text.size() >= 4 ? number<std::uint8_t>(text.substr(1, 3), 8) : std::nullopt;
    out.push_back(code ? static_cast<char>(*code) : text.front());
    text.remove_prefix(code ? 4 : 1);
  }
  return utf8(std::move(out));
}

// A server that is gone would hold us for ever.
bool may_block(std::string_view type) {
  static constexpr std::array remote{"autofs", "nfs", "nfs4", "cifs",      "smb3",  "smbfs",
                                     "9p",     "afs", "ceph", "glusterfs", "lustre"};
  return type.starts_with("fuse") || std::ranges::find(remote, type) != remote.end();
}

void add_sizes(Mount& mount) {
  struct statvfs space {};
  if (may_block(mount.type) || ::statvfs(mount.path.c_str(), &space) != 0) return;
  auto const bytes = [&](fsblkcnt_t blocks) { return static_cast<std::int64_t>(blocks * space.f_frsize); };
  mount.size_bytes = bytes(space.f_blocks);
  mount.free_bytes = bytes(space.f_bfree);
  mount.available_bytes = bytes(space.f_bavail);
  mount.inodes = static_cast<std::int64_t>(space.f_files);
  mount.free_inodes = static_cast<std::int64_t>(space.f_ffree);
}

// 27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard
std::optional<Mount> parsed(std::string_view line) {
  auto const fields = words(line);
  auto const dash = static_cast<std::size_t>(std::ranges::find(fields, "-") - fields.begin());
  if (dash < 6 || fields.size() < dash + 3) return std::nullopt;
  auto const id = number(fields[0]);
  auto const parent = number(fields[1]);
  if (!id || !parent) return std::nullopt;
  Mount mount;
  mount.mount_id = *id;
  mount.parent_id = *parent;
  mount.device_number = fields[2];
  mount.root = unescaped(fields[3]);
  mount.path = unescaped(fields[4]);
  mount.options = strings(split(fields[5], ','));
  mount.type = fields[dash + 1];
  mount.device = unescaped(fields[dash + 2]);
  if (fields.size() > dash + 3) mount.super_options = strings(split(fields[dash + 3], ','));
  mount.read_only = std::ranges::find(mount.options, "ro") != mount.options.end();
  return mount;
}

}  // namespace

oar::Table mounts_table() {
  return oar::Table::of<Mount>(
             mounts_name, "Mounted file systems, as this program sees them",
             {host_column,
              {"mount_id", "The mount's number while it lasts"},
              {"parent_id", "The mount that this one is mounted on"},
              {"path", "Where it is mounted"},
              {"device", "What is mounted: a device, a server's folder, or a name"},
              {"type", "The file system's type: ext4"},
              {"root", "The folder within the file system that is mounted"},
              {"device_number", "major:minor of the files in it"},
              {"options", "Options of this mount"},
              {"super_options", "Options of the file system, for all its mounts"},
              {"read_only", "Nothing can be written through this mount"},
              {"size_bytes",
               "The file system's size; NULL for remote ones, which are not asked, and outside the root /"},
              {"free_bytes", "Free space, what is kept for root included"},
              {"available_bytes", "Free space for ordinary users"},
              {"inodes", "How many files it can hold; 0 where there is no limit"},
              {"free_inodes", "How many more files it can hold"}})
      .key({"host", "mount_id"});
}

oar::Result<void> read_mounts(Machine& machine, Emit<Mount> const& emit) {
  auto const text = OAR_TRY(machine.main_text(mounts_name, mounts_path));
  for_each_line(text.value_or(""), [&](std::string_view line, std::int64_t) {
    auto mount = parsed(line);
    if (!mount) return machine.problems.malformed(mounts_name, "lines", mounts_path);
    mount->host = machine.host;
    if (machine.files.live()) add_sizes(*mount);
    emit(std::move(*mount));
  });
  return {};
}

}  // namespace machine
