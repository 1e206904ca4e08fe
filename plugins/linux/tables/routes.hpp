#pragma once
// linux_routes: where packets go.

#include "../row.hpp"

namespace machine {

struct Route {
  std::string host;
  oar::Inet destination;
  std::string interface_name;
  oar::Inet gateway;
  std::int64_t metric = 0;
  std::string family;
  std::string kind;
  bool up = false;
  std::int64_t flags = 0;
  std::optional<std::int64_t> mtu;
};
BOOST_DESCRIBE_STRUCT(Route, (), (host, destination, interface_name, gateway, metric, family, kind, up, flags, mtu))

oar::Table routes_table();
oar::Result<void> read_routes(Machine& machine, Emit<Route> const& emit);

}  // namespace machine
