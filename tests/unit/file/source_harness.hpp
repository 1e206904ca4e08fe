#pragma once
// Drives the file source through its classes: files in a folder of their own, rows as text, what was said and rejected.

#include "plugins/file/source/source.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace oar::file::test {

using Texts = std::vector<std::string>;

// A folder that is gone with the test.
class Files {
 public:
  Files();
  ~Files();
  Files(Files const&) = delete;

  std::string path(std::string const& name) const { return (folder_ / name).string(); }
  // Each gives the file's path.
  std::string write(std::string const& name, std::string_view content) const;
  std::string append(std::string const& name, std::string_view content) const;
  void rename(std::string const& from, std::string const& to) const;

 private:
  std::filesystem::path folder_;
};

// What one scan gave.
struct Scanned {
  std::vector<std::string> rows;  // "1|a|NULL"
  std::string cursor;             // of its last checkpoint
  std::string error;              // that ended it; empty = none
  std::size_t checkpoints = 0;
};

struct Rejected {
  std::string table;
  std::string row;
  std::string reason;
};

// A host that remembers what it was told.
struct Told {
  std::vector<std::string> infos;
  std::vector<std::string> warnings;
  std::vector<Rejected> rejects;
};

class Driver {
 public:
  explicit Driver(std::string const& config_json);
  Driver(Driver const&) = delete;

  // Why the settings, the look at the files or the plan were refused; empty = they were not.
  std::string refused();
  Catalog catalog();
  // "name type" of each column of a table.
  std::vector<std::string> columns(std::string const& table);
  std::vector<Split> splits(std::vector<SavedCursor> const& saved = {});
  Scanned scan(Split const& split, std::string const& cursor, BatchLimits limits = {});
  // All splits, each from its cursor; the cursors are kept for the next call.
  std::vector<std::string> sync(BatchLimits limits = {});
  // As when the host starts anew: the files are looked at again.
  void restart();

  Told told;
  std::map<std::string, std::string> cursors;  // by split

 private:
  Host host() const { return Host{&handle_}; }
  Table table_named(std::string const& name);

  std::string config_;
  oar_host handle_{};
  std::unique_ptr<FileSource> source_;
  std::string refused_;
};

std::string json_of(std::vector<std::string> const& texts);

}  // namespace oar::file::test
