#pragma once
// linux_package_dependencies: what an installed package asks for, refuses or provides; a row per alternative.

#include "../paragraphs.hpp"
#include "../row.hpp"

namespace machine {

struct PackageDependency {
  std::string host;
  std::string package;
  std::string architecture;
  std::string kind;
  std::int64_t position = 0;
  std::int64_t alternative = 0;
  std::string dependency;
  std::optional<std::string> dependency_architecture;
  std::optional<std::string> relation;
  std::optional<std::string> version;
};
BOOST_DESCRIBE_STRUCT(PackageDependency, (),
                      (host, package, architecture, kind, position, alternative, dependency, dependency_architecture,
                       relation, version))

struct PackageId {
  std::string name;
  std::string architecture;
};

oar::Table package_dependencies_table();
void read_dependencies(Machine& machine, PackageId const& package, Paragraph const& paragraph,
                       Emit<PackageDependency> const& emit);

}  // namespace machine
