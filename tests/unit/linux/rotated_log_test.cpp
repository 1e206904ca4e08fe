// A log that is rotated while it is read over the days: every line once, none lost.
#include "support.hpp"

#include "plugins/linux/tables/logins.hpp"
#include "plugins/linux/tables/package_events.hpp"

#include <cstring>

using namespace machine;
using namespace machine::test;

namespace {

constexpr char log_path[] = "var/log/dpkg.log";

std::string line(int day, std::string const& package) {
  return "2026-11-" + std::to_string(10 + day) + " 10:00:00 status installed " + package + ":all 1\n";
}

struct Session {
  Lines packages;
  oar::Cursor cursor;
  std::string troubles;
};

// One sync: what came, and where the next one goes on.
Session read_events(Tree const& tree, oar::Cursor const& from) {
  Box box{tree.root()};
  Session session;
  auto reading = PackageEvents::open(box.machine, from);
  if (!reading) FAIL(reading.error().message());
  while (reading->next([&](PackageEvent const& row) { session.packages.push_back(*row.package); })) continue;
  session.cursor = reading->cursor();
  session.troubles = box.troubles();
  return session;
}

void rotate(Tree const& tree, std::string const& from, std::string const& to) {
  std::filesystem::rename(tree.path(from), tree.path(to));
}

// Compresses as logrotate does: a new file, then the old one is removed.
void compress(Tree const& tree, std::string const& name) {
  tree.write_gzip(name + ".gz", tree.content(name));
  std::filesystem::remove(tree.path(name));
}

}  // namespace

TEST_CASE("the first reading takes all files, oldest first, packed ones too") {
  Tree tree;
  tree.write_gzip(std::string{log_path} + ".10.gz", line(1, "a"));
  tree.write_gzip(std::string{log_path} + ".2.gz", line(2, "b"));
  tree.write(std::string{log_path} + ".1", line(3, "c"));
  tree.write(log_path, line(4, "d"));
  tree.write(std::string{log_path} + ".save", line(5, "not part of it"));
  CHECK(read_events(tree, {}).packages == Lines{"a", "b", "c", "d"});
}

TEST_CASE("files that carry a date come in its order") {
  Tree tree;
  tree.write(std::string{log_path} + "-20260201", line(2, "b"));
  tree.write_gzip(std::string{log_path} + "-20260101.gz", line(1, "a"));
  tree.write(log_path, line(3, "c"));
  CHECK(read_events(tree, {}).packages == Lines{"a", "b", "c"});
}

TEST_CASE("a reading goes on where the last one ended, and an empty one keeps the place") {
  Tree tree;
  tree.write(log_path, line(1, "a"));
  auto const first = read_events(tree, {});
  auto const second = read_events(tree, first.cursor);
  CHECK(second.packages.empty());
  CHECK(second.cursor.bytes() == first.cursor.bytes());
  tree.append(log_path, line(2, "b"));
  CHECK(read_events(tree, second.cursor).packages == Lines{"b"});
}

TEST_CASE("a last line without its end waits until it is whole") {
  Tree tree;
  auto const whole = line(2, "b");
  tree.write(log_path, line(1, "a") + whole.substr(0, 20));
  auto const first = read_events(tree, {});
  CHECK(first.packages == Lines{"a"});
  CHECK(first.troubles.empty());
  tree.append(log_path, whole.substr(20));
  CHECK(read_events(tree, first.cursor).packages == Lines{"b"});
}

