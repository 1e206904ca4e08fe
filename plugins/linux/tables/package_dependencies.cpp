// Takes a dependency field apart: "libc6 (>= 2.34), debconf | cdebconf:any", as deb-control(5) describes it.
#include "package_dependencies.hpp"

#include "../text.hpp"

#include <array>
#include <utility>

namespace machine {
namespace {

constexpr char package_dependencies_name[] = "linux_package_dependencies";

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kinds{{{"Pre-Depends", "pre-depends"},
                                                                              {"Depends", "depends"},
                                                                              {"Recommends", "recommends"},
                                                                              {"Suggests", "suggests"},
                                                                              {"Enhances", "enhances"},
                                                                              {"Breaks", "breaks"},
                                                                              {"Conflicts", "conflicts"},
                                                                              {"Replaces", "replaces"},
                                                                              {"Provides", "provides"}}};

// "name:arch (>= 1.0)" into the row's last columns; false when there is no name.
bool parse_one(std::string_view text, PackageDependency& row) {
  auto const [left, right, has_version] = halve(text, '(');
  auto const [name, architecture, has_architecture] = halve(trim(left), ':');
  row.dependency = trim(name);
  row.dependency_architecture = or_null(trim(architecture));
  row.relation.reset();
  row.version.reset();
  if (has_version) {
    auto const inside = trim(halve(right, ')').before);
    auto const length = inside.find_first_not_of("<>=");
    row.relation = or_null(inside.substr(0, length));
    if (length != std::string_view::npos) row.version = or_null(trim(inside.substr(length)));
  }
  return !row.dependency.empty();
}

}  // namespace

oar::Table package_dependencies_table() {
  return oar::Table::of<PackageDependency>(
             package_dependencies_name, "What installed packages ask for, refuse or provide: a row per alternative",
             {host_column,
              {"package", "The package that asks"},
              {"architecture", "The architecture of the package that asks"},
              {"kind", "pre-depends, depends, recommends, suggests, enhances, breaks, conflicts, replaces or provides"},
              {"position", "The place in the list, from 1"},
              {"alternative", "The place among alternatives, from 1: any one of them is enough"},
              {"dependency", "The package that is named"},
              {"dependency_architecture", "The architecture that is asked for: any, native, amd64"},
              {"relation", "How the version compares: <<, <=, =, >=, >>"},
              {"version", "The version that is asked for"}})
      .key({"host", "package", "architecture", "kind", "position", "alternative"})
      .child_of("linux_packages", {{"host", "host"}, {"package", "name"}, {"architecture", "architecture"}});
}

void read_dependencies(Machine& machine, PackageId const& package, Paragraph const& paragraph,
                       Emit<PackageDependency> const& emit) {
  PackageDependency row;
  row.host = machine.host;
  row.package = package.name;
  row.architecture = package.architecture;
  for (auto const& [field, kind] : kinds) {
    auto const text = paragraph.get(field);
    if (text.empty()) continue;
    row.kind = kind;
    row.position = 0;
    for (auto const group : split(text, ',')) {
      if (trim(group).empty()) continue;
      ++row.position;
      row.alternative = 0;
      for (auto const alternative : split(group, '|')) {
        ++row.alternative;
        if (parse_one(alternative, row))
          emit(row);
        else
          machine.problems.malformed(package_dependencies_name, "dependencies", package.name);
      }
    }
  }
}

}  // namespace machine
