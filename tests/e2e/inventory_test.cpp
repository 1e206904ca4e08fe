// This machine's inventory, synced by the real binary into SQLite, against what the machine's own tools say.
#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <memory>
#include <set>
#include <sstream>

#include "configs.hpp"
#include "database.hpp"
#include "process.hpp"

using namespace oar::e2e;
using Catch::Contains;
using Lines = std::multiset<std::string>;

namespace {

constexpr char const* machine = R"(kind: source
spec:
  name: machine
  path: linux
  tables: ["*"]
  skip_dependent_tables: false
  destinations: [inventory]
---
)";

// packaging/test.sh installs the tools, so one that is missing or fails is a failure.
std::string printed_by(std::string const& command) {
  INFO(command);
  std::unique_ptr<FILE, int (*)(FILE*)> pipe{::popen(command.c_str(), "r"), ::pclose};
  std::string text;
  char chunk[4096];
  while (auto const count = std::fread(chunk, 1, sizeof chunk, pipe.get())) text.append(chunk, count);
  REQUIRE(::pclose(pipe.release()) == 0);
  return text;
}

Lines lines_of(std::string const& text) {
  Lines lines;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) lines.insert(line);
  return lines;
}

Lines addresses_by_ip() {
  Lines lines;
  auto const links = boost::json::parse(printed_by("ip -j addr"));
  for (auto const& link : links.as_array()) {
    for (auto const& address : link.at("addr_info").as_array())
      lines.insert(std::string{link.at("ifname").as_string()} + " " + std::string{address.at("local").as_string()} +
                   "/" + std::to_string(address.at("prefixlen").as_int64()));
  }
  return lines;
}

// What lived both before and after the sync must have been seen by it.
Lines in_both(Lines const& before, Lines const& after) {
  Lines both;
  std::set_intersection(before.begin(), before.end(), after.begin(), after.end(), std::inserter(both, both.end()));
  return both;
}

std::string const pids = "ps -e -o pid= | tr -d ' '";

}  // namespace

TEST_CASE("the inventory of this machine is what its own tools say") {
  Folder const folder;
  folder.write("inventory.yaml", std::string{machine} + sqlite("inventory"));
  auto const pids_before = lines_of(printed_by(pids));
  auto const first = run_oarlock({{"sync", "inventory.yaml"}, folder.path()});
  auto const pids_after = lines_of(printed_by(pids));
  INFO(first.out);
  INFO(first.err);
  REQUIRE(first.exit_code == 0);
  Database const database{folder / "inventory.db"};

  CHECK(database.texts("SELECT name || ' ' || architecture || ' ' || version FROM linux_packages") ==
        lines_of(printed_by("dpkg-query -W -f '${db:Status-Status} ${Package} ${Architecture} ${Version}\\n' | "
                            "sed -n 's/^installed //p'")));
  CHECK(database.texts("SELECT name || ':' || uid || ':' || gid || ':' || home || ':' || shell FROM linux_users") ==
        lines_of(printed_by("getent -s files passwd | cut -d: -f1,3,4,6,7")));
  CHECK(database.texts("SELECT name || ':' || gid FROM linux_groups") ==
        lines_of(printed_by("getent -s files group | cut -d: -f1,3")));
  CHECK(database.texts(
            "SELECT interface_name || ' ' || address || '/' || prefix_length FROM linux_interface_addresses") ==
        addresses_by_ip());
  CHECK(database.texts("SELECT mount_id || ' ' || path FROM linux_mounts") ==
        lines_of(printed_by("findmnt -rn -o ID,TARGET")));
  CHECK(database.texts("SELECT release FROM linux_kernel") == lines_of(printed_by("uname -r")));
  auto const seen = database.texts("SELECT pid FROM linux_processes");
  auto const lived = in_both(pids_before, pids_after);
  CHECK(lived.size() > 1);
  CHECK(std::includes(seen.begin(), seen.end(), lived.begin(), lived.end()));

  auto const events = database.number("SELECT count(*) FROM linux_package_events");
  auto const second = run_oarlock({{"sync", "inventory.yaml"}, folder.path()});
  REQUIRE(second.exit_code == 0);
  CHECK(database.number("SELECT count(*) FROM linux_package_events") >= events);
  if (events > 0) CHECK_THAT(second.out, Contains("Resumed:"));
}
