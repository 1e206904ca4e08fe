// Reads /etc/group: name:password:gid:member,member, as group(5) describes it.
#include "groups.hpp"

#include "../text.hpp"

#include <map>
#include <set>

namespace machine {
namespace {

constexpr char groups_path[] = "etc/group";

// Calls each(group, names) for every line; the table is the one that troubles are counted for.
template <class Each>
oar::Result<void> for_each_group(Machine& machine, char const* table, Each each) {
  auto const text = OAR_TRY(machine.main_text(table, groups_path));
  std::map<std::string, std::int64_t, std::less<>> seen;
  for_each_line(text.value_or(""), [&](std::string_view line, std::int64_t line_number) {
    if (trim(line).empty() || line.starts_with('#')) return;
    auto const fields = split(line, ':');
    auto const gid = fields.size() == 4 ? number<std::uint32_t>(fields[2]) : std::nullopt;
    if (!gid || fields[0].empty()) return machine.problems.malformed(table, "lines", groups_path);
    auto const name = std::string{fields[0]};
    auto const occurrence = ++seen[name];
    each(Group{machine.host, name, occurrence, *gid, line_number}, trim(fields[3]));
  });
  return {};
}

}  // namespace

oar::Table groups_table() {
  return oar::Table::of<Group>("linux_groups", "User groups: a row per line of /etc/group",
                               {host_column,
                                {"name", "The group's name"},
                                {"occurrence", "1, or more where earlier lines have the same name"},
                                {"gid", "The group's number"},
                                {"line", "The line in /etc/group, from 1"}})
      .key({"host", "name", "occurrence"});
}

oar::Table group_members_table() {
  return oar::Table::of<GroupMember>(
             "linux_group_members",
             "Users that /etc/group lists in a group; membership by primary group is linux_users.gid",
             {host_column,
              {"group_name", "The group's name"},
              {"group_occurrence", "Which of the lines with this name, from 1"},
              {"user_name", "The member's login name"},
              {"gid", "The group's number"}})
      .key({"host", "group_name", "group_occurrence", "user_name"});
}

oar::Result<void> read_groups(Machine& machine, Emit<Group> const& emit) {
  return for_each_group(machine, "linux_groups", [&](Group group, std::string_view) { emit(std::move(group)); });
}

oar::Result<void> read_group_members(Machine& machine, Emit<GroupMember> const& emit) {
  return for_each_group(machine, "linux_group_members", [&](Group const& group, std::string_view names) {
    std::set<std::string> unique;
    for (auto const name : split(names, ','))
      if (!trim(name).empty()) unique.emplace(trim(name));
    for (auto const& name : unique) emit({group.host, group.name, group.occurrence, name, group.gid});
  });
}

}  // namespace machine
