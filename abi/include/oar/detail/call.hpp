#pragma once
// Values across the border: Result to oar_error and back, text and bytes borrowed or handed over, exceptions stopped.

#include <oar/abi/base.h>
#include <oar/result.hpp>

#include <algorithm>
#include <cstring>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <string_view>

namespace oar::detail {

inline oar_str borrow(std::string_view text) { return {text.data(), text.size()}; }
inline oar_bytes borrow_bytes(std::string_view bytes) {
  return {reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size()};
}
inline std::string_view view(oar_str text) { return text.size ? std::string_view{text.data, text.size} : ""; }
inline std::string_view view(oar_bytes bytes) {
  return bytes.size ? std::string_view{reinterpret_cast<char const*>(bytes.data), bytes.size} : "";
}

// Hands bytes over; they live until the receiver releases them.
inline void give(std::string bytes, oar_buf* out) {
  auto owned = std::make_unique<std::string>(std::move(bytes));
  out->data = reinterpret_cast<std::uint8_t const*>(owned->data());
  out->size = owned->size();
  out->private_data = owned.release();
  out->release = [](oar_buf* buf) {
    delete static_cast<std::string*>(buf->private_data);
    buf->release = nullptr;
  };
}

inline oar_error empty_error() {
  oar_error error{};
  error.struct_size = sizeof error;
  return error;
}

// Copies text into an array, NUL-terminated, cut between UTF-8 characters. True when it was cut.
template <std::size_t N>
bool copy_text(std::string_view text, char (&into)[N]) {
  auto size = std::min(text.size(), N - 1);
  auto const cut = size < text.size();
  while (cut && size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  std::memcpy(into, text.data(), size);
  into[size] = '\0';
  return cut;
}

inline oar_status write_error(Error const& from, oar_error* into) {
  auto const status = static_cast<oar_status>(from.code());
  into->code = status;
  into->reserved = 0;
  into->retry_after_ms = from.retry_after_ms();
  into->flags = from.retryable() ? std::uint32_t{OAR_ERR_RETRYABLE} : 0u;
  copy_text(from.vendor_code(), into->vendor_code);
  if (copy_text(from.message(), into->message)) into->flags |= OAR_ERR_TRUNCATED;
  return status;
}

// An error from inside a handler: nothing here allocates, since memory may be what is missing.
inline oar_status write_caught(oar_status status, std::string_view what, std::string_view detail,
                               oar_error* into) noexcept {
  into->code = status;
  into->flags = 0;
  into->reserved = 0;
  into->retry_after_ms = 0;
  into->vendor_code[0] = '\0';
  copy_text(what, into->message);
  char rest[sizeof into->message];
  auto const room = sizeof into->message - 1 - what.size();
  auto cut = copy_text(detail, rest);
  auto size = std::min(std::strlen(rest), room);
  cut = cut || size < std::strlen(rest);
  while (size < std::strlen(rest) && size > 0 && (static_cast<unsigned char>(rest[size]) & 0xC0) == 0x80) --size;
  std::memcpy(into->message + what.size(), rest, size);
  into->message[what.size() + size] = '\0';
  if (cut) into->flags |= OAR_ERR_TRUNCATED;
  return status;
}

// Flags from 1 << 16 on are hints; any other one that is not known asks for something this side cannot do (R8).
inline Result<void> refuse_unknown_flags(std::uint32_t flags, std::uint32_t known, std::string_view of) {
  auto const unknown = flags & ~known & 0xFFFFu;
  if (unknown == 0) return {};
  return Error::of(Errc::unsupported, "flags ", unknown, " of a ", of, " are newer than this plugin");
}

inline Error read_error(oar_error const& from, oar_status status) {
  auto error = Error::of(static_cast<Errc>(status), from.message).vendor(from.vendor_code);
  if (from.flags & OAR_ERR_RETRYABLE) error = std::move(error).retry(from.retry_after_ms);
  return error;
}

// Runs the body of an entry point: its error crosses as oar_error, and nothing unwinds out of it (R5).
template <class Body>
oar_status guarded(oar_error* error, Body&& body) noexcept {
  try {
    Result<void> done = body();
    return done ? OAR_OK : write_error(done.error(), error);
  } catch (std::bad_alloc const&) {
    return write_caught(OAR_E_NO_MEMORY, "out of memory", "", error);
  } catch (std::exception const& thrown) {
    return write_caught(OAR_E_INTERNAL, "the plugin threw: ", thrown.what(), error);
  } catch (...) {
    return write_caught(OAR_E_INTERNAL, "the plugin threw something that is no std::exception", "", error);
  }
}

}  // namespace oar::detail
