// What every table must have, whatever it holds.
#include "plugins/linux/tables.hpp"

#include <catch2/catch.hpp>

#include <set>

using machine::catalog;
using machine::find_reader;

TEST_CASE("every table and column is described, and no description is stray") {
  for (auto const& table : catalog()) {
    CAPTURE(table.name());
    CHECK(table.undescribed().empty());
    CHECK_FALSE(table.description().empty());
    CHECK(table.name().starts_with("linux_"));
  }
}

TEST_CASE("every table begins with the host, which is part of its key") {
  for (auto const& table : catalog()) {
    CAPTURE(table.name());
    CHECK(table.columns().front().name == "host");
    REQUIRE_FALSE(table.primary_key().empty());
    CHECK(table.primary_key().front() == "host");
    for (auto const& column : table.primary_key()) {
      CAPTURE(column);
      REQUIRE(table.index_of(column));
      CHECK_FALSE(table.columns()[*table.index_of(column)].nullable);
    }
  }
}

TEST_CASE("a child names its whole parent, and its parent's reader reads it") {
  auto const tables = catalog();
  for (auto const& child : tables) {
    CAPTURE(child.name());
    if (child.parent().empty()) {
      CHECK(find_reader(child.name()) != nullptr);
      continue;
    }
    CHECK(find_reader(child.name()) == nullptr);
    auto const parent = std::ranges::find(tables, child.parent(), &oar::Table::name);
    REQUIRE(parent != tables.end());
    std::set<std::string> named;
    for (auto const& [column, parent_column] : child.parent_key()) {
      CHECK(child.index_of(column));
      named.insert(parent_column);
    }
    CHECK(named == std::set<std::string>(parent->primary_key().begin(), parent->primary_key().end()));
  }
}

TEST_CASE("the tables on offer are these") {
  std::vector<std::string> names;
  for (auto const& table : catalog()) names.push_back(table.name().substr(6));
  CHECK(names == std::vector<std::string>{"os_info",
                                          "kernel",
                                          "cpus",
                                          "memory",
                                          "users",
                                          "authorized_keys",
                                          "groups",
                                          "group_members",
                                          "processes",
                                          "process_sockets",
                                          "listening_ports",
                                          "mounts",
                                          "disks",
                                          "network_interfaces",
                                          "interface_addresses",
                                          "routes",
                                          "packages",
                                          "package_dependencies",
                                          "apt_sources",
                                          "kernel_modules",
                                          "systemd_units",
                                          "cron_jobs",
                                          "certificates",
                                          "package_events",
                                          "logins"});
}
