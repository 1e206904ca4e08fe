#pragma once
// Network addresses, from the kernel's spellings to the usual one.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace machine {

// As in /proc/net/tcp and route: 8 or 32 hex digits, each group of 8 a number in the machine's own byte order.
std::optional<std::string> address_of_words(std::string_view hex);
// As in /proc/net/if_inet6 and ipv6_route: 32 hex digits in the order of the address.
std::optional<std::string> address_of_bytes(std::string_view hex);

// 255.255.255.0 in the kernel's hex spelling ("00FFFFFF") is 24.
std::optional<int> prefix_of_mask(std::string_view hex);

// The four bytes of "192.0.2.1" as one number, for comparing networks.
std::optional<std::uint32_t> ipv4_number(std::string_view text);

}  // namespace machine
