// Users, their keys, and groups, of the fixture tree.
#include "support.hpp"

#include "plugins/linux/tables/authorized_keys.hpp"
#include "plugins/linux/tables/groups.hpp"
#include "plugins/linux/tables/users.hpp"

#include <sys/stat.h>

using namespace machine;
using namespace machine::test;

TEST_CASE("users are the lines of passwd, repeated names and all, without any password") {
  Box box;
  Lines users;
  Lines keys;
  REQUIRE(read_users(box.machine, test::into<User>(users), test::into<AuthorizedKey>(keys)));
  CHECK(users ==
        Lines{"name=root occurrence=1 uid=0 gid=0 full_name=root home=/root shell=/bin/bash password=shadow line=1",
              "name=ada occurrence=1 uid=1000 gid=1000 full_name=Ada L\\xf6velace,,, home=/home/ada shell=/bin/zsh "
              "password=shadow line=2",
              "name=sync occurrence=1 uid=4 gid=65534 full_name= home=/bin shell= password=locked line=4",
              "name=ada occurrence=2 uid=1001 gid=1000 full_name= home=/home/ada2 shell=/bin/sh password=hash line=6",
              "name=free occurrence=1 uid=1002 gid=1000 full_name= home=/ shell=/bin/sh password=empty line=8"});
  for (auto const& line : users) CHECK(line.find("secret") == std::string::npos);
  CHECK(box.troubles() ==
        "linux_authorized_keys: 1 lines not understood and passed over (one is /home/ada/.ssh/authorized_keys)\n"
        "linux_users: 2 lines not understood and passed over (one is /etc/passwd)\n");
}

TEST_CASE("authorized keys have the fingerprint that ssh-keygen prints, and their options") {
  Box box;
  Lines keys;
  REQUIRE(read_users(
      box.machine, [](User const&) {}, test::into<AuthorizedKey>(keys)));
  std::string const key = "AAAAC3NzaC1lZDI1NTE5AAAAIDR3YJe0SoGIsu8PNKF2K0Qr2ssmT4l1cb0PF3lMxJqr";
  std::string const fingerprint = "SHA256:iaUZ2ZS6+f82NtxMyzK2cxBA512ZaLmf+Rlu8Qw4dYg";
  std::string const file = "user_name=ada user_occurrence=1 file=/home/ada/.ssh/authorized_keys";
  CHECK(keys == Lines{file + " line=2 type=ssh-ed25519 key=" + key + " fingerprint=" + fingerprint +
                          " comment=ada@work laptop options=-",
                      file + " line=3 type=ssh-ed25519 key=" + key + " fingerprint=" + fingerprint +
                          " comment=- options=command=\"echo \\\"a b\\\"\",no-pty"});
}

TEST_CASE("keys that may not be read are a warning with their number") {
  Tree tree;
  tree.write("etc/passwd", "ada:x:1:1::/home/ada:\nbob:x:2:2::/home/bob:\n");
  tree.write("home/ada/.ssh/authorized_keys", "x");
  tree.write("home/bob/.ssh/authorized_keys", "x");
  ::chmod(tree.path("home/ada/.ssh").c_str(), 0);
  ::chmod(tree.path("home/bob").c_str(), 0);
  CHECK(holds_for_ordinary_user([&] {
    Box box{tree.root()};
    Lines users;
    auto const read = read_users(box.machine, test::into<User>(users), [](AuthorizedKey const&) {});
    return read && users.size() == 2 && box.problems.count("linux_authorized_keys") == 4 &&
           box.problems.count("linux_users") == 0;
  }));
}

TEST_CASE("groups and their members, each member once") {
  Box box;
  CHECK(rows(box, read_groups) == Lines{"name=root occurrence=1 gid=0 line=1", "name=adm occurrence=1 gid=4 line=2",
                                        "name=users occurrence=1 gid=100 line=3"});
  CHECK(rows(box, read_group_members) == Lines{"group_name=adm group_occurrence=1 user_name=ada gid=4",
                                               "group_name=adm group_occurrence=1 user_name=syslog gid=4",
                                               "group_name=users group_occurrence=1 user_name=sync gid=100"});
  CHECK(box.problems.count("linux_groups") == 1);
}

TEST_CASE("an image without accounts has no rows and no warning") {
  Tree tree;
  Box box{tree.root()};
  CHECK(rows(box, read_groups).empty());
  CHECK(box.problems.empty());
  CHECK(box.problems.absences() == Lines{"linux_groups: there is no /etc/group"});
}
