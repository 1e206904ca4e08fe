#pragma once
// What libpq's words about a connection that did not come about mean, where no SQLSTATE says it, and what to do.

#include <optional>
#include <string_view>

#include "plugins/postgresql/connection/errors.hpp"

namespace oar::postgresql {

struct Refusal {
  std::string_view said;           // part of libpq's or the server's message
  std::optional<Meaning> meaning;  // instead of what the SQLSTATE means, or an answer that may be another one next time
  std::string_view remedy;
  std::string_view keyword = {};  // of the connection string, whose value the user wants to see
};

// Nothing for a message that says all there is to say. Messages are in English: nobody calls setlocale().
Refusal const* refusal_of(std::string_view message);

}  // namespace oar::postgresql
