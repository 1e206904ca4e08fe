// Reads etc/crontab, etc/cron.d and users' crontabs in var/spool/cron, as crontab(5) and cron(8) describe them.
#include "cron_jobs.hpp"

#include "../text.hpp"

#include <algorithm>
#include <cctype>

namespace machine {
namespace {

constexpr char cron_jobs_name[] = "linux_cron_jobs";

// Takes the first word off the line.
std::string take_word(std::string_view& line) {
  line = trim(line);
  auto const end = std::min(line.find_first_of(" \t"), line.size());
  std::string word{line.substr(0, end)};
  line = trim(line.substr(end));
  return word;
}

// NAME=value, with blanks around "=" allowed.
bool sets_variable(std::string_view line) {
  auto const end = line.find_first_of(" \t=");
  if (end == std::string_view::npos || end == 0) return false;
  auto const name = line.substr(0, end);
  auto const is_name = std::ranges::all_of(name, [](unsigned char c) { return std::isalnum(c) || c == '_'; });
  return (is_name || name.front() == '"' || name.front() == '\'') && trim(line.substr(end)).starts_with('=');
}

// Five fields or one @word; false when too few are there.
bool read_schedule(std::string_view& line, CronJob& job) {
  if (line.starts_with('@')) {
    job.schedule = take_word(line);
    return true;
  }
  for (auto* field : {&job.minute, &job.hour, &job.day_of_month, &job.month, &job.day_of_week}) {
    *field = take_word(line);
    if ((*field)->empty() || !((*field)->front() == '*' || std::isalnum(static_cast<unsigned char>((*field)->front()))))
      return false;
    job.schedule.append(job.schedule.empty() ? "" : " ").append(**field);
  }
  return true;
}

// An owner that is empty: each line names its user.
void read_crontab(Machine& machine, std::string const& path, std::string const& owner, Emit<CronJob> const& emit) {
  auto const text = machine.part_text(cron_jobs_name, "crontabs", path);
  for_each_line(text.value_or(""), [&](std::string_view line, std::int64_t line_number) {
    line = trim(line);
    if (line.empty() || line.starts_with('#') || sets_variable(line)) return;
    CronJob job;
    job.host = machine.host;
    job.file = "/" + utf8(path);
    job.line = line_number;
    auto const understood = read_schedule(line, job);
    job.user_name = owner.empty() ? take_word(line) : owner;
    job.command = line;
    if (!understood || job.command.empty()) return machine.problems.malformed(cron_jobs_name, "lines", path);
    emit(std::move(job));
  });
}

// cron(8) looks at no other names in cron.d, so that editors' and dpkg's copies do not run.
bool runs_from_cron_d(std::string const& name) {
  return std::ranges::all_of(name, [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '-'; });
}

}  // namespace

oar::Table cron_jobs_table() {
  return oar::Table::of<CronJob>(cron_jobs_name, "Commands in crontabs",
                                 {host_column,
                                  {"file", "The crontab"},
                                  {"line", "The line in it, from 1"},
                                  {"schedule", "When it runs: the five fields, or @daily"},
                                  {"minute", "Minutes, 0-59; this and the next four are NULL for @forms"},
                                  {"hour", "Hours, 0-23"},
                                  {"day_of_month", "Days of the month, 1-31"},
                                  {"month", "Months, 1-12 or names"},
                                  {"day_of_week", "Days of the week, 0-7 or names; 0 and 7 are Sunday"},
                                  {"user_name", "Who runs it"},
                                  {"command", "What is run"}})
      .key({"host", "file", "line"});
}

oar::Result<void> read_cron_jobs(Machine& machine, Emit<CronJob> const& emit) {
  read_crontab(machine, "etc/crontab", "", emit);
  auto const names = machine.part_list(cron_jobs_name, "folders", "etc/cron.d");
  for (auto const& name : names.value_or(std::vector<std::string>{}))
    if (runs_from_cron_d(name)) read_crontab(machine, "etc/cron.d/" + name, "", emit);
  for (std::string const folder : {"var/spool/cron/crontabs", "var/spool/cron"}) {  // Debian's; others'
    auto const users = machine.part_list(cron_jobs_name, "folders of users' crontabs", folder);
    for (auto const& user : users.value_or(std::vector<std::string>{})) {
      auto const path = folder + "/" + user;
      if (auto const about = machine.files.status(path); about.ok() && S_ISDIR(about.value.st_mode)) continue;
      read_crontab(machine, path, utf8(user), emit);
    }
  }
  return {};
}

}  // namespace machine
