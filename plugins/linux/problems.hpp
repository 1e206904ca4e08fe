#pragma once
// Counts what could not be read, per table, so that a gap is told once and with its size.

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace machine {

// Belongs to one reading; not for several threads.
class Problems {
 public:
  // What: a plural, as in "crontabs"; path: relative to the root.
  void unreadable(std::string const& table, std::string const& what, std::string const& path, int error);
  // A line, record or paragraph that does not look as it should, and was passed over.
  void malformed(std::string const& table, std::string const& what, std::string const& path);
  // Anything else worth a sentence.
  void note(std::string const& table, std::string const& what, std::string const& reason, std::string const& example);

  // A file that need not be there is not: no trouble, but worth knowing by who wonders why a table is empty.
  void absent(std::string const& table, std::string const& path);
  // "linux_packages: there is no /var/lib/dpkg/status"
  std::vector<std::string> const& absences() const { return absences_; }

  bool empty() const { return counts_.empty(); }
  // How many of this table could not be read, for whatever reason.
  std::int64_t count(std::string const& table) const;
  // One sentence a table: "linux_process_sockets: 12 processes' sockets could not be read: Permission denied (one is
  // /proc/1/fd)".
  std::vector<std::string> sentences() const;

 private:
  struct Count {
    std::int64_t times = 0;
    std::string example;
  };
  using Kind = std::tuple<std::string, std::string, std::string>;  // table, what, reason
  std::map<Kind, Count> counts_;
  std::vector<std::string> absences_;
};

}  // namespace machine
