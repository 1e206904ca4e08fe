// Passwords for both roles, from every place that libpq and the configuration know, over verified TLS: used, and seen
// nowhere.
#include <atomic>
#include <catch2/catch.hpp>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include "process.hpp"
#include "servers.hpp"

using namespace oar::e2e;
using oar::test::ask;
using oar::test::Cluster;

namespace {

constexpr char password[] = "open sesame";
std::vector<std::string> const spellings{"open sesame", "open%20sesame", "sesame"};

// A server with a user of its own, reached over TLS only, and a certificate that nobody else trusts.
struct SafeServer {
  SafeServer() {
    ask(cluster.connection_string(), "CREATE ROLE ada LOGIN PASSWORD '" + std::string{password} + "'");
    for (std::string const name : {"shop", "bronze"})
      ask(cluster.connection_string(), "CREATE DATABASE " + name + " OWNER ada");
    ask(cluster.connection_string("shop"),
        "CREATE TABLE orders (id int PRIMARY KEY, note text); INSERT INTO orders SELECT g, 'n' FROM generate_series(1, "
        "50) g; CREATE TABLE taken (id int); GRANT ALL ON ALL TABLES IN SCHEMA public TO ada");
    ask(cluster.connection_string("bronze"), "GRANT ALL ON SCHEMA public TO ada");
    cluster.replace_hba("local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256");
    cluster.configure("log_statement = all\nlog_connections = on");
    certificate = cluster.use_tls();
    cluster.restart(Cluster::How::fast);
  }
  std::string port() const { return std::to_string(cluster.port()); }
  std::string uri(std::string const& login, std::string const& database) const {
    return "postgresql://" + login + "@127.0.0.1:" + port() + "/" + database +
           "?sslmode=verify-full&sslrootcert=" + certificate.string();
  }
  std::string words(std::string const& database) const {
    return "host=127.0.0.1 port=" + port() + " dbname=" + database +
           " user=ada sslmode=verify-full sslrootcert=" + certificate.string();
  }

  Cluster cluster{oar::test::Loopback::yes, oar::test::Fsync::no};
  std::filesystem::path certificate;
};

SafeServer& safe_server() {
  static SafeServer server;
  return server;
}

bool mentions(std::string const& text) {
  return std::any_of(spellings.begin(), spellings.end(),
                     [&](std::string const& secret) { return text.find(secret) != text.npos; });
}

// Which files of the folder, and the state file among them, hold the secret.
std::set<std::string> files_with_secret(Folder const& folder) {
  std::set<std::string> names;
  for (auto const& entry : std::filesystem::recursive_directory_iterator{folder.path()})
    if (entry.is_regular_file() && mentions(read_file(entry.path()))) names.insert(entry.path().filename().string());
  return names;
}

// What `ps` would show, looked at again and again while something runs.
class CommandLines {
 public:
  CommandLines()
      : looking_{[this](std::stop_token const& stop) {
          while (!stop.stop_requested()) {
            look();
            std::this_thread::sleep_for(std::chrono::milliseconds{5});
          }
        }} {}
  bool mentioned_secret() const { return mentioned_; }
  bool saw_oarlock() const { return saw_; }

 private:
  void look() {
    std::error_code gone;
    for (auto const& process : std::filesystem::directory_iterator{"/proc", gone}) {
      for (char const* const file : {"cmdline", "comm"}) {
        std::ifstream in{process.path() / file, std::ios::binary};
        std::stringstream text;
        text << in.rdbuf();
        if (mentions(text.str())) mentioned_ = true;
        if (text.str().find("oarlock") != std::string::npos) saw_ = true;
      }
    }
  }

