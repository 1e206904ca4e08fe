#pragma once
// A value or the reason there is none. Every fallible call in the host and the SDK returns one.

#include <oar/abi/base.h>

#include <cassert>
#include <cstdint>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace oar {

// The ABI's numbers, so that an error crosses the border unchanged.
enum class Errc : std::int32_t {
  internal = OAR_E_INTERNAL,
  invalid_argument = OAR_E_INVALID_ARGUMENT,
  invalid_state = OAR_E_INVALID_STATE,
  unsupported = OAR_E_UNSUPPORTED,
  config = OAR_E_CONFIG,
  auth = OAR_E_AUTH,
  permission = OAR_E_PERMISSION,
  not_found = OAR_E_NOT_FOUND,
  io = OAR_E_IO,
  rate_limited = OAR_E_RATE_LIMITED,
  timeout = OAR_E_TIMEOUT,
  cancelled = OAR_E_CANCELLED,
  data = OAR_E_DATA,
  schema = OAR_E_SCHEMA,
  no_memory = OAR_E_NO_MEMORY,
  cursor_expired = OAR_E_CURSOR_EXPIRED,
  commit_unknown = OAR_E_COMMIT_UNKNOWN,
  plugin_crashed = OAR_E_PLUGIN_CRASHED,
  conflict = OAR_E_CONFLICT,
};

class [[nodiscard]] Error {
 public:
  template <class... Parts>
  static Error of(Errc code, Parts const&... parts) {
    std::ostringstream text;
    (text << ... << parts);
    return Error{code, std::move(text).str()};
  }

  Errc code() const { return code_; }
  std::string const& message() const { return message_; }
  // The other side's own code: an SQLSTATE, an HTTP status. May be empty.
  std::string const& vendor_code() const { return vendor_code_; }
  // The same work may succeed when it is done again on a new object.
  bool retryable() const { return retryable_; }
  std::int64_t retry_after_ms() const { return retry_after_ms_; }

  // Prefixes what was being attempted: "load orders: commit: disk full".
  Error within(std::string_view attempt) && {
    message_.insert(0, ": ").insert(0, attempt);
    return std::move(*this);
  }

  Error retry(std::int64_t after_ms = 0) && {
    retryable_ = true;
    retry_after_ms_ = after_ms;
    return std::move(*this);
  }

  Error vendor(std::string_view code) && {
    vendor_code_ = code;
    return std::move(*this);
  }

 private:
  Error(Errc code, std::string message)
      : code_{code}, retryable_{code == Errc::timeout || code == Errc::rate_limited}, message_{std::move(message)} {}

  Errc code_;
  bool retryable_;
  std::int64_t retry_after_ms_ = 0;
  std::string message_;
  std::string vendor_code_;
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_{std::in_place_index<0>, std::move(value)} {}
  template <class U>
  requires std::is_convertible_v<U, T> &&(!std::is_same_v<std::remove_cvref_t<U>, Result>)&&(
      !std::is_same_v<std::remove_cvref_t<U>, T>)&&(!std::is_same_v<std::remove_cvref_t<U>, Error>)Result(U&& value)
      : state_{std::in_place_index<0>, std::forward<U>(value)} {}
  Result(Error error) : state_{std::in_place_index<1>, std::move(error)} {}

  explicit operator bool() const { return state_.index() == 0; }

  T& operator*() & { return value(); }
  T&& operator*() && { return std::move(value()); }
  T const& operator*() const& {
    assert(*this);
    return *std::get_if<0>(&state_);
  }
  T* operator->() { return &value(); }
  T const* operator->() const { return &**this; }

  Error const& error() const& {
    assert(!*this);
    return *std::get_if<1>(&state_);
  }
  Error&& error() && {
    assert(!*this);
    return std::move(*std::get_if<1>(&state_));
  }

  Result within(std::string_view attempt) && {
    if (*this) return std::move(*this);
    return std::move(*this).error().within(attempt);
  }

 private:
  T& value() {
    assert(*this);
    return *std::get_if<0>(&state_);
  }

  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_{std::move(error)} {}

  explicit operator bool() const { return !error_; }
  void operator*() const { assert(*this); }
  Error const& error() const& {
    assert(error_);
    return *error_;
  }
  Error&& error() && {
    assert(error_);
    return std::move(*error_);
  }

  Result within(std::string_view attempt) && {
    if (*this) return {};
    return std::move(*error_).within(attempt);
  }

 private:
  std::optional<Error> error_;
};

}  // namespace oar

// Unwraps a Result, or returns its error from the enclosing function.
#define OAR_TRY(...)                                               \
  __extension__({                                                  \
    auto oar_try_result = (__VA_ARGS__);                           \
    if (!oar_try_result) return std::move(oar_try_result).error(); \
    *std::move(oar_try_result);                                    \
  })
