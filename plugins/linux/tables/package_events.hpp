#pragma once
// linux_package_events: what dpkg did, from its log; incremental.

#include "../rotated_log.hpp"
#include "../row.hpp"

namespace machine {

struct PackageEvent {
  std::string host;
  std::string log;
  std::int64_t position = 0;
  oar::LocalTimestamp logged_at;
  std::string action;
  std::optional<std::string> package;
  std::optional<std::string> architecture;
  std::optional<std::string> installed_version;
  std::optional<std::string> available_version;
  std::optional<std::string> state;
  std::optional<std::string> detail;
};
BOOST_DESCRIBE_STRUCT(PackageEvent, (),
                      (host, log, position, logged_at, action, package, architecture, installed_version,
                       available_version, state, detail))

oar::Table package_events_table();

class PackageEvents {
 public:
  static oar::Result<PackageEvents> open(Machine& machine, oar::Cursor const& from);
  bool next(Emit<PackageEvent> const& emit);
  oar::Cursor cursor() const { return log_.cursor(); }

 private:
  PackageEvents(Machine& machine, RotatedLog log) : machine_{&machine}, log_{std::move(log)} {}

  Machine* machine_;
  RotatedLog log_;
};

}  // namespace machine
