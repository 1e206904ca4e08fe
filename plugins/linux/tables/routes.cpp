// Reads /proc/net/route and /proc/net/ipv6_route.
#include "routes.hpp"

#include "../addresses.hpp"
#include "../text.hpp"

#include <linux/ipv6_route.h>
#include <linux/route.h>
#include <set>

namespace machine {
namespace {

constexpr char routes_name[] = "linux_routes";

std::string kind_of(std::int64_t flags, std::string_view destination) {
  auto const has = [&](std::int64_t bit) { return (flags & bit) != 0; };
  if (has(RTF_REJECT)) return "reject";
  if (has(std::int64_t{0x80000000})) return "local";  // RTF_LOCAL
  if (has(RTF_ANYCAST)) return "anycast";
  if (destination.starts_with("ff")) return "multicast";
  return "unicast";
}

// Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT
std::optional<Route> ipv4_route(std::string_view line) {
  auto const fields = words(line);
  if (fields.size() < 9) return std::nullopt;
  auto const destination = address_of_words(fields[1]);
  auto const gateway = address_of_words(fields[2]);
  auto const flags = number(fields[3], 16);
  auto const prefix = prefix_of_mask(fields[7]);
  if (!destination || !gateway || !flags || !prefix) return std::nullopt;
  Route row;
  row.destination.text = *destination + "/" + std::to_string(*prefix);
  row.interface_name = fields[0];
  row.gateway.text = *gateway;
  row.metric = number(fields[6]).value_or(0);
  row.family = "inet";
  row.flags = *flags;
  row.kind = kind_of(*flags, "");
  if (auto const mtu = number(fields[8]); mtu && *mtu > 0) row.mtu = mtu;
  return row;
}

// destination length source length gateway metric references use flags interface, all numbers in hex
std::optional<Route> ipv6_route(std::string_view line) {
  auto const fields = words(line);
  if (fields.size() < 10) return std::nullopt;
  auto const destination = address_of_bytes(fields[0]);
  auto const prefix = number(fields[1], 16);
  auto const gateway = address_of_bytes(fields[4]);
  auto const flags = number(fields[8], 16);
  if (!destination || !prefix || !gateway || !flags) return std::nullopt;
  Route row;
  row.destination.text = *destination + "/" + std::to_string(*prefix);
  row.interface_name = fields[9];
  row.gateway.text = *gateway;
  row.metric = number(fields[5], 16).value_or(0);
  row.family = "inet6";
  row.flags = *flags;
  row.kind = kind_of(*flags, *destination);
  return row;
}

struct RouteFile {
  char const* path;
  std::int64_t first_line;  // below the heading
  std::optional<Route> (*parse)(std::string_view);
};

oar::Result<void> read_file(Machine& machine, RouteFile const& file, Emit<Route> const& emit) {
  auto const text = OAR_TRY(machine.main_text(routes_name, file.path));
  std::set<std::string> seen;  // routes that differ in what the file does not show, as the type of service
  for_each_line(text.value_or(""), [&](std::string_view line, std::int64_t line_number) {
    if (line_number < file.first_line) return;
    auto route = file.parse(line);
    if (!route) return machine.problems.malformed(routes_name, "lines", file.path);
    route->host = machine.host;
    route->up = (route->flags & RTF_UP) != 0;
    auto const id = route->destination.text + " " + route->interface_name + " " + route->gateway.text + " " +
                    std::to_string(route->metric) + " " + route->kind;
    if (seen.insert(id).second) emit(std::move(*route));
  });
  return {};
}

}  // namespace

oar::Table routes_table() {
  return oar::Table::of<Route>(routes_name, "Routes of the main table, and for IPv6 the kernel's own ones too",
                               {host_column,
                                {"destination", "Where packets are headed for, as a network; /0 for everywhere else"},
                                {"interface_name", "The interface that they leave by"},
                                {"gateway", "The next machine; all zeros when the destination is at hand"},
                                {"metric", "Of several routes the lowest counts"},
                                {"family", "inet or inet6"},
                                {"kind", "unicast, local (this machine), multicast, anycast, or reject"},
                                {"up", "The route is in use"},
                                {"flags", "The kernel's flags (RTF), as a number"},
                                {"mtu", "The longest packet on this route, where it is set"}})
      .key({"host", "destination", "interface_name", "gateway", "metric", "kind"});
}

oar::Result<void> read_routes(Machine& machine, Emit<Route> const& emit) {
  OAR_TRY(read_file(machine, {"proc/net/route", 2, ipv4_route}, emit));
  OAR_TRY(read_file(machine, {"proc/net/ipv6_route", 1, ipv6_route}, emit));
  return {};
}

}  // namespace machine