  std::atomic<bool> mentioned_ = false;
  std::atomic<bool> saw_ = false;
  std::jthread looking_;
};

struct Way {
  std::map<std::string, std::string> environment;
  std::string from, to;                    // connection strings
  std::set<std::string> where_it_is = {};  // files of the user's own
};

// Fills the folder with what the way needs.
Way way_of(std::string const& name, Folder const& folder) {
  auto const& server = safe_server();
  auto const secret = std::string{password};
  if (name == "environment, in a URI")
    return {{{"PASSWORD", "open%20sesame"}},
            server.uri("ada:${PASSWORD}", "shop"),
            server.uri("ada:${PASSWORD}", "bronze")};
  if (name == "environment, in words")
    return {{{"PASSWORD", "'open sesame'"}},
            server.words("shop") + " password=${PASSWORD}",
            server.words("bronze") + " password=${PASSWORD}"};
  if (name == "libpq's own variable")
    return {{{"PGPASSWORD", secret}}, server.uri("ada", "shop"), server.uri("ada", "bronze")};
  if (name == "written into the configuration")
    return {{}, server.uri("ada:open%20sesame", "shop"), server.uri("ada:open%20sesame", "bronze"), {"sync.yaml"}};
  if (name == "files") {
    folder.write("from.txt", server.words("shop") + " password='open sesame'\n");
    folder.write("to.txt", server.uri("ada:open%20sesame", "bronze") + "\n");
    return {{}, "${file:from.txt}", "${file:to.txt}", {"from.txt", "to.txt"}};
  }
  if (name == ".pgpass") {
    folder.write(".pgpass", "127.0.0.1:" + server.port() + ":*:ada:open sesame\n");
    std::filesystem::permissions(folder / ".pgpass", std::filesystem::perms::owner_read);
    return {{{"PGPASSFILE", (folder / ".pgpass").string()}},
            server.uri("ada", "shop"),
            server.words("bronze"),
            {".pgpass"}};
  }
  REQUIRE(name == "a service file");
  std::string sections;
  for (std::string const database : {"shop", "bronze"})
    sections += "[" + database + "]\nhost=127.0.0.1\nport=" + server.port() + "\ndbname=" + database +
                "\nuser=ada\npassword=open sesame\nsslmode=verify-full\nsslrootcert=" + server.certificate.string() +
                "\n";
  folder.write("service.conf", sections);
  return {{{"PGSERVICEFILE", (folder / "service.conf").string()}}, "service=shop", "service=bronze", {"service.conf"}};
}

}  // namespace

TEST_CASE("a password for either role is used, and stands in no log, error, plan, state file or command line") {
  auto const name =
      GENERATE(as<std::string>{}, "environment, in a URI", "environment, in words", "libpq's own variable",
               "written into the configuration", "files", ".pgpass", "a service file");
  INFO(name);
  auto& server = safe_server();
  auto const admin = server.cluster.connection_string();
  ask(server.cluster.connection_string("bronze"), "DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION ada");
  ask(admin, "ALTER ROLE ada PASSWORD '" + std::string{password} + "'");
  auto const logged_before = server.cluster.log().size();
  Folder const folder;
  auto const way = way_of(name, folder);
  folder.write("sync.yaml", from_postgresql(way.from) + to_postgresql(way.to));
  auto const run = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"-vv", "--log-level", "trace", "--log-file", "log.txt", "sync.yaml"});
    return run_oarlock({arguments, folder.path(), way.environment});
  };
  std::vector<Run> runs;
  CommandLines const processes;
  runs.push_back(run({"sync"}));
  INFO(runs.back().err);
  CHECK(runs.back().exit_code == 0);
  for (std::string const command : {"plan", "validate", "test-connection", "tables"}) runs.push_back(run({command}));
  // A table that cannot be written, one that cannot be read, then no login at all.
  ask(server.cluster.connection_string("bronze"), "DROP TABLE taken; CREATE VIEW taken AS SELECT 1 AS one");
  runs.push_back(run({"sync"}));
  CHECK(runs.back().exit_code == 3);
  ask(admin, "ALTER ROLE ada PASSWORD 'changed'");
  runs.push_back(run({"sync"}));
  CHECK(runs.back().exit_code == 4);
  CHECK_THAT(runs.back().err, Catch::Contains("password authentication failed for user \"ada\""));
  runs.push_back(run({"test-connection"}));
  CHECK(runs.back().exit_code != 0);
  for (auto const& words : {std::vector<std::string>{"state", "show", "sync.yaml"}, {"runs", "show", "sync.yaml"}})
    runs.push_back(run_oarlock({words, folder.path(), way.environment}));

  for (auto const& each : runs) {
    INFO(each.out);
    INFO(each.err);
    CHECK_FALSE((mentions(each.out) || mentions(each.err)));
  }
  CHECK(std::filesystem::exists(folder / ".oarlock/state.db"));
  CHECK(files_with_secret(folder) == way.where_it_is);
  CHECK(processes.saw_oarlock());
  CHECK_FALSE(processes.mentioned_secret());
  // The server's own log of all statements: past those of this test, which set the password.
  auto log = server.cluster.log().substr(logged_before);
  for (auto at = log.find("ALTER ROLE"); at != log.npos; at = log.find("ALTER ROLE"))
    log.erase(at, log.find('\n', at) - at);
  CHECK_FALSE(mentions(log));
}
