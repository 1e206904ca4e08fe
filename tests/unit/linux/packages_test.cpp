// dpkg's database and apt's sources, of the fixture tree.
#include "support.hpp"

#include "plugins/linux/tables/apt_sources.hpp"
#include "plugins/linux/tables/packages.hpp"

using namespace machine;
using namespace machine::test;

namespace {

struct Found {
  Lines packages;
  Lines dependencies;
};

Found read_all(Box& box) {
  Found found;
  auto reading = Packages::open(box.machine);
  if (!reading) FAIL(reading.error().message());
  while (reading->next(test::into<Package>(found.packages), test::into<PackageDependency>(found.dependencies)))
    continue;
  return found;
}

}  // namespace

TEST_CASE("packages are those whose status is installed, held ones too") {
  Box box;
  CHECK(read_all(box).packages ==
        Lines{"name=libc6 architecture=amd64 version=2.36-9+deb12u4 wanted=install section=libs priority=optional "
              "maintainer=GNU Libc Maintainers <debian-glibc@lists.debian.org> source=glibc source_version=2.36-9 "
              "installed_bytes=13297664 essential=no multi_arch=same "
              "homepage=https://www.gnu.org/software/libc/libc.html summary=GNU C Library: Shared libraries",
              "name=held architecture=all version=2:1-1 wanted=hold section=- priority=- maintainer=- source=held "
              "source_version=2:1-1 installed_bytes=- essential=yes multi_arch=- homepage=- summary=-"});
  CHECK(box.troubles() ==
        "linux_packages: 1 paragraphs not understood and passed over (one is /var/lib/dpkg/status)\n");
}

TEST_CASE("dependencies are taken apart to alternatives, versions and architectures") {
  Box box;
  CHECK(read_all(box).dependencies ==
        Lines{"package=libc6 architecture=amd64 kind=depends position=1 alternative=1 dependency=libgcc-s1 "
              "dependency_architecture=- relation=- version=-",
              "package=libc6 architecture=amd64 kind=depends position=2 alternative=1 dependency=libcrypt1 "
              "dependency_architecture=- relation=>= version=1:4.4.10-10~",
              "package=libc6 architecture=amd64 kind=recommends position=1 alternative=1 dependency=libidn2-0 "
              "dependency_architecture=- relation=>= version=2.0.5~",
              "package=libc6 architecture=amd64 kind=recommends position=2 alternative=1 dependency=debconf "
              "dependency_architecture=- relation=>= version=0.5",
              "package=libc6 architecture=amd64 kind=recommends position=2 alternative=2 dependency=debconf-2.0 "
              "dependency_architecture=- relation=- version=-",
              "package=held architecture=all kind=depends position=1 alternative=1 dependency=python3 "
              "dependency_architecture=any relation=- version=-",
              "package=held architecture=all kind=breaks position=1 alternative=1 dependency=libc6 "
              "dependency_architecture=- relation=<< version=2.3"});
}

TEST_CASE("an image without dpkg, but with its records, has packages") {
  Tree tree;
  tree.write("var/lib/dpkg/status.d/base", "Package: base-files\nVersion: 12\nArchitecture: amd64\n");
  tree.write("var/lib/dpkg/status.d/base.md5sums", "0 x\n");
  Box box{tree.root()};
  auto const found = read_all(box);
  REQUIRE(found.packages.size() == 1);
  CHECK(found.packages[0].starts_with("name=base-files architecture=amd64 version=12 wanted=install "));
}

TEST_CASE("a machine without dpkg has no packages and no warning") {
  Tree tree;
  Box box{tree.root()};
  CHECK(read_all(box).packages.empty());
  CHECK(box.troubles() == "");
}

TEST_CASE("a database that cannot be read is an error, so that no package is taken for removed") {
  Tree tree;
  tree.link("var/lib/dpkg/status", "status");
  Box box{tree.root()};
  CHECK_FALSE(Packages::open(box.machine));
}

TEST_CASE("apt sources in both spellings") {
  Box box;
  CHECK(rows(box, read_apt_sources) ==
        Lines{"file=/etc/apt/sources.list position=1 line=2 enabled=yes type=deb uri=http://deb.example/debian "
              "suite=bookworm components=[main|contrib] architectures=[amd64|arm64] "
              "signed_by=/usr/share/keyrings/x.gpg trusted=yes",
              "file=/etc/apt/sources.list position=2 line=3 enabled=yes type=deb-src uri=http://deb.example/debian "
              "suite=./ components=[] architectures=[] signed_by=- trusted=-",
              "file=/etc/apt/sources.list.d/more.sources position=1 line=2 enabled=yes type=deb "
              "uri=http://deb.debian.org/debian suite=bookworm components=[main] architectures=[] signed_by=(in "
              "this file) trusted=-",
              "file=/etc/apt/sources.list.d/more.sources position=2 line=2 enabled=yes type=deb "
              "uri=http://deb.debian.org/debian suite=bookworm-updates components=[main] architectures=[] "
              "signed_by=(in this file) trusted=-",
              "file=/etc/apt/sources.list.d/more.sources position=3 line=2 enabled=yes type=deb-src "
              "uri=http://deb.debian.org/debian suite=bookworm components=[main] architectures=[] signed_by=(in "
              "this file) trusted=-",
              "file=/etc/apt/sources.list.d/more.sources position=4 line=2 enabled=yes type=deb-src "
              "uri=http://deb.debian.org/debian suite=bookworm-updates components=[main] architectures=[] "
              "signed_by=(in this file) trusted=-",
              "file=/etc/apt/sources.list.d/more.sources position=5 line=12 enabled=no type=deb "
              "uri=http://off.example/ suite=x/ components=[] architectures=[] signed_by=- trusted=-"});
  CHECK(box.troubles() == "linux_apt_sources: 1 lines not understood and passed over (one is /etc/apt/sources.list)\n");
}
