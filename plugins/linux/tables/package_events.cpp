// Reads var/log/dpkg.log and what it was rotated to, as dpkg(1) describes its lines.
#include "package_events.hpp"

#include "../text.hpp"

#include <chrono>

namespace machine {
namespace {

constexpr char package_events_name[] = "linux_package_events";
constexpr std::size_t longest_line = std::size_t{1} << 20;

std::size_t line_size(std::string_view rest, std::string_view) {
  auto const end = rest.find('\n');
  if (end != std::string_view::npos) return end + 1;
  return rest.size() > longest_line ? rest.size() : 0;
}

// "2026-11-22" and "21:18:34"
std::optional<oar::LocalTimestamp> moment(std::string_view date, std::string_view time) {
  auto const days = split(date, '-');
  auto const clock = split(time, ':');
  if (days.size() != 3 || clock.size() != 3) return std::nullopt;
  auto const year = number<int>(days[0]);
  auto const month = number<unsigned>(days[1]);
  auto const day = number<unsigned>(days[2]);
  auto const hour = number(clock[0]);
  auto const minute = number(clock[1]);
  auto const second = number(clock[2]);
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  std::chrono::year_month_day const whole{std::chrono::year{*year}, std::chrono::month{*month}, std::chrono::day{*day}};
  if (!whole.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  auto const midnight = std::chrono::sys_days{whole}.time_since_epoch().count();
  return oar::LocalTimestamp{((midnight * 24 + *hour) * 60 + *minute) * 60'000'000 + *second * 1'000'000};
}

std::optional<std::string> version(std::string_view text) {
  if (text == "<none>") return std::nullopt;
  return or_null(text);
}

void name_package(std::string_view text, PackageEvent& row) {
  auto const [name, architecture, found] = halve(text, ':');
  row.package = or_null(name);
  row.architecture = or_null(architecture);
}

// What stands behind date and time:
//   status STATE PACKAGE VERSION | startup KIND COMMAND | conffile FILE DECISION | ACTION PACKAGE INSTALLED AVAILABLE
bool read_action(std::string_view line, std::vector<std::string_view> const& fields, PackageEvent& row) {
  row.action = fields[2];
  if (row.action == "startup" || row.action == "conffile") {
    row.detail = std::string{fields[3].data(), line.data() + line.size()};
    return true;
  }
  if (row.action == "status") {
    if (fields.size() < 6) return false;
    row.state = fields[3];
    name_package(fields[4], row);
    row.installed_version = version(fields[5]);
    return true;
  }
  name_package(fields[3], row);
  if (fields.size() > 4) row.installed_version = version(fields[4]);
  if (fields.size() > 5) row.available_version = version(fields[5]);
  return row.package.has_value();
}

}  // namespace

oar::Table package_events_table() {
  return oar::Table::of<PackageEvent>(
             package_events_name, "What dpkg did to packages, from its log",
             {host_column,
              {"log", "Which file of the log: a digest of its first line, which rotation does not change"},
              {"position", "Where the line begins in that file, in bytes"},
              {"logged_at", "When, by the machine's local time: the log names no zone"},
              {"action",
               "startup, install, upgrade, configure, trigproc, remove, purge, disappear, conffile, or status"},
              {"package", "The package"},
              {"architecture", "The package's architecture"},
              {"installed_version", "The version that was there before; of status, the one that it speaks of"},
              {"available_version", "The version that is to be there"},
              {"state", "Of status: half-installed, unpacked, installed ..."},
              {"detail", "Of startup, what for; of conffile, the file and what became of it"}})
      .key({"host", "log", "position"})
      .incremental({"log", "position"});
}

oar::Result<PackageEvents> PackageEvents::open(Machine& machine, oar::Cursor const& from) {
  return PackageEvents{machine,
                       OAR_TRY(RotatedLog::open(machine, package_events_name, "var/log/dpkg.log", line_size, from))};
}

bool PackageEvents::next(Emit<PackageEvent> const& emit) {
  LogUnit unit;
  if (!log_.next(unit)) return false;
  auto const text = utf8(std::string{unit.bytes});
  auto const line = trim(text);
  auto const fields = words(line);
  auto const when = fields.size() >= 4 ? moment(fields[0], fields[1]) : std::nullopt;
  PackageEvent row;
  row.host = machine_->host;
  row.log = unit.log;
  row.position = unit.offset;
  if (when) row.logged_at = *when;
  if (when && read_action(line, fields, row))
    emit(std::move(row));
  else if (!fields.empty())
    machine_->problems.malformed(package_events_name, "lines", log_.path());
  return true;
}

}  // namespace machine
