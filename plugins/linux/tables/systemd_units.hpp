#pragma once
// linux_systemd_units: unit files and whether they are enabled.

#include "../row.hpp"

namespace machine {

struct SystemdUnit {
  std::string host;
  std::string name;
  std::string type;
  std::string path;
  std::string state;
  std::optional<std::string> description;
  std::optional<std::string> target;
  std::vector<std::string> wanted_by;
  std::vector<std::string> drop_ins;
  std::optional<std::string> command;
  std::optional<std::string> user_name;
};
BOOST_DESCRIBE_STRUCT(SystemdUnit, (),
                      (host, name, type, path, state, description, target, wanted_by, drop_ins, command, user_name))

oar::Table systemd_units_table();
oar::Result<void> read_systemd_units(Machine& machine, Emit<SystemdUnit> const& emit);

}  // namespace machine
