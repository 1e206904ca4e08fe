#include "plugins/postgresql/connection/login.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <memory>

namespace oar::postgresql {
namespace {

struct FreeGiven {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, FreeGiven>;

bool is_secret(std::string_view keyword) { return keyword == "password" || keyword == "sslpassword"; }

// libpq quotes parts of the string, which may be parts of the password.
std::string without_quotations(std::string_view text) {
  std::string out;
  bool inside = false;
  for (auto const c : text) {
    if (c == '"') {
      if (!inside) out += "\"...\"";
      inside = !inside;
    } else if (!inside && c != '\n') {
      out += c;
    }
  }
  return out;
}

Error refused(std::string_view why) {
  return Error::of(Errc::config, "connection_string: ", why,
                   "; write postgresql://USER@HOST:PORT/DATABASE (in a password %40 stands for @, %2F for /) or "
                   "host=HOST dbname=DATABASE user=USER");
}

// An @ or / of the password that is not written as %40 or %2F ends up here, and would stand in libpq's errors.
Result<void> check(std::string_view keyword, std::string_view value) {
  auto const advice = [&](char const* what) { return refused("the password probably has " + std::string{what}); };
  if (keyword == "host" && value.find('@') != value.npos) return advice("an @ that is not written as %40");
  if (keyword == "port" && value.find_first_not_of("0123456789,") != value.npos)
    return refused("the port is no number; perhaps the password has a / that is not written as %2F");
  if (keyword == "dbname" && value.find('@') != value.npos && value.find('/') != value.npos)
    return advice("a / that is not written as %2F");
  return {};
}

}  // namespace

Result<Login> Login::parse(std::string connection_string) {
  if (connection_string.find('\0') != std::string::npos) return refused("a NUL character stands in it");
  Login login{std::move(connection_string)};
  char* message = nullptr;
  Options const options{PQconninfoParse(login.connection_string_.c_str(), &message)};
  std::string const why = message ? without_quotations(message) : "out of memory";
  PQfreemem(message);
  if (!options) return refused(why);
  for (auto const* option = options.get(); option->keyword; ++option) {
    std::string_view const keyword = option->keyword;
    if (!option->val) continue;
    if (is_secret(keyword)) login.hide(option->val);
    OAR_TRY(check(keyword, option->val));
  }
  return login;
}

void Login::hide(std::string_view secret) {
  if (secret.empty() || std::ranges::find(secrets_, secret) != secrets_.end()) return;
  secrets_.emplace_back(secret);
}

std::string Login::without_secrets(std::string text) const {
  for (auto const& secret : secrets_)
    for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + 3))
      text.replace(at, secret.size(), "***");
  return text;
}

}  // namespace oar::postgresql
