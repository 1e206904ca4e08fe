#include "host/plugins/binary.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>

namespace oar::plugins {

namespace {

namespace fs = std::filesystem;

// ELF header: https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html
constexpr std::string_view elf_magic{
    "\x7F"
    "ELF"};
constexpr std::size_t class_at = 4;     // 1 = 32-bit, 2 = 64-bit
constexpr std::size_t order_at = 5;     // 1 = little endian, 2 = big
constexpr std::size_t type_at = 16;     // e_type, two bytes: 3 = shared object
constexpr std::size_t machine_at = 18;  // e_machine, two bytes
constexpr std::uint16_t shared_object = 3;

struct Machine {
  std::uint16_t number;
  std::string_view name;
};

constexpr std::array machines{
    Machine{3, "x86"},      Machine{8, "MIPS"},        Machine{20, "PowerPC"}, Machine{21, "PowerPC64"},
    Machine{22, "s390x"},   Machine{40, "ARM"},        Machine{62, "x86-64"},  Machine{183, "AArch64"},
    Machine{243, "RISC-V"}, Machine{258, "LoongArch"},
};

#if defined(__x86_64__)
constexpr std::uint16_t our_machine = 62;
#elif defined(__aarch64__)
constexpr std::uint16_t our_machine = 183;
#elif defined(__i386__)
constexpr std::uint16_t our_machine = 3;
#elif defined(__riscv)
constexpr std::uint16_t our_machine = 243;
#elif defined(__powerpc64__)
constexpr std::uint16_t our_machine = 21;
#elif defined(__s390x__)
constexpr std::uint16_t our_machine = 22;
#else
constexpr std::uint16_t our_machine = 0;  // unknown: the loader decides
#endif

constexpr unsigned our_class = sizeof(void*) == 8 ? 2 : 1;
constexpr unsigned our_order = std::endian::native == std::endian::little ? 1 : 2;

std::string machine_name(std::uint16_t number, unsigned elf_class, unsigned order) {
  auto const known =
      std::find_if(machines.begin(), machines.end(), [&](Machine const& m) { return m.number == number; });
  std::string name = known != machines.end() ? std::string{known->name} : "machine " + std::to_string(number);
  name += elf_class == 1 ? ", 32-bit" : ", 64-bit";
  if (order == 2) name += ", big-endian";
  return name;
}

unsigned byte(std::string_view head, std::size_t at) { return static_cast<unsigned char>(head[at]); }

std::uint16_t half(std::string_view head, std::size_t at, unsigned order) {
  unsigned const first = byte(head, at), second = byte(head, at + 1);
  return static_cast<std::uint16_t>(order == 2 ? first << 8 | second : second << 8 | first);
}

Result<void> check_elf(std::string const& path, std::string_view head) {
  if (head.size() < machine_at + 2)
    return Error::of(Errc::config, path, ": is a library that was cut short; copy it again");
  unsigned const elf_class = byte(head, class_at), order = byte(head, order_at);
  std::uint16_t const machine = half(head, machine_at, order);
  if (our_machine != 0 && (machine != our_machine || elf_class != our_class || order != our_order))
    return Error::of(Errc::config, path, ": is built for another architecture (",
                     machine_name(machine, elf_class, order), "); this host runs on ",
                     machine_name(our_machine, our_class, our_order), ": get the plugin built for that");
  if (half(head, type_at, order) != shared_object)
    return Error::of(Errc::config, path, ": is an ELF file, but not a shared library; a plugin is linked with -shared");
  return {};
}

bool is_text(std::string_view head) {
  return std::all_of(head.begin(), head.end(), [](char c) {
    auto const u = static_cast<unsigned char>(c);
    return u >= 0x20 ? u != 0x7F : (c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\x1B');
  });
}

}  // namespace

Result<void> check_binary(fs::path const& library) {
  std::string const path = library.string();
  std::error_code ec;
  if (fs::is_directory(library, ec)) return Error::of(Errc::config, path, ": is a folder, not a plugin library");
  if (!fs::is_regular_file(library, ec)) return Error::of(Errc::config, path, ": is not a regular file");
  std::ifstream file{library, std::ios::binary};
  if (!file) return Error::of(Errc::io, path, ": cannot be opened for reading");
  std::array<char, 64> buffer{};
  file.read(buffer.data(), buffer.size());
  std::string_view const head{buffer.data(), static_cast<std::size_t>(file.gcount())};

  if (head.empty()) return Error::of(Errc::config, path, ": is an empty file, not a plugin library");
  if (head.substr(0, elf_magic.size()) == elf_magic) return check_elf(path, head);
  if (is_text(head))
    return Error::of(Errc::config, path, ": is a text file, not a plugin library; `path` must name a ",
                     "compiled plugin");
#if defined(__ELF__)
  return Error::of(Errc::config, path, ": is not a library of this system (no ELF header)");
#else
  return {};
#endif
}

}  // namespace oar::plugins
