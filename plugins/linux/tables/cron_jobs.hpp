#pragma once
// linux_cron_jobs: commands that cron runs at their time.

#include "../row.hpp"

namespace machine {

struct CronJob {
  std::string host;
  std::string file;
  std::int64_t line = 0;
  std::string schedule;
  std::optional<std::string> minute;
  std::optional<std::string> hour;
  std::optional<std::string> day_of_month;
  std::optional<std::string> month;
  std::optional<std::string> day_of_week;
  std::string user_name;
  std::string command;
};
BOOST_DESCRIBE_STRUCT(CronJob, (),
                      (host, file, line, schedule, minute, hour, day_of_month, month, day_of_week, user_name, command))

oar::Table cron_jobs_table();
oar::Result<void> read_cron_jobs(Machine& machine, Emit<CronJob> const& emit);

}  // namespace machine
