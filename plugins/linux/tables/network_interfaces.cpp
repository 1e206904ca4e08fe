// Reads /sys/class/net/<interface>.
#include "network_interfaces.hpp"

#include "../text.hpp"

#include <linux/if.h>

namespace machine {
namespace {

constexpr char network_interfaces_name[] = "linux_network_interfaces";

struct InterfaceFiles {
  Machine const& machine;
  std::string folder;

  std::optional<std::string> text(char const* name) const { return machine.value(folder + "/" + name); }
  std::optional<std::int64_t> integer(char const* name) const {
    auto const value = text(name);
    return value ? number(*value) : std::nullopt;
  }
  std::optional<std::int64_t> statistic(char const* name) const {
    return integer((std::string{"statistics/"} + name).c_str());
  }
  // The last name of where a link points.
  std::optional<std::string> link(char const* name) const {
    auto const target = machine.files.read_link(folder + "/" + name);
    if (!target.ok()) return std::nullopt;
    return utf8(target.value.substr(target.value.rfind('/') + 1));
  }
};

void add_statistics(InterfaceFiles const& files, NetworkInterface& row) {
  row.received_bytes = files.statistic("rx_bytes");
  row.received_packets = files.statistic("rx_packets");
  row.received_errors = files.statistic("rx_errors");
  row.received_dropped = files.statistic("rx_dropped");
  row.sent_bytes = files.statistic("tx_bytes");
  row.sent_packets = files.statistic("tx_packets");
  row.sent_errors = files.statistic("tx_errors");
  row.sent_dropped = files.statistic("tx_dropped");
}

NetworkInterface interface_of(Machine const& machine, std::string const& name) {
  InterfaceFiles const files{machine, "sys/class/net/" + name};
  auto const flags = files.text("flags").value_or("0x0");
  NetworkInterface row;
  row.host = machine.host;
  row.name = utf8(name);
  row.index = files.integer("ifindex");
  if (auto mac = files.text("address"); mac && mac->size() == 17) row.mac = oar::Mac{std::move(*mac)};
  row.type = files.integer("type");
  row.up = (number(std::string_view{flags}.substr(flags.starts_with("0x") ? 2 : 0), 16).value_or(0) & IFF_UP) != 0;
  row.state = files.text("operstate");
  row.mtu = files.integer("mtu");
  row.speed_megabits = files.integer("speed");
  if (row.speed_megabits && *row.speed_megabits < 0) row.speed_megabits.reset();
  row.duplex = files.text("duplex");
  row.alias = files.text("ifalias");
  row.driver = files.link("device/driver");
  row.physical = files.link("device").has_value();
  add_statistics(files, row);
  return row;
}

}  // namespace

oar::Table network_interfaces_table() {
  return oar::Table::of<NetworkInterface>(network_interfaces_name, "Network interfaces",
                                          {host_column,
                                           {"name", "The interface's name: eth0"},
                                           {"index", "The interface's number while it exists"},
                                           {"mac", "Its hardware address, where it has one of six bytes"},
                                           {"type", "The kind of hardware (ARPHRD): 1 Ethernet, 772 loopback"},
                                           {"up", "The administrator has switched it on"},
                                           {"state", "Whether it works: up, down, unknown, dormant"},
                                           {"mtu", "The longest packet that it sends whole"},
                                           {"speed_megabits", "Its speed, where it knows one"},
                                           {"duplex", "full or half"},
                                           {"alias", "A description that the administrator gave it"},
                                           {"driver", "The driver of its hardware"},
                                           {"physical", "It is a piece of hardware, not made by software"},
                                           {"received_bytes", "Received since it came up"},
                                           {"received_packets", "Packets received"},
                                           {"received_errors", "Packets that came in broken"},
                                           {"received_dropped", "Packets received and thrown away"},
                                           {"sent_bytes", "Sent since it came up"},
                                           {"sent_packets", "Packets sent"},
                                           {"sent_errors", "Packets that could not be sent"},
                                           {"sent_dropped", "Packets thrown away before they were sent"}})
      .key({"host", "name"});
}

oar::Result<void> read_network_interfaces(Machine& machine, Emit<NetworkInterface> const& emit,
                                          Emit<InterfaceAddress> const& emit_address) {
  auto const names = OAR_TRY(machine.main_list(network_interfaces_name, "sys/class/net"));
  for (auto const& name : names.value_or(std::vector<std::string>{}))
    if (machine.files.list("sys/class/net/" + name).ok())
      emit(interface_of(machine, name));  // not bonding_masters, a file
  if (emit_address) read_interface_addresses(machine, emit_address);
  return {};
}

}  // namespace machine