TEST_CASE("rotation and compression neither lose a line nor double one") {
  Tree tree;
  tree.write(log_path, line(1, "a"));
  auto session = read_events(tree, {});
  tree.append(log_path, line(2, "b"));
  rotate(tree, log_path, std::string{log_path} + ".1");
  tree.write(log_path, line(3, "c"));
  session = read_events(tree, session.cursor);
  CHECK(session.packages == Lines{"b", "c"});
  compress(tree, std::string{log_path} + ".1");
  rotate(tree, std::string{log_path} + ".1.gz", std::string{log_path} + ".2.gz");
  tree.append(log_path, line(4, "d"));
  rotate(tree, log_path, std::string{log_path} + ".1");
  session = read_events(tree, session.cursor);
  CHECK(session.packages == Lines{"d"});
  tree.write(log_path, line(5, "e"));
  session = read_events(tree, session.cursor);
  CHECK(session.packages == Lines{"e"});
  CHECK(session.troubles.empty());
}

TEST_CASE("a line that is written to a file after it was renamed is still read") {
  Tree tree;
  tree.write(log_path, line(1, "a"));
  auto session = read_events(tree, {});
  rotate(tree, log_path, std::string{log_path} + ".1");
  tree.write(log_path, line(3, "c"));
  session = read_events(tree, session.cursor);
  CHECK(session.packages == Lines{"c"});
  tree.append(std::string{log_path} + ".1", line(2, "late"));  // dpkg had it open
  CHECK(read_events(tree, session.cursor).packages == Lines{"late"});
}

TEST_CASE("a file that is being compressed is read once") {
  Tree tree;
  tree.write(std::string{log_path} + ".1", line(1, "a") + line(2, "b"));
  tree.write_gzip(std::string{log_path} + ".1.gz", line(1, "a"));
  CHECK(read_events(tree, {}).packages == Lines{"a", "b"});
}

TEST_CASE("a log that is gone since the last reading is told, and the rest is read") {
  Tree tree;
  tree.write(log_path, line(1, "a"));
  auto const first = read_events(tree, {});
  tree.write(log_path, line(5, "e"));
  auto const second = read_events(tree, first.cursor);
  CHECK(second.packages == Lines{"e"});
  CHECK(second.troubles.find("entries between may be missing") != std::string::npos);
}

TEST_CASE("a file that could not be found for a while is not read a second time") {
  Tree tree;
  tree.write(std::string{log_path} + ".1", line(1, "a"));
  tree.write(log_path, line(2, "b"));
  auto session = read_events(tree, {});
  rotate(tree, std::string{log_path} + ".1", "var/log/elsewhere");
  session = read_events(tree, session.cursor);
  rotate(tree, "var/log/elsewhere", std::string{log_path} + ".1");
  tree.append(log_path, line(3, "c"));
  CHECK(read_events(tree, session.cursor).packages == Lines{"c"});
}

TEST_CASE("a packed file that is cut short gives what it has and a warning") {
  Tree tree;
  std::string many;
  for (int i = 0; i < 2000; ++i) many += line(1, "p" + std::to_string(i * 7919 % 2003));
  tree.write_gzip(std::string{log_path} + ".1.gz", many);
  std::filesystem::resize_file(tree.path(std::string{log_path} + ".1.gz"), 2000);
  tree.write(log_path, line(2, "z"));
  auto const session = read_events(tree, {});
  CHECK(session.packages.back() == "z");
  CHECK(session.troubles.find("cannot be unpacked") != std::string::npos);
}

TEST_CASE("an empty or absent log is no trouble, and begins when there is something") {
  Tree tree;
  tree.write("var/log/other", "");
  auto const absent = read_events(tree, {});
  CHECK(absent.packages.empty());
  CHECK(absent.cursor.empty());
  tree.write(log_path, "");
  auto const empty = read_events(tree, absent.cursor);
  CHECK(empty.troubles.empty());
  tree.write(log_path, line(1, "a"));
  CHECK(read_events(tree, empty.cursor).packages == Lines{"a"});
}

TEST_CASE("a cursor that something else wrote is refused") {
  Tree tree;
  tree.write(log_path, line(1, "a"));
  Box box{tree.root()};
  CHECK_FALSE(PackageEvents::open(box.machine, oar::Cursor{"17"}));
}

