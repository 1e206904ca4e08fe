// IPv6 from /proc/net/if_inet6; IPv4 from the running kernel, or in an image from what its tables of routes tell.
#include "interface_addresses.hpp"

#include "../addresses.hpp"
#include "../local_addresses.hpp"
#include "../text.hpp"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <bit>
#include <memory>
#include <set>

namespace machine {
namespace {

constexpr char interface_addresses_name[] = "linux_interface_addresses";

std::string ipv6_scope(std::string_view hex) {
  auto const scope = number(hex, 16).value_or(0) & 0xF0;
  if (scope == 0x10) return "host";
  if (scope == 0x20) return "link";
  if (scope == 0x40) return "site";
  return "global";
}

// fe80000000000000...01 02 40 20 80 eth0: address, index, prefix, scope, flags, name.
void read_ipv6(Machine& machine, Emit<InterfaceAddress> const& emit) {
  constexpr char path[] = "proc/net/if_inet6";
  auto const text = machine.part_text(interface_addresses_name, "files", path);
  for_each_line(text.value_or(""), [&](std::string_view line, std::int64_t) {
    auto const fields = words(line);
    auto const address = fields.size() == 6 ? address_of_bytes(fields[0]) : std::nullopt;
    auto const prefix = fields.size() == 6 ? number(fields[2], 16) : std::nullopt;
    if (!address || !prefix) return machine.problems.malformed(interface_addresses_name, "lines", path);
    emit({machine.host, std::string{fields[5]}, oar::Inet{*address}, *prefix, "inet6", ipv6_scope(fields[3])});
  });
}

// Exact, but only the running kernel can be asked. Several networks may look alike in the files.
std::vector<LocalAddress> asked_of_kernel() {
  std::vector<LocalAddress> found;
  ifaddrs* all = nullptr;
  if (::getifaddrs(&all) != 0) return found;
  std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> const owner{all, &::freeifaddrs};
  for (auto const* entry = all; entry; entry = entry->ifa_next) {
    if (!entry->ifa_addr || !entry->ifa_netmask || entry->ifa_addr->sa_family != AF_INET) continue;
    char text[INET_ADDRSTRLEN] = {};
    auto const* address = reinterpret_cast<sockaddr_in const*>(entry->ifa_addr);
    auto const* mask = reinterpret_cast<sockaddr_in const*>(entry->ifa_netmask);
    if (!::inet_ntop(AF_INET, &address->sin_addr, text, sizeof text)) continue;
    std::string name = entry->ifa_name;  // or a label: "eth0:1"
    found.push_back({text, std::popcount(mask->sin_addr.s_addr), name.substr(0, name.find(':'))});
  }
  return found;
}

std::vector<LocalAddress> ipv4_addresses(Machine& machine) {
  if (machine.files.live()) return asked_of_kernel();
  auto const trie = machine.part_text(interface_addresses_name, "files", "proc/net/fib_trie");
  auto const routes = machine.part_text(interface_addresses_name, "files", "proc/net/route");
  return local_ipv4_addresses(trie.value_or(""), routes.value_or(""));
}

std::string ipv4_scope(std::string_view address) {
  if (address.starts_with("127.")) return "host";
  if (address.starts_with("169.254.")) return "link";
  return "global";
}

}  // namespace

oar::Table interface_addresses_table() {
  return oar::Table::of<InterfaceAddress>(
             interface_addresses_name, "The machine's own network addresses",
             {host_column,
              {"interface_name", "The interface; empty where an image's files do not tell"},
              {"address", "The address, without its prefix"},
              {"prefix_length", "How many bits name the network"},
              {"family", "inet or inet6"},
              {"scope", "How far the address means something: host, link, site, global"}})
      .key({"host", "interface_name", "address", "prefix_length"})
      .child_of("linux_network_interfaces", {{"host", "host"}, {"interface_name", "name"}});
}

void read_interface_addresses(Machine& machine, Emit<InterfaceAddress> const& emit) {
  std::set<std::string> seen;  // the kernel lets one address stand twice, with a peer each
  for (auto const& [address, prefix, name] : ipv4_addresses(machine))
    if (seen.insert(name + " " + address + "/" + std::to_string(prefix)).second)
      emit({machine.host, name, oar::Inet{address}, prefix, "inet", ipv4_scope(address)});
  read_ipv6(machine, emit);
}

}  // namespace machine
