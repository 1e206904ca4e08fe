#pragma once
// linux_groups and linux_group_members: /etc/group, a row per line and a row per name in a line.

#include "../row.hpp"

namespace machine {

struct Group {
  std::string host;
  std::string name;
  std::int64_t occurrence = 1;
  std::int64_t gid = 0;
  std::int64_t line = 0;
};
BOOST_DESCRIBE_STRUCT(Group, (), (host, name, occurrence, gid, line))

struct GroupMember {
  std::string host;
  std::string group_name;
  std::int64_t group_occurrence = 1;
  std::string user_name;
  std::int64_t gid = 0;
};
BOOST_DESCRIBE_STRUCT(GroupMember, (), (host, group_name, group_occurrence, user_name, gid))

oar::Table groups_table();
oar::Table group_members_table();
oar::Result<void> read_groups(Machine& machine, Emit<Group> const& emit);
oar::Result<void> read_group_members(Machine& machine, Emit<GroupMember> const& emit);

}  // namespace machine
