#include "host/plugins/call.hpp"

#include <algorithm>
#include <cstring>

#include "host/contract/misbehaved.hpp"

namespace oar::plugins {

namespace {

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// The text in a fixed array, whether or not somebody remembered its NUL.
template <std::size_t N>
std::string text_of(char const (&from)[N]) {
  auto const* end = static_cast<char const*>(std::memchr(from, 0, N));
  return to_utf8({from, end ? static_cast<std::size_t>(end - from) : N});
}

bool is_known(oar_status status) { return status >= OAR_E_INTERNAL && status <= OAR_E_CONFLICT; }

// Copies at most what fits, cut between characters; true = it was cut.
template <std::size_t N>
bool copy_cut(char (&into)[N], std::string_view text) {
  std::size_t size = std::min(text.size(), N - 1);
  bool const cut = size < text.size();
  while (cut && size > 0 && is_continuation(text[size])) --size;
  std::memcpy(into, text.data(), size);
  into[size] = '\0';
  return cut;
}

}  // namespace

std::string take(oar_buf& from) {
  std::string copy{view(oar_bytes{from.data, from.size})};
  if (from.release) from.release(&from);
  from = oar_buf{};
  return copy;
}

Error to_error(oar_error const& from, oar_status status) {
  std::string message = text_of(from.message);
  if (message.empty()) message = "the plugin gave no reason";
  if (from.flags & OAR_ERR_TRUNCATED) message += " ...";
  if (!is_known(status)) return contract::misbehaved("answered the unknown status ", status, ": ", message);
  Error error = Error::of(static_cast<Errc>(status), message);
  error = std::move(error).vendor(text_of(from.vendor_code));
  if (from.flags & OAR_ERR_RETRYABLE) return std::move(error).retry(std::max<std::int64_t>(from.retry_after_ms, 0));
  return error;
}

oar_status fill(oar_error* into, Error const& error) {
  auto const status = static_cast<oar_status>(error.code());
  if (!into) return status;
  into->code = status;
  into->flags = 0;
  if (error.retryable()) into->flags |= OAR_ERR_RETRYABLE;
  into->reserved = 0;
  into->retry_after_ms = error.retry_after_ms();
  copy_cut(into->vendor_code, error.vendor_code());
  if (copy_cut(into->message, error.message())) into->flags |= OAR_ERR_TRUNCATED;
  return status;
}

// A callee that forgets to fill it in must not make us read what was never written.
CallError::CallError() {
  raw_.struct_size = sizeof raw_;
  raw_.code = OAR_OK;
  raw_.flags = 0;
  raw_.reserved = 0;
  raw_.retry_after_ms = 0;
  raw_.vendor_code[0] = '\0';
  raw_.message[0] = '\0';
}

}  // namespace oar::plugins