TEST_CASE("the lines of dpkg's log become events") {
  Box box;
  auto reading = PackageEvents::open(box.machine, {});
  REQUIRE(reading);
  Lines events;
  while (reading->next([&](PackageEvent const& row) { events.push_back(shown(row)); })) continue;
  for (auto& event : events) event.erase(0, event.find("position="));
  CHECK(events ==
        Lines{"position=0 logged_at=1795382313000000 action=startup package=- architecture=- installed_version=- "
              "available_version=- state=- detail=archives unpack",
              "position=44 logged_at=1795382313000000 action=upgrade package=libc6 architecture=amd64 "
              "installed_version=2.36-9+deb12u3 available_version=2.36-9+deb12u4 state=- detail=-",
              "position=114 logged_at=1795382313000000 action=install package=held architecture=all "
              "installed_version=- available_version=2:1-1 state=- detail=-",
              "position=164 logged_at=1795382314000000 action=conffile package=- architecture=- installed_version=- "
              "available_version=- state=- detail=/etc/my file keep",
              "position=221 logged_at=1795382314000000 action=status package=libc6 architecture=amd64 "
              "installed_version=2.36-9+deb12u4 available_version=- state=installed detail=-"});
  CHECK(box.troubles() == "linux_package_events: 1 lines not understood and passed over (one is /var/log/dpkg.log)\n");
}

namespace {

// A utmp record of 384 bytes (32-bit times) or of 400.
std::string record(bool wide, std::int16_t type, std::string const& user, std::int64_t seconds) {
  std::string bytes(wide ? 400 : 384, '\0');
  auto const put = [&](std::size_t at, auto value) { std::memcpy(bytes.data() + at, &value, sizeof value); };
  put(0, type);
  put(4, std::int32_t{77});
  bytes.replace(8, 5, "pts/0");
  bytes.replace(44, user.size(), user);
  bytes.replace(76, 8, "10.1.2.3");
  if (wide) {
    put(344, seconds);
    put(352, std::int64_t{5});
  } else {
    put(340, static_cast<std::uint32_t>(seconds));
    put(344, std::int32_t{5});
  }
  bytes.replace(wide ? 360 : 348, 4, std::string{"\x0A\x01\x02\x03", 4});
  return bytes;
}

Lines read_logins(Tree const& tree, oar::Cursor& cursor) {
  Box box{tree.root()};
  auto reading = Logins::open(box.machine, cursor);
  if (!reading) FAIL(reading.error().message());
  Lines found;
  while (reading->next([&](Login const& row) { found.push_back(shown(row)); })) continue;
  for (auto& text : found) text.erase(0, text.find("position="));
  cursor = reading->cursor();
  CHECK(box.troubles().empty());
  return found;
}

}  // namespace

TEST_CASE("logins are read from records of both sizes") {
  auto const wide = GENERATE(false, true);
  Tree tree;
  oar::Cursor cursor;
  tree.write("var/log/wtmp", record(wide, 7, "ada", 1700000000) + record(wide, 8, "", 1700000100).substr(0, 100));
  CHECK(
      read_logins(tree, cursor) ==
      Lines{"position=0 logged_at=1700000000000005 type=user_process user_name=ada terminal=pts/0 terminal_id=- pid=77 "
            "from_host=10.1.2.3 from_address=10.1.2.3 session=0"});
  tree.append("var/log/wtmp", record(wide, 8, "", 1700000100).substr(100));
  rotate(tree, "var/log/wtmp", "var/log/wtmp.1");
  tree.write("var/log/wtmp", record(wide, 2, "reboot", 1700000200));
  auto const later = read_logins(tree, cursor);
  REQUIRE(later.size() == 2);
  CHECK(later[0].find("type=logout user_name=- ") != std::string::npos);
  CHECK(later[1].find("type=boot user_name=reboot ") != std::string::npos);
  CHECK(read_logins(tree, cursor).empty());
}
