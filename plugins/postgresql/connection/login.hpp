#pragma once
// How a server is reached: the user's connection string, checked, and what of it must never be shown.

#include <oar/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace oar::postgresql {

class Login {
 public:
  // A PostgreSQL URI or keyword=value pairs, as libpq takes them; what is missing comes from the environment, the
  // service file and .pgpass. Errc::config, in words that quote nothing of it, when it is neither.
  static Result<Login> parse(std::string connection_string);

  std::string const& connection_string() const { return connection_string_; }
  // Text that may have come from the server or libpq, without passwords.
  std::string without_secrets(std::string text) const;
  // Adds what turns out to be a password only once connected (.pgpass, the service file).
  void hide(std::string_view secret);

 private:
  explicit Login(std::string connection_string) : connection_string_{std::move(connection_string)} {}

  std::string connection_string_;
  std::vector<std::string> secrets_;
};

}  // namespace oar::postgresql
