// The tables of this very machine against what its own tools say. A tool that is not installed is said aloud.
#include "support.hpp"

#include "plugins/linux/tables/groups.hpp"
#include "plugins/linux/tables/mounts.hpp"
#include "plugins/linux/tables/network_interfaces.hpp"
#include "plugins/linux/tables/packages.hpp"
#include "plugins/linux/tables/processes.hpp"
#include "plugins/linux/tables/routes.hpp"
#include "plugins/linux/tables/users.hpp"

#include <boost/json.hpp>

#include <unistd.h>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <set>

using namespace machine;
using machine::test::Box;
using Set = std::multiset<std::string>;

namespace {

// What a command prints, or nothing (and a warning) where there is no such tool.
std::optional<std::string> printed_by(std::string const& tool, std::string const& command) {
  if (std::system(("command -v " + tool + " >/dev/null 2>&1").c_str()) != 0) {
    WARN(tool << " is not installed: NOT COMPARED with it");
    return std::nullopt;
  }
  std::unique_ptr<FILE, int (*)(FILE*)> const pipe{::popen(command.c_str(), "r"), ::pclose};
  std::string text;
  char chunk[4096];
  while (auto const count = std::fread(chunk, 1, sizeof chunk, pipe.get())) text.append(chunk, count);
  return text;
}

Set lines_of(std::string const& text) {
  Set lines;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) lines.insert(line);
  return lines;
}

std::string field(boost::json::object const& object, char const* name) {
  auto const* value = object.if_contains(name);
  if (!value) return "";
  return value->is_string() ? std::string{value->get_string()} : boost::json::serialize(*value);
}

boost::json::array json_of(std::string const& text) {
  auto const value = boost::json::parse(text);
  return value.is_array() ? value.get_array() : boost::json::array{};
}

}  // namespace

TEST_CASE("the packages of this machine are those that dpkg-query lists") {
  auto const text = printed_by("dpkg-query",
                               "dpkg-query -W -f '${db:Status-Status} ${Package} ${Architecture} ${Version} "
                               "${source:Package} ${source:Version}\\n' | sed -n 's/^installed //p'");
  if (!text) return;
  Box box{"/"};
  auto reading = Packages::open(box.machine);
  REQUIRE(reading);
  Set ours;
  auto const take = [&](Package const& row) {
    ours.insert(row.name + " " + row.architecture + " " + row.version + " " + row.source + " " + row.source_version);
  };
  while (reading->next(take, {})) continue;
  CHECK(ours == lines_of(*text));
}

TEST_CASE("the users and groups of this machine are those that getent lists") {
  auto const users = printed_by("getent", "getent -s files passwd | cut -d: -f1,3-");
  auto const groups = printed_by("getent", "getent -s files group | cut -d: -f1,3");
  if (!users || !groups) return;
  Box box{"/"};
  Set our_users;
  Set our_groups;
  REQUIRE(read_users(box.machine,
                     [&](User const& row) {
                       our_users.insert(row.name + ":" + std::to_string(row.uid) + ":" + std::to_string(row.gid) + ":" +
                                        row.full_name + ":" + row.home + ":" + row.shell);
                     },
                     {}));
  REQUIRE(
      read_groups(box.machine, [&](Group const& row) { our_groups.insert(row.name + ":" + std::to_string(row.gid)); }));
  CHECK(our_users == lines_of(*users));
  CHECK(our_groups == lines_of(*groups));
}

TEST_CASE("the addresses of this machine are those that ip lists") {
  auto const text = printed_by("ip", "ip -j addr");
  if (!text) return;
  std::set<std::string> theirs;
  for (auto const& link : json_of(*text))
    for (auto const& address : link.at("addr_info").as_array()) {
      auto const& object = address.as_object();
      if (object.contains("local"))
        theirs.insert(field(link.as_object(), "ifname") + " " + field(object, "local") + "/" +
                      field(object, "prefixlen"));
    }
  Box box{"/"};
  std::set<std::string> ours;
  REQUIRE(read_network_interfaces(
      box.machine, [](NetworkInterface const&) {},
      [&](InterfaceAddress const& row) {
        ours.insert(row.interface_name + " " + row.address.text + "/" + std::to_string(row.prefix_length));
      }));
  CHECK(ours == theirs);
}

TEST_CASE("the routes of this machine have all that ip lists") {
  auto const four = printed_by("ip", "ip -j -4 route show table main");
  auto const six = printed_by("ip", "ip -j -6 route show table main");
  if (!four || !six) return;
  Box box{"/"};
  std::set<std::string> ours;
  REQUIRE(read_routes(box.machine, [&](Route const& row) {
    ours.insert(row.destination.text + " " + row.interface_name + " " + row.gateway.text + " " +
                std::to_string(row.metric));
  }));
  for (auto const& [text, length, none] : {std::tuple{*four, "/32", "0.0.0.0"}, std::tuple{*six, "/128", "::"}})
    for (auto const& route : json_of(text)) {
      auto const& object = route.as_object();
      if (!object.contains("dev") || object.contains("nexthops") || object.contains("via")) continue;
      auto destination = field(object, "dst");
      if (destination == "default") destination = std::string{none} + "/0";
      if (destination.find('/') == std::string::npos) destination += length;
      auto const gateway = object.contains("gateway") ? field(object, "gateway") : none;
      auto const metric = object.contains("metric") ? field(object, "metric") : "0";
      auto const theirs = destination + " " + field(object, "dev") + " " + gateway + " " + metric;
      CAPTURE(theirs, ours);
      CHECK(ours.contains(theirs));
    }
}

TEST_CASE("the mounts of this machine are those that findmnt lists") {
  auto const text = printed_by("findmnt", "findmnt -J -l -o TARGET,FSTYPE,MAJ:MIN");
  if (!text) return;
  Set theirs;
  auto const parsed = boost::json::parse(*text);
  for (auto const& mount : parsed.at("filesystems").as_array()) {
    auto const& object = mount.as_object();
    theirs.insert(field(object, "target") + " " + field(object, "fstype") + " " + field(object, "maj:min"));
  }
  Box box{"/"};
  Set ours;
  REQUIRE(read_mounts(box.machine,
                      [&](Mount const& row) { ours.insert(row.path + " " + row.type + " " + row.device_number); }));
  CHECK(ours == theirs);
}

TEST_CASE("the processes of this machine are those that ps lists before and after") {
  auto const command = "ps -e -o pid=,ppid=,ruid=,rgid= | sed 's/^ *//; s/  */ /g'";
  auto const before = printed_by("ps", command);
  if (!before) return;
  Box box{"/"};
  auto reading = Processes::open(box.machine);
  REQUIRE(reading);
  std::set<std::string> ours;
  auto const take = [&](Process const& row) {
    ours.insert(std::to_string(row.pid) + " " + std::to_string(row.parent_pid) + " " +
                std::to_string(row.uid.value_or(-1)) + " " + std::to_string(row.gid.value_or(-1)));
  };
  while (reading->next(take, {})) continue;
  auto const after = lines_of(*printed_by("ps", command));
  int compared = 0;
  for (auto const& process : lines_of(*before)) {
    if (!after.contains(process)) continue;
    ++compared;
    CAPTURE(process);
    CHECK(ours.contains(process));
  }
  CHECK(compared > 0);
  CHECK(std::ranges::any_of(
      ours, [own = std::to_string(::getpid()) + " "](auto const& line) { return line.starts_with(own); }));
}
