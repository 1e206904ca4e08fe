// Finds the files of a log, opens them so that a rotation in between is no loss, and reads them one after another.
#include "rotated_log.hpp"

#include "log_file.hpp"
#include "text.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace machine {
namespace {

struct LogName {
  std::string name;
  std::int64_t age = 0;  // 0 is the newest
  std::string date;      // of names that carry one instead: newer is greater
  bool packed = false;

  // Newest first; of two with the same number the plain one, since the other is still being written.
  auto order() const { return std::tuple{!date.empty(), age, packed}; }
  bool operator<(LogName const& other) const {
    if (order() != other.order() && (date.empty() || other.date.empty())) return order() < other.order();
    return std::tuple{other.date, packed} < std::tuple{date, other.packed};
  }
};

// dpkg.log, dpkg.log.1, dpkg.log.2.gz, dpkg.log-20260101.gz
std::optional<LogName> log_name(std::string const& name, std::string const& base) {
  LogName found{.name = name, .age = 0, .date = {}, .packed = false};
  if (!name.starts_with(base)) return std::nullopt;
  std::string_view rest = std::string_view{name}.substr(base.size());
  if (rest.empty()) return found;
  found.packed = rest.ends_with(".gz");
  if (found.packed) rest.remove_suffix(3);
  auto const counted = rest.starts_with('.') ? number(rest.substr(1)) : std::nullopt;
  auto const dated = rest.starts_with('-') && rest.find_first_not_of("0123456789-") == std::string_view::npos;
  if (counted) found.age = *counted;
  if (dated) found.date = rest;
  if (!counted && !dated) return std::nullopt;
  return found;
}

struct Opened {
  std::vector<std::unique_ptr<LogFile>> files;  // newest first
  std::vector<std::string> names;
  bool vanished = false;
};

oar::Result<std::vector<std::string>> names_in(Machine& machine, std::string const& table, std::string const& folder,
                                               std::string const& base) {
  auto const all = OAR_TRY(machine.main_list(table, folder));
  std::vector<LogName> found;
  for (auto const& name : all.value_or(std::vector<std::string>{}))
    if (auto parsed = log_name(name, base)) found.push_back(std::move(*parsed));
  std::ranges::sort(found, [](LogName const& a, LogName const& b) { return a < b; });
  std::vector<std::string> names;
  for (auto const& log : found) names.push_back(log.name);
  return names;
}

// Newest first: a file that is renamed meanwhile is met twice, which is seen, and never missed.
oar::Result<Opened> open_once(Machine& machine, std::string const& table, std::string const& folder,
                              std::string const& base, UnitSize const& unit_size) {
  Opened opened;
  opened.names = OAR_TRY(names_in(machine, table, folder, base));
  std::set<std::string> seen;
  for (auto const& name : opened.names) {
    auto path = folder + "/" + name;
    auto fd = machine.files.open(path);
    opened.vanished = opened.vanished || fd.absent();
    if (!fd.ok() && !fd.absent()) machine.problems.unreadable(table, "log files", path, fd.error);
    if (!fd.ok()) continue;
    bool broken = false;
    auto file = LogFile::open(std::move(fd.value), path, unit_size, broken);
    if (broken) machine.problems.note(table, "log files", "cannot be unpacked", "/" + path);
    if (file && seen.insert(file->log()).second) opened.files.push_back(std::move(file));
  }
  return opened;
}

// Again, when the names have changed while the files were opened.
oar::Result<Opened> open_all(Machine& machine, std::string const& table, std::string const& folder,
                             std::string const& base, UnitSize const& unit_size) {
  auto opened = OAR_TRY(open_once(machine, table, folder, base, unit_size));
  for (int attempt = 0; attempt < 5; ++attempt) {
    auto const names = OAR_TRY(names_in(machine, table, folder, base));
    if (!opened.vanished && names == opened.names) break;
    opened = OAR_TRY(open_once(machine, table, folder, base, unit_size));
  }
  return opened;
}

}  // namespace

RotatedLog::RotatedLog(Machine& machine, std::string table) : machine_{&machine}, table_{std::move(table)} {}
RotatedLog::RotatedLog(RotatedLog&&) noexcept = default;
RotatedLog::~RotatedLog() = default;

oar::Result<RotatedLog> RotatedLog::open(Machine& machine, std::string const& table, std::string const& path,
                                         UnitSize unit_size, oar::Cursor const& from) {
  auto const cursor = OAR_TRY(from.value_or(LogCursor{}));
  auto const slash = path.rfind('/');
  auto opened = OAR_TRY(open_all(machine, table, path.substr(0, slash), path.substr(slash + 1), unit_size));
  RotatedLog log{machine, table};
  log.files_ = std::move(opened.files);
  std::ranges::reverse(log.files_);
  bool newest_known = cursor.files.empty();
  for (auto const& [name, offset] : cursor.files) {
    auto const file = std::ranges::find(log.files_, name, [](auto const& candidate) { return candidate->log(); });
    newest_known = file != log.files_.end();  // of the last one in the end
    if (newest_known)
      (*file)->seek(offset);
    else
      log.missing_.push_back({name, offset});
  }
  if (!newest_known)
    machine.problems.note(table, "log files", "gone since the last reading: entries between may be missing",
                          "/" + path);
  return log;
}

bool RotatedLog::next(LogUnit& unit) {
  for (; current_ < files_.size(); ++current_) {
    auto& file = *files_[current_];
    if (file.next(unit)) return true;
    if (file.broken()) machine_->problems.note(table_, "log files", "cannot be unpacked to the end", "/" + file.path());
  }
  return false;
}

oar::Cursor RotatedLog::cursor() const {
  constexpr std::size_t remembered = 50;
  LogCursor cursor;
  auto const skipped = missing_.size() > remembered ? missing_.size() - remembered : 0;
  cursor.files.assign(missing_.begin() + static_cast<std::ptrdiff_t>(skipped), missing_.end());
  for (auto const& file : files_) cursor.files.push_back({file->log(), file->offset()});
  if (cursor.files.empty()) return {};
  return oar::Cursor{cursor};
}

std::string RotatedLog::path() const { return current_ < files_.size() ? files_[current_]->path() : std::string{}; }

}  // namespace machine
