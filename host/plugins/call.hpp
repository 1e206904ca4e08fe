#pragma once
// Calling the ABI from C++: views in, errors and buffers out, and nothing unwinds past a call.

#include <oar/abi/base.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "host/contract/objects.hpp"
#include "host/contract/utf8.hpp"
#include "oar/result.hpp"

namespace oar::plugins {

inline oar_str str(std::string_view text) { return {text.data(), text.size()}; }
inline oar_bytes bytes(std::string_view data) {
  return {reinterpret_cast<std::uint8_t const*>(data.data()), data.size()};
}

// What a plugin handed out, as a view; {NULL, n} is read as empty. Valid as long as the struct it came from.
inline std::string_view view(oar_str text) {
  return text.data ? std::string_view{text.data, static_cast<std::size_t>(text.size)} : std::string_view{};
}
inline std::string_view view(oar_bytes data) {
  return data.data ? std::string_view{reinterpret_cast<char const*>(data.data), static_cast<std::size_t>(data.size)}
                   : std::string_view{};
}

// Copies an out-buffer and gives it back to its owner; `from` is empty afterwards.
std::string take(oar_buf& from);

using contract::to_utf8;

// What a failed call reported. Trusts nothing: unterminated or broken text is mended, an unknown status is
// the plugin's fault.
Error to_error(oar_error const& from, oar_status status);

// Writes an error of ours where a plugin will read it; returns its status.
oar_status fill(oar_error* into, Error const& error);

// An oar_error to hand to a call. Not cleared between calls: after OAR_OK its content means nothing.
class CallError {
 public:
  CallError();
  operator oar_error*() { return &raw_; }
  // Nobody has written a reason into it.
  bool empty() const { return raw_.code == OAR_OK && raw_.message[0] == '\0'; }
  // For calls that answer with a pointer: the code is only in the error itself.
  Error reported() const { return to_error(raw_, raw_.code == OAR_OK ? oar_status{OAR_E_INTERNAL} : raw_.code); }
  Error error(oar_status status) const { return to_error(raw_, status); }

 private:
  oar_error raw_;
};

using contract::thrown_out_of;

// Calls `call(oar_error*) -> oar_status` and turns what comes of it, an exception included, into a Result. `what` names
// the call; only a thrown exception's message shows it, other errors are the caller's to put in context with within().
template <class Call>
Result<void> call(std::string_view what, Call&& call) {
  CallError error;
  try {
    oar_status const status = call(static_cast<oar_error*>(error));
    if (status != OAR_OK) return error.error(status);
    return {};
  } catch (...) {
    return thrown_out_of(what);
  }
}

}  // namespace oar::plugins
