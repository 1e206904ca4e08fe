#include "plugins/postgresql/connection/errors.hpp"

#include <array>
#include <string>

namespace oar::postgresql {
namespace {

struct Row {
  std::string_view prefix;  // of the SQLSTATE; the first that fits counts
  Meaning meaning;
};

constexpr auto meanings = std::to_array<Row>({
    {"08", {Errc::io, true}},            // connection exceptions
    {"0A", {Errc::unsupported}},         //
    {"22", {Errc::data}},                // a value that does not fit
    {"23", {Errc::data}},                // a constraint
    {"25006", {Errc::permission}},       // a read-only server or transaction
    {"25P03", {Errc::timeout, true}},    // idle in transaction for too long
    {"25", {Errc::invalid_state}},       //
    {"28", {Errc::auth}},                //
    {"3D", {Errc::not_found}},           // no such database
    {"3F", {Errc::schema}},              // no such schema
    {"40", {Errc::io, true}},            // serialization, deadlock
    {"42501", {Errc::permission}},       //
    {"42", {Errc::schema}},              // no such table, column, function; syntax
    {"53100", {Errc::io}},               // the disk is full
    {"53200", {Errc::no_memory, true}},  //
    {"53300", {Errc::io, true}},         // too many connections
    {"53", {Errc::io, true}},            //
    {"54", {Errc::data}},                // a row or statement beyond the server's limits
    {"55P03", {Errc::timeout, true}},    // a lock was not to be had in time
    {"55", {Errc::io, true}},            // objects in use
    {"57014", {Errc::timeout, true}},    // cancelled: a statement_timeout, unless we asked for it
    {"57P", {Errc::io, true}},           // the server stops, starts, or ended this session
    {"58", {Errc::io}},                  // the server's disk
    {"XX", {Errc::internal}},            //
});

std::string_view field(PGresult const* result, int code) {
  auto const* text = PQresultErrorField(result, code);
  return text ? text : "";
}

void add(std::string& text, std::string_view what, std::string_view name) {
  if (!name.empty()) text.append(text.empty() ? "" : ", ").append(what).append(" ").append(name);
}

std::string_view remedy(std::string_view sqlstate) {
  if (sqlstate == "53100") return "; free space on the server's disk, then sync again";
  if (sqlstate == "53300") return "; lower `connections`, or raise the server's max_connections";
  if (sqlstate == "55P03") return "; another session holds a lock: let it finish";
  if (sqlstate == "25006")
    return "; name the primary server (target_session_attrs=read-write picks it of several hosts)";
  return "";
}

}  // namespace

Meaning meaning_of(std::string_view sqlstate) {
  for (auto const& row : meanings)
    if (sqlstate.starts_with(row.prefix)) return row.meaning;
  return {};
}

bool is_the_rows_fault(std::string_view sqlstate) {
  return sqlstate.starts_with("22") || sqlstate.starts_with("23") || sqlstate == "54000";
}

std::string one_line(std::string_view text) {
  std::string out;
  for (auto const c : text) {
    auto const blank = c == '\n' || c == '\t' || c == ' ';
    if (!blank)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

Error error_of(PGresult const* result, std::string_view place, std::string_view doing) {
  auto const sqlstate = field(result, PG_DIAG_SQLSTATE);
  std::string about;
  add(about, "table", field(result, PG_DIAG_TABLE_NAME));
  add(about, "column", field(result, PG_DIAG_COLUMN_NAME));
  add(about, "constraint", field(result, PG_DIAG_CONSTRAINT_NAME));
  std::string text{field(result, PG_DIAG_MESSAGE_PRIMARY)};
  if (text.empty()) text = PQresultErrorMessage(result);
  if (!about.empty()) text.append(" (").append(about).append(")");
  if (auto const hint = field(result, PG_DIAG_MESSAGE_HINT); !hint.empty()) text.append("; ").append(hint);
  auto const meaning = meaning_of(sqlstate);
  auto error = Error::of(meaning.code, place, ": ", doing, ": ", text, remedy(sqlstate)).vendor(sqlstate);
  if (meaning.retryable) return std::move(error).retry();
  return error;
}

}  // namespace oar::postgresql
