// Reading below a root: nothing outside is reached, nothing blocks, and each failure keeps its reason.
#include "support.hpp"

#include "plugins/linux/host_name.hpp"
#include "plugins/linux/saturate.hpp"
#include "plugins/linux/text.hpp"

#include <sys/stat.h>
#include <cerrno>

using namespace machine;
using machine::test::Box;
using machine::test::Tree;

TEST_CASE("an absolute link leads to a file inside the root") {
  Tree tree;
  tree.write("usr/real", "inside");
  tree.link("etc/link", "/usr/real");
  CHECK(Files{tree.root()}.read("etc/link").value == "inside");
}

TEST_CASE("a link that climbs above the root stays in it") {
  Tree tree;
  tree.write("etc/hostname", "inside");
  tree.link("a/b/link", "../../../../../../../etc/hostname");
  tree.link("up", "..");
  Files const files{tree.root()};
  CHECK(files.read("a/b/link").value == "inside");
  CHECK(files.read("up/up/up/etc/hostname").value == "inside");
  CHECK(files.read("../../etc/hostname").value == "inside");
}

TEST_CASE("a folder that is a link is followed inside the root") {
  Tree tree;
  tree.write("usr/lib/os-release", "ID=x");
  tree.link("lib", "/usr/lib");
  Files const files{tree.root()};
  CHECK(files.read("lib/os-release").value == "ID=x");
  CHECK(files.list("lib").value == std::vector<std::string>{"os-release"});
}

TEST_CASE("links that go round in circles are an error, not a hang") {
  Tree tree;
  tree.link("one", "two");
  tree.link("two", "one");
  CHECK(Files{tree.root()}.read("one").error == ELOOP);
}

TEST_CASE("a pipe where a file should be does not block") {
  Tree tree;
  REQUIRE(::mkfifo(tree.path("passwd").c_str(), 0644) == 0);
  CHECK(Files{tree.root()}.read("passwd").error == EINVAL);
  CHECK(Files{tree.root()}.read(".").error == EISDIR);
}

TEST_CASE("a file over the limit is an error, not half a file") {
  Tree tree;
  tree.write("big", std::string(1000, 'x'));
  CHECK(Files{tree.root()}.read("big", 999).error == EFBIG);
  CHECK(Files{tree.root()}.read("big", 1000).value.size() == 1000);
}

TEST_CASE("what is not there is absent, also below a file") {
  Tree tree;
  tree.write("file", "x");
  Files const files{tree.root()};
  CHECK(files.read("nothing").absent());
  CHECK(files.read("file/below").absent());
  CHECK(files.list("nothing").absent());
}

TEST_CASE("a main file that is denied is counted, and one that is broken fails the table") {
  Tree tree;
  tree.write("etc/denied", "x");
  tree.link("etc/broken", "broken");
  ::chmod(tree.path("etc/denied").c_str(), 0);
  CHECK(test::holds_for_ordinary_user([&] {
    Box box{tree.root()};
    auto const text = box.machine.main_text("linux_x", "etc/denied");
    return text && !*text &&
           box.troubles() == "linux_x: 1 files could not be read: Permission denied (one is /etc/denied)\n";
  }));
  Box box{tree.root()};
  auto const broken = box.machine.main_text("linux_x", "etc/broken");
  REQUIRE_FALSE(broken);
  CHECK(broken.error().message() == "/etc/broken: Too many levels of symbolic links");
}

TEST_CASE("a folder that is denied on the way counts as denied") {
  Tree tree;
  tree.write("home/ada/.ssh/authorized_keys", "x");
  ::chmod(tree.path("home/ada").c_str(), 0);
  CHECK(
      test::holds_for_ordinary_user([&] { return Files{tree.root()}.read("home/ada/.ssh/authorized_keys").denied(); }));
}

TEST_CASE("troubles of one table become one sentence with their numbers") {
  Problems problems;
  problems.unreadable("linux_a", "crontabs", "var/x", EACCES);
  problems.unreadable("linux_a", "crontabs", "var/y", EACCES);
  problems.malformed("linux_a", "lines", "etc/z");
  problems.malformed("linux_b", "lines", "etc/z");
  CHECK(
      problems.sentences() ==
      std::vector<std::string>{"linux_a: 2 crontabs could not be read: Permission denied (one is /var/x); 1 lines not "
                               "understood and passed over (one is /etc/z)",
                               "linux_b: 1 lines not understood and passed over (one is /etc/z)"});
  CHECK(problems.count("linux_a") == 3);
}

TEST_CASE("bytes that are no UTF-8 are spelled out, and good text stays as it is") {
  CHECK(utf8("plain") == "plain");
  CHECK(utf8("L\xC3\xB6ve \xE2\x82\xAC \xF0\x9F\x98\x80") == "L\xC3\xB6ve \xE2\x82\xAC \xF0\x9F\x98\x80");
  CHECK(utf8("L\xF6ve") == "L\\xf6ve");
  CHECK(utf8(std::string{"a\0b", 3}) == "a\\x00b");
  CHECK(utf8("\xC0\x80") == "\\xc0\\x80");           // overlong
  CHECK(utf8("\xED\xA0\x80") == "\\xed\\xa0\\x80");  // a surrogate
  CHECK(utf8("\xE2\x82") == "\\xe2\\x82");           // cut off
}

TEST_CASE("a number that a file made up stops at the largest value") {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  CHECK(times(most, 2) == most);
  CHECK(times(-most, 2) == std::numeric_limits<std::int64_t>::min());
  CHECK(times(3, 1024) == 3072);
  CHECK(plus(most, 1) == most);
  CHECK(plus(-2, 1) == -1);
}

TEST_CASE("the host is the setting, else the machine id, else the host name") {
  Tree tree;
  Files const files{tree.root()};
  auto const none = host_name(files, std::nullopt);
  REQUIRE_FALSE(none);
  CHECK(none.error().code() == oar::Errc::config);
  tree.write("etc/hostname", "web1\n");
  CHECK(*host_name(files, std::nullopt) == "web1");
  tree.write("etc/machine-id", "uninitialized\n");
  CHECK(*host_name(files, std::nullopt) == "web1");
  tree.write("etc/machine-id", "0123abc\n");
  CHECK(*host_name(files, std::nullopt) == "0123abc");
  CHECK(*host_name(files, "mine") == "mine");
  CHECK_FALSE(host_name(files, ""));
  CHECK_FALSE(host_name(files, std::string(201, 'x')));
}
