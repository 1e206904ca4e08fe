#pragma once
// linux_packages: Debian packages whose status is installed, and linux_package_dependencies, what they ask for.

#include "../paragraphs.hpp"
#include "../row.hpp"
#include "package_dependencies.hpp"

#include <memory>
#include <set>

namespace machine {

struct Package {
  std::string host;
  std::string name;
  std::string architecture;
  std::string version;
  std::string wanted;
  std::optional<std::string> section;
  std::optional<std::string> priority;
  std::optional<std::string> maintainer;
  std::string source;
  std::string source_version;
  std::optional<std::int64_t> installed_bytes;
  bool essential = false;
  std::optional<std::string> multi_arch;
  std::optional<std::string> homepage;
  std::optional<std::string> summary;
};
BOOST_DESCRIBE_STRUCT(Package, (),
                      (host, name, architecture, version, wanted, section, priority, maintainer, source, source_version,
                       installed_bytes, essential, multi_arch, homepage, summary))

oar::Table packages_table();

// Reads the dpkg database a package at a time. Holds the file's text.
class Packages {
 public:
  static oar::Result<Packages> open(Machine& machine);
  // The next package and, if wanted, what it asks for; false when there is none left.
  bool next(Emit<Package> const& emit, Emit<PackageDependency> const& emit_dependency);

 private:
  struct Database {
    std::string path;
    std::string text;
    bool installed_only = true;  // else every paragraph is installed
  };

  Packages(Machine& machine, std::vector<Database> databases);
  bool next_paragraph();

  Machine* machine_;
  std::shared_ptr<std::vector<Database> const> databases_;  // never moved, so that Paragraphs may borrow
  std::size_t current_ = 0;
  Paragraphs rest_{""};
  Paragraph paragraph_;
  std::set<std::string> seen_;  // a package may stand in the database and in a record of its own
};

}  // namespace machine
