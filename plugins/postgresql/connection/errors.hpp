#pragma once
// What a server's or libpq's error means to Oarlock: by SQLSTATE.
// Source: https://www.postgresql.org/docs/current/errcodes-appendix.html

#include <oar/result.hpp>

#include <libpq-fe.h>

#include <string>
#include <string_view>

namespace oar::postgresql {

// The code, and whether the same work may succeed on a new connection.
struct Meaning {
  Errc code = Errc::internal;
  bool retryable = false;
};

Meaning meaning_of(std::string_view sqlstate);

// A value or a row that the server refused, as opposed to a statement, a lock, a disk, ...
bool is_the_rows_fault(std::string_view sqlstate);

// "host:5432/shop: copy orders: value too long ... (column note)". `place` says where, `doing` what was attempted.
Error error_of(PGresult const* result, std::string_view place, std::string_view doing);

// Messages without line breaks, tabs and blanks at the end.
std::string one_line(std::string_view text);

}  // namespace oar::postgresql
