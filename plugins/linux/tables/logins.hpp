#pragma once
// linux_logins: who logged in and out, and when the machine started; incremental.

#include "../rotated_log.hpp"
#include "../row.hpp"

namespace machine {

struct Login {
  std::string host;
  std::string log;
  std::int64_t position = 0;
  oar::Timestamp logged_at;
  std::string type;
  std::optional<std::string> user_name;
  std::optional<std::string> terminal;
  std::optional<std::string> terminal_id;
  std::int64_t pid = 0;
  std::optional<std::string> from_host;
  std::optional<oar::Inet> from_address;
  std::int64_t session = 0;
};
BOOST_DESCRIBE_STRUCT(Login, (),
                      (host, log, position, logged_at, type, user_name, terminal, terminal_id, pid, from_host,
                       from_address, session))

oar::Table logins_table();

class Logins {
 public:
  static oar::Result<Logins> open(Machine& machine, oar::Cursor const& from);
  bool next(Emit<Login> const& emit);
  oar::Cursor cursor() const { return log_.cursor(); }

 private:
  Logins(Machine& machine, RotatedLog log) : machine_{&machine}, log_{std::move(log)} {}

  Machine* machine_;
  RotatedLog log_;
};

}  // namespace machine
