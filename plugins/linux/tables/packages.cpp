// Reads var/lib/dpkg/status and, where an image has no dpkg of its own, the files of var/lib/dpkg/status.d.
#include "packages.hpp"

#include "../saturate.hpp"
#include "../text.hpp"

namespace machine {
namespace {

constexpr char packages_name[] = "linux_packages";
constexpr char packages_folder[] = "var/lib/dpkg";
constexpr std::uint64_t status_limit = std::uint64_t{512} << 20;

// "glibc (2.36-9)", or the package's own name and version.
void name_source(Package& package, std::string_view field) {
  auto const [name, version, found] = halve(field, '(');
  package.source = field.empty() ? package.name : std::string{trim(name)};
  package.source_version = found ? std::string{trim(halve(version, ')').before)} : package.version;
}

Package package_of(std::string const& host, Paragraph const& paragraph) {
  Package package;
  package.host = host;
  package.name = paragraph.get("Package");
  package.architecture = paragraph.get("Architecture");
  package.version = paragraph.get("Version");
  auto const status = words(paragraph.get("Status"));
  package.wanted = status.empty() ? "install" : std::string{status[0]};
  package.section = or_null(paragraph.get("Section"));
  package.priority = or_null(paragraph.get("Priority"));
  package.maintainer = or_null(paragraph.get("Maintainer"));
  name_source(package, paragraph.get("Source"));
  if (auto const kilobytes = number(paragraph.get("Installed-Size"))) package.installed_bytes = times(*kilobytes, 1024);
  package.essential = paragraph.get("Essential") == "yes";
  package.multi_arch = or_null(paragraph.get("Multi-Arch"));
  package.homepage = or_null(paragraph.get("Homepage"));
  package.summary = or_null(halve(paragraph.get("Description"), '\n').before);
  return package;
}

}  // namespace

oar::Table packages_table() {
  return oar::Table::of<Package>(packages_name, "Debian packages that are installed",
                                 {host_column,
                                  {"name", "The package's name"},
                                  {"architecture", "What it was built for: amd64, all"},
                                  {"version", "The installed version"},
                                  {"wanted", "What the administrator wants: install, hold, deinstall, purge"},
                                  {"section", "The archive's section: libs"},
                                  {"priority", "How important it is: required, optional"},
                                  {"maintainer", "Who looks after it"},
                                  {"source", "The source package that it was built from"},
                                  {"source_version", "The source package's version"},
                                  {"installed_bytes", "The space it takes, as estimated when it was built"},
                                  {"essential", "The system may not work without it"},
                                  {"multi_arch", "How it lives with other architectures: same, foreign, allowed"},
                                  {"homepage", "The software's home page"},
                                  {"summary", "The first line of its description"}})
      .key({"host", "name", "architecture"});
}

Packages::Packages(Machine& machine, std::vector<Database> databases)
    : machine_{&machine}, databases_{std::make_shared<std::vector<Database> const>(std::move(databases))} {
  if (!databases_->empty()) rest_ = Paragraphs{databases_->front().text};
}

oar::Result<Packages> Packages::open(Machine& machine) {
  std::vector<Database> databases;
  auto const status = std::string{packages_folder} + "/status";
  if (auto text = OAR_TRY(machine.main_text(packages_name, status, status_limit)))
    databases.push_back({status, std::move(*text), true});
  auto const parts = std::string{packages_folder} + "/status.d";
  auto const names = OAR_TRY(machine.main_list(packages_name, parts));
  for (auto const& name : names.value_or(std::vector<std::string>{})) {
    if (name.ends_with(".md5sums")) continue;
    auto path = parts + "/" + name;
    if (auto text = machine.part_text(packages_name, "package records", path))
      databases.push_back({std::move(path), std::move(*text), false});
  }
  return Packages{machine, std::move(databases)};
}

// The next paragraph of an installed package.
bool Packages::next_paragraph() {
  while (current_ < databases_->size()) {
    auto const& database = (*databases_)[current_];
    while (rest_.next(paragraph_)) {
      auto const status = words(paragraph_.get("Status"));
      if (database.installed_only && (status.size() != 3 || status[2] != "installed")) continue;
      auto const id = std::string{paragraph_.get("Package")} + ":" + std::string{paragraph_.get("Architecture")};
      auto const whole = !paragraph_.get("Package").empty() && !paragraph_.get("Version").empty();
      if (whole && !seen_.insert(id).second) continue;
      if (whole) return true;
      machine_->problems.malformed(packages_name, "paragraphs", database.path);
    }
    if (++current_ < databases_->size()) rest_ = Paragraphs{(*databases_)[current_].text};
  }
  return false;
}

bool Packages::next(Emit<Package> const& emit, Emit<PackageDependency> const& emit_dependency) {
  if (!next_paragraph()) return false;
  auto package = package_of(machine_->host, paragraph_);
  auto const name = package.name;
  auto const architecture = package.architecture;
  if (emit) emit(std::move(package));
  if (emit_dependency) read_dependencies(*machine_, {name, architecture}, paragraph_, emit_dependency);
  return true;
}

}  // namespace machine
