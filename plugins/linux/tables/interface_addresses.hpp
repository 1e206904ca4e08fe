#pragma once
// linux_interface_addresses: the machine's own network addresses.

#include "../row.hpp"

namespace machine {

struct InterfaceAddress {
  std::string host;
  std::string interface_name;
  oar::Inet address;
  std::int64_t prefix_length = 0;
  std::string family;
  std::optional<std::string> scope;
};
BOOST_DESCRIBE_STRUCT(InterfaceAddress, (), (host, interface_name, address, prefix_length, family, scope))

oar::Table interface_addresses_table();
void read_interface_addresses(Machine& machine, Emit<InterfaceAddress> const& emit);

}  // namespace machine
