// Interfaces, addresses, routes and ports of the fixture tree.
#include "support.hpp"

#include "plugins/linux/tables/listening_ports.hpp"
#include "plugins/linux/tables/network_interfaces.hpp"
#include "plugins/linux/tables/routes.hpp"

#include "plugins/linux/addresses.hpp"
#include "plugins/linux/local_addresses.hpp"

using namespace machine;
using namespace machine::test;

TEST_CASE("interfaces and addresses; an address that no route explains has no interface") {
  Box box;
  Lines interfaces;
  Lines addresses;
  REQUIRE(read_network_interfaces(box.machine, test::into<NetworkInterface>(interfaces),
                                  test::into<InterfaceAddress>(addresses)));
  CHECK(interfaces ==
        Lines{"name=eth0 index=2 mac=52:54:00:12:34:56 type=1 up=yes state=up mtu=1500 speed_megabits=1000 "
              "duplex=full alias=- driver=- physical=no received_bytes=10 received_packets=- received_errors=- "
              "received_dropped=- sent_bytes=20 sent_packets=- sent_errors=- sent_dropped=-",
              "name=lo index=1 mac=00:00:00:00:00:00 type=772 up=no state=down mtu=65536 speed_megabits=- duplex=- "
              "alias=- driver=- physical=no received_bytes=- received_packets=- received_errors=- "
              "received_dropped=- sent_bytes=- sent_packets=- sent_errors=- sent_dropped=-"});
  CHECK(addresses == Lines{"interface_name=lo address=127.0.0.1 prefix_length=8 family=inet scope=host",
                           "interface_name=eth0 address=192.0.2.2 prefix_length=24 family=inet scope=global",
                           "interface_name= address=203.0.113.7 prefix_length=32 family=inet scope=global",
                           "interface_name=eth0 address=fe80::fc:ff:fe00:1 prefix_length=64 family=inet6 scope=link",
                           "interface_name=lo address=::1 prefix_length=128 family=inet6 scope=host"});
  CHECK(box.troubles() == "");
}

TEST_CASE("an address takes the narrowest network around it, and that network's interface") {
  constexpr char trie[] =
      "           |-- 10.0.0.0\n              /8 link UNICAST\n           |-- 10.1.0.0\n              /16 link "
      "UNICAST\n"
      "           |-- 10.1.0.5\n              /32 host LOCAL\n           |-- 10.2.0.5\n              /32 host LOCAL\n";
  constexpr char routes[] =
      "Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT\n"
      "wide 0000000A 00000000 0001 0 0 0 000000FF 0 0 0\nnarrow 0000010A 00000000 0001 0 0 0 0000FFFF 0 0 0\n"
      "far 0005010A 0100000A 0003 0 0 0 00FFFFFF 0 0 0\n";
  auto const found = local_ipv4_addresses(trie, routes);
  REQUIRE(found.size() == 2);
  CHECK((found[0].address == "10.1.0.5" && found[0].prefix == 16 && found[0].interface_name == "narrow"));
  CHECK((found[1].address == "10.2.0.5" && found[1].prefix == 8 && found[1].interface_name == "wide"));
}

TEST_CASE("addresses are refused unless they are whole") {
  CHECK(address_of_words("0100007F") == "127.0.0.1");
  CHECK(address_of_words("00000000000000000000000001000000") == "::1");
  CHECK(address_of_words("0100007") == std::nullopt);
  CHECK(address_of_words("0100007G") == std::nullopt);
  CHECK(address_of_bytes("00000000000000000000000000000001") == "::1");
  CHECK(address_of_bytes("0000000000000000000000000000001") == std::nullopt);
}

TEST_CASE("routes of both families, with what they are for") {
  Box box;
  CHECK(rows(box, read_routes) ==
        Lines{"destination=0.0.0.0/0 interface_name=eth0 gateway=192.0.2.1 metric=100 family=inet kind=unicast "
              "up=yes flags=3 mtu=-",
              "destination=192.0.2.0/24 interface_name=eth0 gateway=0.0.0.0 metric=0 family=inet kind=unicast "
              "up=yes flags=1 mtu=1400",
              "destination=fd00::/64 interface_name=eth0 gateway=:: metric=256 family=inet6 kind=unicast up=yes "
              "flags=1 mtu=-",
              "destination=::/0 interface_name=eth0 gateway=fd00::1 metric=1024 family=inet6 kind=unicast up=yes "
              "flags=3 mtu=-",
              "destination=::1/128 interface_name=lo gateway=:: metric=0 family=inet6 kind=local up=yes "
              "flags=2149580801 mtu=-",
              "destination=::/0 interface_name=lo gateway=:: metric=4294967295 family=inet6 kind=reject up=no "
              "flags=2097664 mtu=-"});
  CHECK(box.troubles() == "");
}

TEST_CASE("ports that wait, each with the first process that holds it") {
  Box box;
  CHECK(rows(box, read_listening_ports) ==
        Lines{"protocol=tcp address=0.0.0.0 port=22 inode=5001 family=inet uid=0 pid=1 process_name=systemd",
              "protocol=tcp address=::ffff:127.0.0.1 port=80 inode=6001 family=inet6 uid=0 pid=- process_name=-",
              "protocol=udp address=0.0.0.0 port=68 inode=6002 family=inet uid=0 pid=- process_name=-"});
  CHECK(box.troubles() == "");
}
