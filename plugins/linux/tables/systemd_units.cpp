// Looks through the folders of unit files as systemd.unit(5) describes them: the first folder that has a name wins.
#include "systemd_units.hpp"

#include "../text.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace machine {
namespace {

constexpr char systemd_units_name[] = "linux_systemd_units";
constexpr std::array folders{"etc/systemd/system", "run/systemd/system", "usr/local/lib/systemd/system",
                             "usr/lib/systemd/system", "lib/systemd/system"};
constexpr std::array types{"service", "socket", "device", "mount", "automount", "swap",
                           "target",  "path",   "timer",  "slice", "scope"};

std::string suffix(std::string_view name) {
  return std::string{name.substr(std::min(name.rfind('.'), name.size() - 1) + 1)};
}

bool is_unit(std::string_view name) { return std::ranges::find(types, suffix(name)) != types.end(); }

std::string base_name(std::string_view path) { return std::string{path.substr(path.rfind('/') + 1)}; }

// "getty@tty1.service" is made from "getty@.service".
std::string template_of(std::string const& name) {
  auto const at = name.find('@');
  if (at == std::string::npos) return name;
  return name.substr(0, at + 1) + "." + suffix(name);
}

// What the folders hold, before any file is opened.
struct Layout {
  std::map<std::string, std::string> paths;                // by unit, the file that counts
  std::map<std::string, std::set<std::string>> wanted_by;  // by unit or template: from links in x.wants, x.requires
  std::map<std::string, std::set<std::string>> by_admin;   // the same, of links in /etc and /run alone
  std::map<std::string, std::vector<std::string>> drop_ins;
  std::set<std::string> aliased;  // units that a link in /etc or /run gives another name
};

bool is_made_by_admin(std::string_view folder) { return folder.starts_with("etc/") || folder.starts_with("run/"); }

void add_links(Machine& machine, std::string const& folder, std::string const& name, Layout& layout) {
  auto const who = name.substr(0, name.rfind('.'));
  auto const units = machine.part_list(systemd_units_name, "folders", folder + "/" + name);
  for (auto const& unit : units.value_or(std::vector<std::string>{})) {
    if (!is_unit(unit)) continue;
    for (auto const& key : std::set<std::string>{unit, template_of(unit)}) {
      layout.wanted_by[key].insert(who);
      if (is_made_by_admin(folder)) layout.by_admin[key].insert(who);
    }
  }
}

void add_drop_ins(Machine& machine, std::string const& folder, std::string const& name, Layout& layout) {
  auto const unit = name.substr(0, name.size() - 2);
  auto const files = machine.part_list(systemd_units_name, "folders", folder + "/" + name);
  for (auto const& file : files.value_or(std::vector<std::string>{}))
    if (file.ends_with(".conf")) layout.drop_ins[unit].push_back("/" + utf8(folder + "/" + name + "/" + file));
}

Layout read_layout(Machine& machine) {
  Layout layout;
  std::set<std::string> seen;  // /lib is often a link to /usr/lib
  for (std::string const folder : folders) {
    auto const about = machine.files.status(folder);
    if (about.ok() &&
        !seen.insert(std::to_string(about.value.st_dev) + ":" + std::to_string(about.value.st_ino)).second)
      continue;
    auto const names = machine.part_list(systemd_units_name, "folders", folder);
    for (auto const& name : names.value_or(std::vector<std::string>{})) {
      if (name.ends_with(".wants") || name.ends_with(".requires")) add_links(machine, folder, name, layout);
      if (name.ends_with(".d")) add_drop_ins(machine, folder, name, layout);
      if (!is_unit(name)) continue;
      layout.paths.emplace(name, folder + "/" + name);
      auto const link = machine.files.read_link(folder + "/" + name);
      if (link.ok() && is_made_by_admin(folder)) layout.aliased.insert(base_name(link.value));
    }
  }
  return layout;
}

struct UnitFile {
  std::map<std::string, std::string, std::less<>> values;  // "Section.Name", the first of each
  bool has_install = false;
  bool has_also = false;
};

UnitFile parse_unit(std::string_view text) {
  UnitFile unit;
  std::string section;
  for_each_line(text, [&](std::string_view line, std::int64_t) {
    line = trim(line);
    if (line.starts_with('#') || line.starts_with(';')) return;
    if (line.starts_with('[') && line.ends_with(']')) section = line.substr(1, line.size() - 2);
    auto const [name, value, found] = halve(line, '=');
    if (!found || trim(value).empty()) return;
    unit.values.emplace(section + "." + std::string{trim(name)}, trim(value));
    if (section != "Install") return;
    auto const also = trim(name) == "Also" || trim(name) == "DefaultInstance";
    (also ? unit.has_also : unit.has_install) = true;
  });
  return unit;
}

// As systemctl list-unit-files names it.
std::string state_of(SystemdUnit const& row, UnitFile const& unit, Layout const& layout) {
  if (layout.by_admin.contains(row.name) || layout.aliased.contains(row.name)) return "enabled";
  if (unit.has_install) return "disabled";
  if (unit.has_also) return "indirect";
  return "static";
}

std::optional<std::string> value_of(UnitFile const& unit, std::string_view name) {
  auto const found = unit.values.find(name);
  if (found == unit.values.end()) return std::nullopt;
  return found->second;
}

SystemdUnit unit_of(Machine& machine, std::string const& name, std::string const& path, Layout const& layout) {
  SystemdUnit row;
  row.host = machine.host;
  row.name = utf8(name);
  row.type = suffix(name);
  row.path = "/" + utf8(path);
  if (auto const found = layout.wanted_by.find(name); found != layout.wanted_by.end())
    row.wanted_by.assign(found->second.begin(), found->second.end());
  if (auto const found = layout.drop_ins.find(name); found != layout.drop_ins.end()) row.drop_ins = found->second;
  auto const link = machine.files.read_link(path);
  if (link.ok()) row.target = utf8(link.value);
  auto const text = link.value == "/dev/null" ? std::optional<std::string>{}
                                              : machine.part_text(systemd_units_name, "unit files", path);
  auto const unit = parse_unit(text.value_or(""));
  row.description = value_of(unit, "Unit.Description");
  row.command = value_of(unit, "Service.ExecStart");
  row.user_name = value_of(unit, "Service.User");
  if (link.value == "/dev/null" || (text && text->empty()))
    row.state = "masked";
  else if (!text)
    row.state = "bad";
  else if (link.ok() && template_of(base_name(link.value)) != name && base_name(link.value) != name)
    row.state = "alias";
  else
    row.state = state_of(row, unit, layout);
  return row;
}

}  // namespace

oar::Table systemd_units_table() {
  return oar::Table::of<SystemdUnit>(
             systemd_units_name, "Unit files of the system's systemd, and whether they are enabled",
             {host_column,
              {"name", "The unit: ssh.service"},
              {"type", "service, socket, timer, mount, target ..."},
              {"path", "The file that counts: /etc before /run before /usr"},
              {"state",
               "enabled, disabled, static (it has no [Install]), indirect, alias, masked, or bad (it cannot be read)"},
              {"description", "What it is, in its own words"},
              {"target", "Where the file points, when it is a link"},
              {"wanted_by", "Units that start this one, by links in their .wants and .requires"},
              {"drop_ins", "Files that change this one"},
              {"command", "A service's first ExecStart"},
              {"user_name", "Who a service runs as, where it says so"}})
      .key({"host", "name"});
}

oar::Result<void> read_systemd_units(Machine& machine, Emit<SystemdUnit> const& emit) {
  auto const layout = read_layout(machine);
  for (auto const& [name, path] : layout.paths) emit(unit_of(machine, name, path, layout));
  return {};
}

}  // namespace machine
