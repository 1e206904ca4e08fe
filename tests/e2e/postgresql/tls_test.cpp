// TLS and client certificates for both roles, as libpq's words say; who is refused reads what is wrong and where to
// look.
#include <catch2/catch.hpp>
#include <vector>

#include "process.hpp"
#include "servers.hpp"

using namespace oar::e2e;
using Catch::Contains;
using oar::test::ask;
using oar::test::Cluster;

namespace {

constexpr char key_password[] = "mellon";

// "ada" comes with a certificate of that name, "ben" should have one of his, "bea" comes with a password.
struct CertifyingServer {
  CertifyingServer() {
    ask(cluster.connection_string(),
        "CREATE ROLE ada LOGIN SUPERUSER; CREATE ROLE ben LOGIN SUPERUSER; CREATE ROLE bea LOGIN SUPERUSER PASSWORD "
        "'sesame'");
    for (std::string const name : {"shop", "bronze"}) ask(cluster.connection_string(), "CREATE DATABASE " + name);
    ask(cluster.connection_string("shop"), "CREATE TABLE orders AS SELECT generate_series(1, 50) AS id");
    cluster.replace_hba(
        "local all all trust\nhostssl all bea 127.0.0.1/32 scram-sha-256\n"
        "hostssl all ada,ben 127.0.0.1/32 trust clientcert=verify-full");
    root = cluster.use_tls().string();
    cluster.configure("ssl_ca_file = '" + ada.certificate.string() + "'");
    cluster.restart(Cluster::How::fast);
  }

  Cluster cluster{oar::test::Loopback::yes, oar::test::Fsync::no};
  Cluster::Certificate const ada = cluster.certificate("ada");
  Cluster::Certificate const stranger = cluster.certificate("stranger", key_password);
  std::string root;
};

CertifyingServer& certifying_server() {
  static CertifyingServer server;
  return server;
}

struct Case {
  std::string what;
  std::string login;              // without the database
  std::vector<std::string> said;  // none: it works
};

std::vector<Case> cases() {
  auto const& server = certifying_server();
  auto const at = "port=" + std::to_string(server.cluster.port()) + " ";
  auto const here = "host=127.0.0.1 " + at;
  auto const verified = here + "sslmode=verify-full sslrootcert=" + server.root + " ";
  auto const bea = std::string{" user=bea password=sesame"};
  auto const pair = [](std::filesystem::path const& certificate, std::filesystem::path const& key) {
    return " sslcert=" + certificate.string() + " sslkey=" + key.string();
  };
  auto const& [certificate, key] = server.ada;
  auto const open_key = server.cluster.folder() / "open.key";
  std::filesystem::copy_file(key, open_key, std::filesystem::copy_options::overwrite_existing);
  std::filesystem::permissions(open_key, std::filesystem::perms{0644});
  static Cluster const plain{oar::test::Loopback::yes, oar::test::Fsync::no};
  auto const elsewhere = "host=elsewhere.example hostaddr=127.0.0.1 " + at + "sslrootcert=" + server.root + bea;
  return {
      {"the right authority and host", verified + bea, {}},
      {"an authority, any host of it", elsewhere + " sslmode=verify-ca", {}},
      {"the user's certificate", verified + "user=ada" + pair(certificate, key), {}},
      {"another authority",
       here + "sslmode=verify-full sslrootcert=" + certificate.string() + bea,
       {"certificate verify failed", "authority", "sslrootcert=" + certificate.string()}},
      {"another host",
       elsewhere + " sslmode=verify-full",
       {"does not match host name \"elsewhere.example\"", "`hostaddr`", "verify-ca"}},
      {"no authority",
       here + "sslmode=verify-full sslrootcert=/nowhere/root.crt" + bea,
       {"\"/nowhere/root.crt\" does not exist", "sslrootcert names the file"}},
      {"no certificate of the user's", verified + "user=ada", {"valid client certificate", "as sslcert"}},
      {"a certificate that is not there",
       verified + "user=ada" + pair("/nowhere/ada.crt", key),
       {"valid client certificate", "sslcert=/nowhere/ada.crt"}},
      {"a certificate that the server does not know",
       verified + "user=ada sslpassword=" + key_password + pair(server.stranger.certificate, server.stranger.key),
       {"unknown ca", "ssl_ca_file"}},
      {"another user's certificate",
       verified + "user=ben" + pair(certificate, key),
       {"the CN of sslcert has to be the user's name", certificate.string()}},
      {"another certificate's key",
       verified + "user=ada sslpassword=" + key_password + pair(certificate, server.stranger.key),
       {"not the key of sslcert"}},
      {"the wrong password of a key",
       verified + "user=ada sslpassword=sesame" + pair(server.stranger.certificate, server.stranger.key),
       {"could not load private key file", "sslpassword"}},
      {"a key that everyone may read",
       verified + "user=ada" + pair(certificate, open_key),
       {"group or world access", "0600"}},
      {"no password", verified + "user=bea", {"no password supplied", "password=${NAME}", ".pgpass"}},
      {"no TLS where it is asked for", here + "sslmode=disable" + bea, {"no pg_hba.conf entry", "sslmode=verify-full"}},
      {"a server without TLS",
       "host=127.0.0.1 port=" + std::to_string(plain.port()) + " user=postgres sslmode=require",
       {"server does not support SSL", "ssl is off", "sslmode=require"}},
      {"a mode that is none", here + "sslmode=always" + bea, {"invalid sslmode value", "verify-full"}},
  };
}

void check_told(Run const& run, std::vector<std::string> const& said) {
  CHECK(run.exit_code == (said.empty() ? 0 : 4));
  for (auto const& words : said) CHECK_THAT(run.err, Contains(words));
  for (std::string const secret : {"sesame", key_password})
    CHECK((run.out + run.err).find(secret) == std::string::npos);
  // No second attempt makes a certificate valid.
  CHECK(run.err.find("trying again") == std::string::npos);
}

}  // namespace

TEST_CASE("TLS and certificates are what libpq's words say, for either role; who is refused reads where to look") {
  auto const [what, login, said] = GENERATE(from_range(cases()));
  INFO(what);
  auto const& cluster = certifying_server().cluster;
  ask(cluster.connection_string("bronze"), "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  for (auto const* const role : {"source", "destination"}) {
    INFO(role);
    auto const is_source = role == std::string{"source"};
    Folder const folder;
    folder.write("sync.yaml",
                 is_source
                     ? from_postgresql(login + " dbname=shop") + to_postgresql(cluster.connection_string("bronze"))
                     : from_postgresql(cluster.connection_string("shop")) + to_postgresql(login + " dbname=bronze"));
    auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
    INFO(run.err);
    check_told(run, said);
  }
  auto const there = ask(cluster.connection_string("bronze"), "SELECT to_regclass('orders') IS NOT NULL");
  CHECK(there == (said.empty() ? "t" : "f"));
}
