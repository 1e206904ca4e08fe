#pragma once
// inet, cidr and macaddr in their binary forms, to the text that the server prints.
// Source: src/backend/utils/adt/network.c, network_send(); mac.c, macaddr_send(); src/port/inet_net_ntop.c

#include <string>
#include <string_view>

namespace oar::postgresql::source {

// "10.0.0.1", "10.0.0.0/8", "fe80::1/64". False when the bytes are no address.
bool append_inet(std::string& out, std::string_view bytes);

// "08:00:2b:01:02:03"
bool append_mac(std::string& out, std::string_view bytes);

}  // namespace oar::postgresql::source
