// The plugin as a host sees it: settings, splits, scans, cursors, warnings.
#include "plugin.hpp"
#include "support.hpp"

#include <unistd.h>

using machine::test::Plugin;
using machine::test::Scanned;
using machine::test::Tree;

namespace {

std::string fixture() { return R"({"root": ")" OAR_TEST_DATA R"(/root", "host": "box"})"; }

std::vector<std::string> names(std::vector<oar::Table> const& tables) {
  std::vector<std::string> found;
  for (auto const& table : tables) found.push_back(table.name());
  return found;
}

}  // namespace

TEST_CASE("every table can be planned and scanned, each family in a split that names the host") {
  Plugin plugin{fixture()};
  REQUIRE(plugin.refused().empty());
  auto const splits = plugin.plan(names(plugin.discover()));
  Scanned all;
  for (auto const& split : splits) {
    CHECK(split.id == "host=box/" + split.tables.front());
    CHECK(split.scope == "host=box");
    auto const scanned = plugin.scan(split);
    CHECK_FALSE(scanned.error);
    all.rows.insert(scanned.rows.begin(), scanned.rows.end());
  }
  CHECK(splits.size() == 21);
  CHECK(all.rows == std::map<std::string, std::int64_t>{{"linux_apt_sources", 7},
                                                        {"linux_authorized_keys", 2},
                                                        {"linux_certificates", 2},
                                                        {"linux_cpus", 2},
                                                        {"linux_cron_jobs", 5},
                                                        {"linux_disks", 2},
                                                        {"linux_group_members", 3},
                                                        {"linux_groups", 3},
                                                        {"linux_interface_addresses", 5},
                                                        {"linux_kernel", 1},
                                                        {"linux_kernel_modules", 2},
                                                        {"linux_listening_ports", 3},
                                                        {"linux_memory", 1},
                                                        {"linux_mounts", 3},
                                                        {"linux_network_interfaces", 2},
                                                        {"linux_os_info", 1},
                                                        {"linux_package_dependencies", 7},
                                                        {"linux_package_events", 5},
                                                        {"linux_packages", 2},
                                                        {"linux_process_sockets", 5},
                                                        {"linux_processes", 3},
                                                        {"linux_routes", 6},
                                                        {"linux_systemd_units", 7},
                                                        {"linux_users", 5}});
}

TEST_CASE("a child that is wanted alone comes without its parent's rows") {
  Plugin plugin{fixture()};
  for (std::string const child : {"linux_package_dependencies", "linux_authorized_keys", "linux_interface_addresses"}) {
    auto const splits = plugin.plan({child});
    REQUIRE(splits.size() == 1);
    auto const scanned = plugin.scan(splits.front());
    CHECK(scanned.rows.size() == 1);
    CHECK(scanned.rows.contains(child));
  }
}

TEST_CASE("small batches hold the same rows, and memory stays bounded by them") {
  Plugin plugin{fixture()};
  auto const splits = plugin.plan({"linux_processes"});
  auto const scanned = plugin.scan(splits.front(), {}, 1);
  CHECK(scanned.rows.at("linux_processes") == 3);
  CHECK(scanned.batches.at("linux_processes") == 3);
}

TEST_CASE("an incremental table resumes from its cursor, and every batch has one") {
  Plugin plugin{fixture()};
  auto const splits = plugin.plan({"linux_package_events"});
  auto const first = plugin.scan(splits.front(), {}, 2);
  CHECK(first.rows.at("linux_package_events") == 5);
  CHECK_FALSE(first.cursor.empty());
  auto const second = plugin.scan(splits.front(), first.cursor);
  CHECK(second.rows.empty());
  CHECK(second.cursor == first.cursor);
}

TEST_CASE("what was not understood is one warning a table") {
  Plugin plugin{fixture()};
  plugin.scan(plugin.plan({"linux_users", "linux_authorized_keys"}).front());
  REQUIRE(plugin.warnings.size() == 2);
  CHECK(plugin.warnings[1] == "linux_users: 2 lines not understood and passed over (one is /etc/passwd)");
}

TEST_CASE("a setting that is unknown is refused, and a root that is not there is told at the first look") {
  CHECK(Plugin{R"({"rot": "/"})"}.refused().find("rot") != std::string::npos);
  Plugin plugin{R"({"root": "/does/not/exist"})"};
  CHECK(plugin.refused().empty());
  std::string error;
  plugin.plan({"linux_users"}, &error);
  CHECK(error == "root: /does/not/exist: No such file or directory");
}

TEST_CASE("an image without a machine id needs the setting host") {
  Tree tree;
  Plugin plugin{R"({"root": ")" + tree.root() + R"("})"};
  std::string error;
  plugin.plan({"linux_users"}, &error);
  CHECK(error.find("set host to a name for this machine") != std::string::npos);
}

TEST_CASE("an empty image has no rows and no errors in any table but os_info") {
  Tree tree;
  Plugin plugin{R"({"root": ")" + tree.root() + R"(", "host": "empty"})"};
  for (auto const& split : plugin.plan(names(plugin.discover()))) {
    CAPTURE(split.id);
    auto const scanned = plugin.scan(split);
    CHECK_FALSE(scanned.error);
    CHECK(scanned.rows.size() == (split.tables.front() == "linux_os_info" ? 1 : 0));
  }
  CHECK(plugin.warnings.empty());
}
