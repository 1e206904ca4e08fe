#pragma once
// Configurations from PostgreSQL and into it, and sessions past both plugins.

#include <libpq-fe.h>

#include <stdexcept>
#include <string>

#include "tests/support/postgres/cluster.hpp"

namespace oar::e2e {

// `settings` and `more` are YAML, indented by four and by two spaces.
inline std::string from_postgresql(std::string const& connection_string, std::string const& settings = "",
                                   std::string const& more = "") {
  return "kind: source\nspec:\n  name: from\n  path: postgresql\n  tables: [\"*\"]\n  destinations: [to]\n" + more +
         "  spec:\n    connection_string: \"" + connection_string + "\"\n" + settings + "---\n";
}

inline std::string to_postgresql(std::string const& connection_string, std::string const& more = "") {
  return "kind: destination\nspec:\n  name: to\n  path: postgresql\n" + more + "  spec:\n    connection_string: \"" +
         connection_string + "\"\n---\n";
}

// A session that may keep its transaction open. What it throws may come from any thread, unlike a failed check.
class Session {
 public:
  explicit Session(std::string const& where) : handle_{PQconnectdb(where.c_str())} {
    PQsetNoticeProcessor(
        handle_, [](void*, char const*) {}, nullptr);
  }
  ~Session() { PQfinish(handle_); }
  Session(Session const&) = delete;
  Session& operator=(Session const&) = delete;

  Session& run(std::string const& sql) {
    auto* const result = PQexec(handle_, sql.c_str());
    auto const status = PQresultStatus(result);
    PQclear(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
      throw std::runtime_error{sql + ": " + PQerrorMessage(handle_)};
    return *this;
  }

 private:
  PGconn* handle_;
};

}  // namespace oar::e2e
