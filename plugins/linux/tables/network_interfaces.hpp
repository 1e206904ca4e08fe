#pragma once
// linux_network_interfaces, with linux_interface_addresses as its child.

#include "../row.hpp"
#include "interface_addresses.hpp"

namespace machine {

struct NetworkInterface {
  std::string host;
  std::string name;
  std::optional<std::int64_t> index;
  std::optional<oar::Mac> mac;
  std::optional<std::int64_t> type;
  bool up = false;
  std::optional<std::string> state;
  std::optional<std::int64_t> mtu;
  std::optional<std::int64_t> speed_megabits;
  std::optional<std::string> duplex;
  std::optional<std::string> alias;
  std::optional<std::string> driver;
  bool physical = false;
  std::optional<std::int64_t> received_bytes;
  std::optional<std::int64_t> received_packets;
  std::optional<std::int64_t> received_errors;
  std::optional<std::int64_t> received_dropped;
  std::optional<std::int64_t> sent_bytes;
  std::optional<std::int64_t> sent_packets;
  std::optional<std::int64_t> sent_errors;
  std::optional<std::int64_t> sent_dropped;
};
BOOST_DESCRIBE_STRUCT(NetworkInterface, (),
                      (host, name, index, mac, type, up, state, mtu, speed_megabits, duplex, alias, driver, physical,
                       received_bytes, received_packets, received_errors, received_dropped, sent_bytes, sent_packets,
                       sent_errors, sent_dropped))

oar::Table network_interfaces_table();
// Addresses are read only when emit_address is not empty.
oar::Result<void> read_network_interfaces(Machine& machine, Emit<NetworkInterface> const& emit,
                                          Emit<InterfaceAddress> const& emit_address);

}  // namespace machine
