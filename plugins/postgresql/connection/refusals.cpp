#include "plugins/postgresql/connection/refusals.hpp"

#include <array>

namespace oar::postgresql {
namespace {

constexpr Meaning settings{Errc::config, false};
constexpr Meaning trust{Errc::auth, false};

constexpr auto refusals = std::to_array<Refusal>({
    {"certificate verify failed", trust,
     "sslrootcert has to name a file with the certificate of the authority that signed the server's", "sslrootcert"},
    {"does not match host name", trust,
     "write `host` as the certificate has it (`hostaddr` may hold the address beside it), or sslmode=verify-ca, which "
     "takes any host of that authority"},
    {"root certificate file", settings, "sslrootcert names the file"},
    {"server does not support SSL", settings,
     "ssl is off in its postgresql.conf, or a proxy before it speaks no TLS; sslmode=disable does without", "sslmode"},
    {"requires a valid client certificate", trust, "name one that exists as sslcert, and its key as sslkey", "sslcert"},
    {"certificate authentication failed", trust, "the CN of sslcert has to be the user's name", "sslcert"},
    {"\"trust\" authentication failed", trust, "the CN of sslcert has to be the user's name", "sslcert"},
    {"alert unknown ca", trust, "the server's ssl_ca_file does not know the authority that signed sslcert", "sslcert"},
    {"alert certificate", trust, "the server does not take sslcert; its log says why", "sslcert"},
    {"key values mismatch", settings, "sslkey is not the key of sslcert", "sslcert"},
    {"has group or world access", settings, ""},
    {"private key file", settings, "sslkey has to name the key of sslcert, as PEM, with sslpassword when it has one"},
    {"could not read certificate file", settings, "sslcert has to be PEM", "sslcert"},
    {"invalid sslmode value", settings, "one of disable, allow, prefer, require, verify-ca, verify-full"},
    {"no encryption", std::nullopt,
     "where the server takes TLS only, write sslmode=verify-full; its pg_hba.conf says who may come from where"},
    {"no password supplied", trust,
     "write password=${NAME} into connection_string, for a variable NAME, or put it into .pgpass"},
    {"Temporary failure in name resolution", Meaning{Errc::io, true}, ""},
});

}  // namespace

Refusal const* refusal_of(std::string_view message) {
  for (auto const& row : refusals)
    if (message.find(row.said) != message.npos) return &row;
  return nullptr;
}

}  // namespace oar::postgresql
