#pragma once
// The machine's own IPv4 addresses, put together from the kernel's tables of routes.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace machine {

struct LocalAddress {
  std::string address;
  int prefix = 32;
  std::string interface_name;  // empty where the routes do not tell
};

// `trie` is /proc/net/fib_trie, which knows addresses and networks but no interfaces; `routes` is /proc/net/route,
// which knows the interface of each network.
std::vector<LocalAddress> local_ipv4_addresses(std::string_view trie, std::string_view routes);

}  // namespace machine
