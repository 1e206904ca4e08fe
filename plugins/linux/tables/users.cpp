// Reads /etc/passwd: name:password:uid:gid:gecos:home:shell, as passwd(5) describes it.
#include "users.hpp"

#include "../text.hpp"
#include "authorized_keys.hpp"

#include <map>

namespace machine {
namespace {

constexpr char users_name[] = "linux_users";
constexpr char users_path[] = "etc/passwd";

// What the password field says, without what it holds.
std::string password_kind(std::string_view field) {
  if (field.empty()) return "empty";
  if (field == "x") return "shadow";
  if (field.starts_with('*') || field.starts_with('!')) return "locked";
  return "hash";
}

}  // namespace

oar::Table users_table() {
  return oar::Table::of<User>(
             users_name, "User accounts: a row per line of /etc/passwd",
             {host_column,
              {"name", "The login name"},
              {"occurrence", "1, or more where earlier lines have the same name (the system uses the first)"},
              {"uid", "The user's number"},
              {"gid", "The number of the user's primary group"},
              {"full_name", "The comment field: full name and more, by commas"},
              {"home", "The home folder"},
              {"shell", "The login shell; empty means /bin/sh"},
              {"password",
               "Where the password is: shadow, locked, empty (none is needed), or hash (in this very file)"},
              {"line", "The line in /etc/passwd, from 1"}})
      .key({"host", "name", "occurrence"});
}

oar::Result<void> read_users(Machine& machine, Emit<User> const& emit, Emit<AuthorizedKey> const& emit_key) {
  auto const text = OAR_TRY(machine.main_text(users_name, users_path));
  std::map<std::string, std::int64_t, std::less<>> seen;
  for_each_line(text.value_or(""), [&](std::string_view line, std::int64_t line_number) {
    if (trim(line).empty() || line.starts_with('#')) return;
    auto const fields = split(line, ':');
    auto const uid = fields.size() == 7 ? number<std::uint32_t>(fields[2]) : std::nullopt;
    auto const gid = fields.size() == 7 ? number<std::uint32_t>(fields[3]) : std::nullopt;
    if (!uid || !gid || fields[0].empty()) return machine.problems.malformed(users_name, "lines", users_path);
    auto const occurrence = ++seen[std::string{fields[0]}];
    User const user{machine.host,
                    std::string{fields[0]},
                    occurrence,
                    *uid,
                    *gid,
                    std::string{fields[4]},
                    std::string{fields[5]},
                    std::string{fields[6]},
                    password_kind(fields[1]),
                    line_number};
    emit(user);
    if (emit_key) read_authorized_keys(machine, user, emit_key);
  });
  return {};
}

}  // namespace machine
