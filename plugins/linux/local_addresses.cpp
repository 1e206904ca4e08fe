// An address of ours is a /32 "host LOCAL" in the trie; its network is the narrowest "link UNICAST" around it. Loopback
// has "127.0.0.0/8 host LOCAL" instead and is not in /proc/net/route.
#include "local_addresses.hpp"

#include "addresses.hpp"
#include "text.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace machine {
namespace {

struct Network {
  std::uint32_t address = 0;
  int prefix = 0;
  std::string interface_name = {};

  std::uint32_t mask() const { return prefix == 0 ? 0 : ~std::uint32_t{0} << (32 - prefix); }
  bool contains(std::uint32_t other) const { return (other & mask()) == (address & mask()); }
  auto operator<=>(Network const&) const = default;
};

struct Trie {
  std::map<std::string, std::uint32_t> own;
  std::vector<Network> networks;
};

//            |-- 127.0.0.1
//               /32 host LOCAL
Trie read_trie(std::string_view text) {
  Trie trie;
  std::string leaf;
  for_each_line(text, [&](std::string_view line, std::int64_t) {
    auto const parts = words(line);
    if (parts.size() == 2 && parts[0] == "|--") leaf = parts[1];
    if (parts.size() != 3 || !parts[0].starts_with('/')) return;
    auto const prefix = number<int>(parts[0].substr(1));
    auto const address = ipv4_number(leaf);
    if (!prefix || !address || *prefix < 0 || *prefix > 32) return;
    auto const local = parts[1] == "host" && parts[2] == "LOCAL";
    if (local && *prefix == 32)
      trie.own.emplace(leaf, *address);
    else if (local || (parts[1] == "link" && parts[2] == "UNICAST"))
      trie.networks.push_back({*address, *prefix});
  });
  return trie;
}

// Iface Destination Gateway Flags RefCnt Use Metric Mask ...: those without a gateway are networks at hand.
std::vector<Network> read_links(std::string_view text) {
  std::vector<Network> links;
  for_each_line(text, [&](std::string_view line, std::int64_t) {
    auto const fields = words(line);
    if (fields.size() < 8 || fields[2] != "00000000") return;
    auto const address = address_of_words(fields[1]);
    auto const mask = prefix_of_mask(fields[7]);
    auto const network = address ? ipv4_number(*address) : std::nullopt;
    if (network && mask) links.push_back({*network, *mask, std::string{fields[0]}});
  });
  return links;
}

Network const* narrowest(std::vector<Network> const& networks, std::uint32_t address) {
  Network const* best = nullptr;
  for (auto const& network : networks)
    if (network.contains(address) && (!best || network.prefix > best->prefix)) best = &network;
  return best;
}

}  // namespace

std::vector<LocalAddress> local_ipv4_addresses(std::string_view trie_text, std::string_view route_text) {
  auto const trie = read_trie(trie_text);
  auto const links = read_links(route_text);
  std::vector<LocalAddress> found;
  for (auto const& [text, address] : trie.own) {
    auto const* network = narrowest(trie.networks, address);
    auto const* link = network ? narrowest(links, address) : nullptr;
    auto const loopback = address >> 24 == 127;
    found.push_back({text, network ? network->prefix : 32, loopback ? "lo" : link ? link->interface_name : ""});
  }
  return found;
}

}  // namespace machine
