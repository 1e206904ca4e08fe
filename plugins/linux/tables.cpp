// One line a table: what it is, and how it is read. A new table is a file in tables/ and a line here.
#include "tables.hpp"

#include "tables/apt_sources.hpp"
#include "tables/authorized_keys.hpp"
#include "tables/certificates.hpp"
#include "tables/cpus.hpp"
#include "tables/cron_jobs.hpp"
#include "tables/disks.hpp"
#include "tables/groups.hpp"
#include "tables/kernel.hpp"
#include "tables/kernel_modules.hpp"
#include "tables/listening_ports.hpp"
#include "tables/logins.hpp"
#include "tables/memory.hpp"
#include "tables/mounts.hpp"
#include "tables/network_interfaces.hpp"
#include "tables/os_info.hpp"
#include "tables/package_events.hpp"
#include "tables/packages.hpp"
#include "tables/processes.hpp"
#include "tables/routes.hpp"
#include "tables/systemd_units.hpp"
#include "tables/users.hpp"

#include <array>

namespace machine {
namespace {

// Takes rows into a table of the output; empty when nobody wants them, which spares reading them.
template <class Row>
Emit<Row> wanted(oar::Output& out, std::string const& table) {
  if (!out.wants(table)) return {};
  return [&rows = out.to(table)](Row const& row) { rows.row(row); };
}

// As wanted(), but always callable: for a parent that is read only to reach its children.
template <class Row>
Emit<Row> into(oar::Output& out, std::string const& table) {
  if (auto emit = wanted<Row>(out, table)) return emit;
  return [](Row const&) {};
}

template <class Function>
struct RowOf;
template <class Row>
struct RowOf<oar::Result<void> (*)(Machine&, Emit<Row> const&)> {
  using type = Row;
};

// A table that fits one batch.
template <auto describe, auto read>
constexpr TableReader whole() {
  return {describe, [](Machine& machine, oar::Cursor const&) -> oar::Result<Step> {
            return Step{[&machine, table = describe().name()](oar::Output& out) -> oar::Result<oar::More> {
              OAR_TRY(read(machine, into<typename RowOf<decltype(read)>::type>(out, table)));
              return oar::More::no;
            }};
          }};
}

// As whole(), with a child.
template <class Parent, class Child, auto describe, auto describe_child, auto read>
constexpr TableReader whole_family() {
  return {describe, [](Machine& machine, oar::Cursor const&) -> oar::Result<Step> {
            return Step{[&machine, parent = describe().name(),
                         child = describe_child().name()](oar::Output& out) -> oar::Result<oar::More> {
              OAR_TRY(read(machine, into<Parent>(out, parent), wanted<Child>(out, child)));
              return oar::More::no;
            }};
          }};
}

// A table and its child, read a parent at a time by a Reading with open() and next().
template <class Reading, class Parent, class Child, auto describe, auto describe_child>
constexpr TableReader piecewise() {
  return {describe, [](Machine& machine, oar::Cursor const&) -> oar::Result<Step> {
            auto reading = std::make_shared<Reading>(OAR_TRY(Reading::open(machine)));
            return Step{[reading, parent = describe().name(),
                         child = describe_child().name()](oar::Output& out) -> oar::Result<oar::More> {
              auto const emit = wanted<Parent>(out, parent);
              auto const emit_child = wanted<Child>(out, child);
              while (!out.full())
                if (!reading->next(emit, emit_child)) return oar::More::no;
              return oar::More::yes;
            }};
          }};
}

// A log: what is new since the cursor, with a cursor behind every batch.
template <class Reading, class Row, auto describe>
constexpr TableReader incremental() {
  return {describe, [](Machine& machine, oar::Cursor const& from) -> oar::Result<Step> {
            auto reading = std::make_shared<Reading>(OAR_TRY(Reading::open(machine, from)));
            return Step{[reading, table = describe().name()](oar::Output& out) -> oar::Result<oar::More> {
              auto const emit = into<Row>(out, table);
              auto more = oar::More::yes;
              while (more == oar::More::yes && !out.full())
                if (!reading->next(emit)) more = oar::More::no;
              if (auto cursor = reading->cursor(); !cursor.empty()) out.checkpoint(std::move(cursor));
              return more;
            }};
          }};
}

constexpr std::array readers{
    whole<os_info_table, read_os_info>(),
    whole<kernel_table, read_kernel>(),
    whole<cpus_table, read_cpus>(),
    whole<memory_table, read_memory>(),
    whole_family<User, AuthorizedKey, users_table, authorized_keys_table, read_users>(),
    TableReader{authorized_keys_table, nullptr},
    whole<groups_table, read_groups>(),
    whole<group_members_table, read_group_members>(),
    piecewise<Processes, Process, ProcessSocket, processes_table, process_sockets_table>(),
    TableReader{process_sockets_table, nullptr},
    whole<listening_ports_table, read_listening_ports>(),
    whole<mounts_table, read_mounts>(),
    whole<disks_table, read_disks>(),
    whole_family<NetworkInterface, InterfaceAddress, network_interfaces_table, interface_addresses_table,
                 read_network_interfaces>(),
    TableReader{interface_addresses_table, nullptr},
    whole<routes_table, read_routes>(),
    piecewise<Packages, Package, PackageDependency, packages_table, package_dependencies_table>(),
    TableReader{package_dependencies_table, nullptr},
    whole<apt_sources_table, read_apt_sources>(),
    whole<kernel_modules_table, read_kernel_modules>(),
    whole<systemd_units_table, read_systemd_units>(),
    whole<cron_jobs_table, read_cron_jobs>(),
    whole<certificates_table, read_certificates>(),
    incremental<PackageEvents, PackageEvent, package_events_table>(),
    incremental<Logins, Login, logins_table>(),
};

}  // namespace

oar::Catalog catalog() {
  oar::Catalog tables;
  for (auto const& reader : readers) tables.push_back(reader.describe());
  return tables;
}

TableReader const* find_reader(std::string_view table) {
  for (auto const& reader : readers)
    if (reader.open && reader.describe().name() == table) return &reader;
  return nullptr;
}

}  // namespace machine
