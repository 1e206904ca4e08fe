// How a session begins: libpq's own settings below the user's, and what a refusal means.

#include <poll.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "plugins/postgresql/connection/connection.hpp"
#include "plugins/postgresql/connection/errors.hpp"
#include "plugins/postgresql/connection/refusals.hpp"

namespace oar::postgresql {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int default_timeout_s = 30;

struct Keyword {
  char const* name;
  char const* value;
};

// Before the connection string: what it may override. After it: what it may not.
constexpr auto before = std::to_array<Keyword>({{"fallback_application_name", "oarlock"},
                                                {"keepalives_idle", "60"},
                                                {"keepalives_interval", "10"},
                                                {"keepalives_count", "6"},
                                                {"tcp_user_timeout", "120000"}});
constexpr auto after = std::to_array<Keyword>({{"client_encoding", "UTF8"}});

struct Keywords {
  explicit Keywords(std::string const& connection_string) {
    for (auto const& each : before) add(each.name, each.value);
    add("dbname", connection_string.c_str());
    for (auto const& each : after) add(each.name, each.value);
    add(nullptr, nullptr);
  }
  void add(char const* name, char const* value) {
    names.push_back(name);
    values.push_back(value);
  }
  std::vector<char const*> names;
  std::vector<char const*> values;
};

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

std::string option_of(PGconn* handle, std::string_view keyword) {
  std::unique_ptr<PQconninfoOption, FreeOptions> const options{PQconninfo(handle)};
  for (auto const* option = options.get(); option && option->keyword; ++option)
    if (option->keyword == keyword) return option->val ? option->val : "";
  return {};
}

bool several_hosts(PGconn* handle) {
  return (option_of(handle, "host") + option_of(handle, "hostaddr")).find(',') != std::string::npos;
}

std::chrono::seconds timeout_of(PGconn* handle) {
  auto const text = option_of(handle, "connect_timeout");
  int seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  return std::chrono::seconds{seconds > 0 ? seconds : default_timeout_s};
}

// In "FATAL:  28P01: password authentication failed ..." of verbose messages, whatever the language.
std::string sqlstate_in(std::string_view message) {
  auto const is_state = [](std::string_view word) {
    auto const is_digit = [](char c) { return c >= '0' && c <= '9'; };
    auto const fits = [&](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); };
    return word.size() == 5 && std::ranges::all_of(word, fits) && std::ranges::any_of(word, is_digit);
  };
  for (auto at = message.find(": "); at != std::string_view::npos; at = message.find(": ", at + 1)) {
    auto begin = message.find_first_not_of(' ', at + 1);
    if (begin == std::string_view::npos) break;
    if (message.substr(begin + 5, 1) == ":" && is_state(message.substr(begin, 5)))
      return std::string{message.substr(begin, 5)};
  }
  return {};
}

// Without the SQLSTATE and the server's source lines, as one line.
std::string in_words(std::string message, std::string const& sqlstate) {
  if (auto const at = message.find(sqlstate + ": "); !sqlstate.empty() && at != std::string::npos)
    message.erase(at, sqlstate.size() + 2);
  if (auto const at = message.find("\nLOCATION:"); at != std::string::npos) message.erase(at);
  while (message.ends_with('\n')) message.pop_back();
  std::string line;
  for (auto const c : message) line.append(c == '\n' ? ";" : "").append(1, c);
  return one_line(line);
}

// "; what to do (keyword=what it is now)"
std::string advice(Refusal const& refusal, PGconn* handle) {
  if (refusal.remedy.empty()) return {};
  auto text = "; " + std::string{refusal.remedy};
  if (auto const value = option_of(handle, refusal.keyword); !value.empty())
    text.append(" (").append(refusal.keyword).append("=").append(value).append(")");
  return text;
}

}  // namespace

Result<void> Connection::connect() {
  Keywords const keywords{login_.connection_string()};
  handle_.reset(PQconnectStartParams(keywords.names.data(), keywords.values.data(), 1));
  if (!handle_) return Error::of(Errc::no_memory, "connect: out of memory");
  if (auto const* password = PQpass(handle_.get())) login_.hide(password);
  if (PQstatus(handle_.get()) == CONNECTION_BAD) return refused_connection();
  if (several_hosts(handle_.get())) {
    // Going on to the next host after a timeout is something libpq does only by itself.
    handle_.reset(PQconnectdbParams(keywords.names.data(), keywords.values.data(), 1));
    if (!handle_) return Error::of(Errc::no_memory, "connect: out of memory");
    if (PQstatus(handle_.get()) == CONNECTION_BAD) return refused_connection();
  } else {
    OAR_TRY(connect_single());
  }
  auto const* host = PQhost(handle_.get());
  place_ = std::string{host ? host : ""} + ":" + PQport(handle_.get()) + "/" + PQdb(handle_.get());
  PQsetErrorVerbosity(handle_.get(), PQERRORS_DEFAULT);
  PQsetNoticeProcessor(
      handle_.get(), [](void*, char const*) {}, nullptr);  // never on the host's stderr
  PQsetnonblocking(handle_.get(), 1);
  return {};
}

Result<void> Connection::connect_single() {
  PQsetErrorVerbosity(handle_.get(), PQERRORS_VERBOSE);
  auto const deadline = Clock::now() + timeout_of(handle_.get());
  for (auto state = PGRES_POLLING_WRITING; state != PGRES_POLLING_OK; state = PQconnectPoll(handle_.get())) {
    if (state == PGRES_POLLING_FAILED) return refused_connection();
    pollfd socket{PQsocket(handle_.get()), static_cast<short>(state == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
    while (::poll(&socket, 1, 100) <= 0) {
      if (stop_->wanted()) return Error::of(Errc::cancelled, "stopped while connecting");
      if (Clock::now() > deadline) {
        auto const* host = PQhost(handle_.get());
        return Error::of(Errc::timeout, "connect to ", host ? host : "the server", ":", PQport(handle_.get()),
                         ": no answer in ", timeout_of(handle_.get()).count(), " s (connect_timeout)");
      }
    }
  }
  return {};
}

Error Connection::refused_connection() {
  std::string const message = PQerrorMessage(handle_.get());
  auto const sqlstate = sqlstate_in(message);
  auto meaning = sqlstate.empty() ? Meaning{Errc::io, true} : meaning_of(sqlstate);
  // What no retry helps: a password that is missing, a certificate or service that is wrong.
  if (PQconnectionNeedsPassword(handle_.get()) != 0) meaning = {Errc::auth, false};
  if (PQsocket(handle_.get()) < 0 && sqlstate.empty() && message.find("connection to") == std::string::npos)
    meaning = {Errc::config, false};
  auto text = in_words(message, sqlstate);
  if (auto const* refusal = refusal_of(message)) {
    // Of several hosts, another one may only be away for a while.
    if (!several_hosts(handle_.get())) meaning = refusal->meaning.value_or(meaning);
    if (text.ends_with('.')) text.pop_back();
    text += advice(*refusal, handle_.get());
  }
  auto error = Error::of(meaning.code, "connect: ", login_.without_secrets(std::move(text)));
  auto told = std::move(error).vendor(sqlstate);
  return meaning.retryable ? std::move(told).retry() : told;
}

}  // namespace oar::postgresql
