#pragma once
// linux_users: a row per line of /etc/passwd. Password hashes are never read into a row.

#include "../row.hpp"

namespace machine {

struct User {
  std::string host;
  std::string name;
  std::int64_t occurrence = 1;
  std::int64_t uid = 0;
  std::int64_t gid = 0;
  std::string full_name;
  std::string home;
  std::string shell;
  std::string password;
  std::int64_t line = 0;
};
BOOST_DESCRIBE_STRUCT(User, (), (host, name, occurrence, uid, gid, full_name, home, shell, password, line))

oar::Table users_table();
struct AuthorizedKey;
// Users' keys are read only when emit_key is not empty.
oar::Result<void> read_users(Machine& machine, Emit<User> const& emit, Emit<AuthorizedKey> const& emit_key);

}  // namespace machine
