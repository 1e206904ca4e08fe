#pragma once
// linux_authorized_keys: public keys that let someone log in as a user by SSH.

#include "../row.hpp"
#include "users.hpp"

namespace machine {

struct AuthorizedKey {
  std::string host;
  std::string user_name;
  std::int64_t user_occurrence = 1;
  std::string file;
  std::int64_t line = 0;
  std::string type;
  std::string key;
  std::string fingerprint;
  std::optional<std::string> comment;
  std::optional<std::string> options;
};
BOOST_DESCRIBE_STRUCT(AuthorizedKey, (),
                      (host, user_name, user_occurrence, file, line, type, key, fingerprint, comment, options))

oar::Table authorized_keys_table();
void read_authorized_keys(Machine& machine, User const& user, Emit<AuthorizedKey> const& emit);

}  // namespace machine
