#pragma once
// A folder of a test's own, rows of every type, and what is in the files that a destination made of them.

#include <oar/rows.hpp>

#include <catch2/catch.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "plugins/file/destination/destination.hpp"
#include "support/results.hpp"

namespace oar::file::test {

class Folder {
 public:
  Folder();
  ~Folder();
  Folder(Folder const&) = delete;
  Folder& operator=(Folder const&) = delete;

  std::string path() const { return path_.string(); }
  std::string operator/(std::string const& name) const { return (path_ / name).string(); }
  // Below this folder, sorted, folders not included.
  std::vector<std::string> files() const;
  // Of the only file; the test fails when there are more or none.
  std::string only_file() const;

 private:
  std::filesystem::path path_;
};

std::string content(std::string const& path);

using oar::test::failed;
using oar::test::ok;

// Values of one type; `fill` appends them.
struct Values {
  Type type;
  std::function<void(Column&)> fill;
};
// Every type with its extremes, empty values and what needs quoting.
std::vector<Values> every_type();

// The values, and a NULL after them, as the only column "value".
Table table_of(Values const& values);
Batch batch_of(Table const& table, Values const& values);

// Settings of a destination whose files are below the folder.
std::unique_ptr<FileDestination> destination(DestinationConfig config);
std::unique_ptr<Writer> writer(FileDestination& destination, std::string sync_id = "sync-1");

// id (key) and text.
Table notes(std::string name = "notes");
Batch note(Table const& table, std::int64_t id, std::string_view text);

}  // namespace oar::file::test
