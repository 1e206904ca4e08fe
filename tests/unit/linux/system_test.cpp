// The system itself: os-release, kernel, processors, memory, modules, disks and mounts of the fixture tree.
#include "support.hpp"

#include "plugins/linux/tables/cpus.hpp"
#include "plugins/linux/tables/disks.hpp"
#include "plugins/linux/tables/kernel.hpp"
#include "plugins/linux/tables/kernel_modules.hpp"
#include "plugins/linux/tables/memory.hpp"
#include "plugins/linux/tables/mounts.hpp"
#include "plugins/linux/tables/os_info.hpp"

using namespace machine;
using namespace machine::test;

TEST_CASE("os-release is read through its quotes, and the firmware tells the hardware") {
  Box box;
  CHECK(rows(box, read_os_info) ==
        Lines{"hostname=box machine_id=0123456789abcdef0123456789abcdef id=debian id_like=[unix|like] name=Debian "
              "GNU/Linux pretty_name=Debian GNU/Linux 12 (bookworm) version=12 (bookworm) version_id=12 "
              "version_codename=bookworm variant_id=- build_id=- home_url=https://www.debian.org/?a=\"b\" "
              "timezone=Europe/Berlin hardware_vendor=ACME hardware_product=- firmware_version=-"});
  CHECK(box.troubles() == "");
}

TEST_CASE("the kernel is what proc says") {
  Box box;
  CHECK(rows(box, read_kernel) ==
        Lines{"release=6.1.0-18-amd64 version=#1 SMP Debian type=Linux architecture=x86_64 "
              "command_line=BOOT_IMAGE=/vmlinuz root=/dev/sda1 ro boot_id=11111111-2222-3333-4444-555555555555 "
              "booted_at=1700000000000000 tainted=4096"});
  CHECK(box.troubles() == "");
}

TEST_CASE("an image where no kernel runs has no kernel row and no processes' boot time") {
  Tree tree;
  Box box{tree.root()};
  CHECK(rows(box, read_kernel).empty());
  CHECK(rows(box, read_memory).empty());
  CHECK(rows(box, read_os_info).size() == 1);
  CHECK(box.problems.empty());
}

TEST_CASE("processors are read in the spelling of x86 and of ARM") {
  Box box;
  CHECK(rows(box, read_cpus) ==
        Lines{"processor=0 vendor=AuthenticAMD model_name=AMD EPYC family=25 model=1 stepping=1 "
              "microcode=0x1000065 mhz=2445.43 cache_size=512 KB socket=0 core=0 flags=[fpu|vme] bugs=[spectre_v1]",
              "processor=1 vendor=0x41 model_name=- family=8 model=0xd0c stepping=1 microcode=- mhz=- cache_size=- "
              "socket=- core=- flags=[fp|asimd] bugs=[]"});
  CHECK(box.troubles() == "");
}

TEST_CASE("memory is in bytes, and what the kernel does not tell is NULL") {
  Box box;
  CHECK(rows(box, read_memory) ==
        Lines{"total_bytes=16777216 free_bytes=1048576 available_bytes=8388608 buffers_bytes=- cached_bytes=- "
              "shared_bytes=- slab_bytes=- dirty_bytes=- committed_bytes=- swap_total_bytes=- swap_free_bytes=- "
              "huge_pages=3 huge_page_bytes=2097152"});
  CHECK(box.troubles() == "");
}

TEST_CASE("kernel modules with their users and taints") {
  Box box;
  CHECK(rows(box, read_kernel_modules) ==
        Lines{"name=nf_tables size_bytes=303104 references=12 used_by=[nft_ct|nft_limit] state=Live taints=- "
              "version=-",
              "name=zfs size_bytes=4000 references=- used_by=[] state=Live taints=POE version=-"});
  CHECK(box.troubles() == "linux_kernel_modules: 1 lines not understood and passed over (one is /proc/modules)\n");
}

TEST_CASE("mounts have their blanks back; outside the root / no size is asked") {
  Box box;
  CHECK(rows(box, read_mounts) ==
        Lines{"mount_id=22 parent_id=27 path=/proc device=proc type=proc root=/ device_number=0:21 "
              "options=[rw|relatime] super_options=[rw] read_only=no size_bytes=- free_bytes=- available_bytes=- "
              "inodes=- free_inodes=-",
              "mount_id=27 parent_id=1 path=/ device=/dev/sda1 type=ext4 root=/ device_number=8:1 "
              "options=[ro|relatime] super_options=[rw|errors=remount-ro] read_only=yes size_bytes=- free_bytes=- "
              "available_bytes=- inodes=- free_inodes=-",
              "mount_id=30 parent_id=27 path=/mnt/my disk device=server:/x type=nfs4 root=/sub device_number=0:50 "
              "options=[rw] super_options=[rw] read_only=no size_bytes=- free_bytes=- available_bytes=- inodes=- "
              "free_inodes=-"});
  CHECK(box.troubles() == "linux_mounts: 1 lines not understood and passed over (one is /proc/self/mountinfo)\n");
}

TEST_CASE("disks are counted in sectors of 512 bytes, and partitions follow their disk") {
  Box box;
  CHECK(rows(box, read_disks) ==
        Lines{"name=sda parent=- partition=- device_number=8:0 size_bytes=2097152 read_only=no removable=no "
              "rotational=yes logical_block_bytes=512 physical_block_bytes=4096 vendor=ATA model=Disk 9000 "
              "serial=- wwid=-",
              "name=sda1 parent=sda partition=1 device_number=8:1 size_bytes=1048576 read_only=yes removable=- "
              "rotational=- logical_block_bytes=- physical_block_bytes=- vendor=- model=- serial=- wwid=-"});
  CHECK(box.troubles() == "linux_disks: 1 devices without a size (one is /sys/block/loop0)\n");
}
