#include "host/plugins/host_handle.hpp"

#include <oar/abi/host/alloc.h>
#include <oar/abi/host/cancel.h>
#include <oar/abi/host/clock.h>
#include <oar/abi/host/reject.h>

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <new>

#include "host/plugins/call.hpp"

#ifndef OAR_VERSION
#define OAR_VERSION "0"
#endif

namespace oar::plugins {

namespace {

constexpr std::align_val_t batch_alignment{64};
// No plugin means more than this by it; and a sanitizer's allocator ends the process instead of answering NULL.
constexpr std::uint64_t largest_buffer = sizeof(std::size_t) == 8 ? std::uint64_t{1} << 36 : std::uint64_t{1} << 30;

std::atomic<DeallocFn> dealloc_fn{&default_dealloc};

HostServices& services(oar_host const* host) { return *static_cast<HostServices*>(host->self); }

// R5 binds us too: a service that throws is a bug of ours, and must not unwind through a plugin written in C.
template <class Answer, class Service>
Answer guarded(Answer otherwise, Service&& service) noexcept {
  try {
    return service();
  } catch (...) {
    return otherwise;
  }
}

int32_t OAR_CALL log_enabled(oar_host const* host, int32_t level) {
  return guarded<int32_t>(0, [&] { return services(host).log_enabled(level) ? 1 : 0; });
}

void OAR_CALL log(oar_host const* host, int32_t level, oar_str message, oar_str fields_json) {
  guarded(0, [&] {
    services(host).log(level, to_utf8(view(message)), to_utf8(view(fields_json)));
    return 0;
  });
}

int32_t OAR_CALL is_cancelled(oar_host const* host) {
  return guarded<int32_t>(1, [&] { return services(host).cancelled() ? 1 : 0; });
}

int32_t OAR_CALL sleep_ms(oar_host const* host, int64_t ms) {
  return guarded<int32_t>(1, [&] { return services(host).sleep_ms(ms) ? 1 : 0; });
}

int64_t OAR_CALL unix_ns(oar_host const* host) {
  return guarded<int64_t>(0, [&] { return services(host).now_unix_ns(); });
}

int64_t OAR_CALL monotonic_ns(oar_host const* host) {
  return guarded<int64_t>(0, [&] { return services(host).monotonic_ns(); });
}

oar_status OAR_CALL reject(oar_host const* host, oar_str table, oar_bytes row_json, oar_str reason, oar_error* error) {
  return guarded<oar_status>(OAR_E_INTERNAL, [&]() -> oar_status {
    auto const kept = services(host).reject(to_utf8(view(table)), to_utf8(view(row_json)), to_utf8(view(reason)));
    return kept ? oar_status{OAR_OK} : fill(error, kept.error());
  });
}

void* OAR_CALL alloc(oar_host const* host, uint64_t size) {
  return guarded<void*>(nullptr, [&] { return services(host).alloc(size); });
}

void OAR_CALL dealloc(void* p, uint64_t size) {
  if (p) dealloc_fn.load(std::memory_order_acquire)(p, size);
}

constexpr oar_host_log log_table{sizeof(oar_host_log), 0, &log_enabled, &log};
constexpr oar_host_cancel cancel_table{sizeof(oar_host_cancel), 0, &is_cancelled, &sleep_ms};
constexpr oar_host_clock clock_table{sizeof(oar_host_clock), 0, &unix_ns, &monotonic_ns};
constexpr oar_host_reject reject_table{sizeof(oar_host_reject), 0, &reject};
constexpr oar_host_alloc alloc_table{sizeof(oar_host_alloc), 0, &alloc, &dealloc};

struct Service {
  std::string_view id;
  void const* table;
};

constexpr std::array offered{
    Service{OAR_HOST_LOG, &log_table},     Service{OAR_HOST_CANCEL, &cancel_table},
    Service{OAR_HOST_CLOCK, &clock_table}, Service{OAR_HOST_REJECT, &reject_table},
    Service{OAR_HOST_ALLOC, &alloc_table},
};

void const* OAR_CALL get_extension(oar_host const*, char const* id) {
  if (!id) return nullptr;
  for (auto const& service : offered)
    if (service.id == id) return service.table;
  return nullptr;
}

template <class Clock>
std::int64_t nanoseconds() {
  using std::chrono::nanoseconds;
  return std::chrono::duration_cast<nanoseconds>(Clock::now().time_since_epoch()).count();
}

}  // namespace

bool HostServices::log_enabled(std::int32_t) { return false; }
void HostServices::log(std::int32_t, std::string_view, std::string_view) {}
bool HostServices::cancelled() { return stop_.stop_requested(); }

bool HostServices::sleep_ms(std::int64_t ms) {
  constexpr std::int64_t a_year = 366LL * 24 * 3600 * 1000;
  std::mutex mutex;
  std::condition_variable_any woken;
  std::unique_lock lock{mutex};
  woken.wait_for(lock, stop_, std::chrono::milliseconds{std::min(ms, a_year)}, [] { return false; });
  return cancelled();
}

std::int64_t HostServices::now_unix_ns() { return nanoseconds<std::chrono::system_clock>(); }
std::int64_t HostServices::monotonic_ns() { return nanoseconds<std::chrono::steady_clock>(); }

Result<void> HostServices::reject(std::string_view, std::string_view, std::string_view) { return {}; }

void* HostServices::alloc(std::uint64_t size) { return default_alloc(size); }

void* default_alloc(std::uint64_t size) {
  if (size > largest_buffer) return nullptr;
  return ::operator new(static_cast<std::size_t>(size), batch_alignment, std::nothrow);
}

void default_dealloc(void* p, std::uint64_t) { ::operator delete(p, batch_alignment); }

void set_dealloc(DeallocFn dealloc) { dealloc_fn.store(dealloc, std::memory_order_release); }

HostHandle::HostHandle(HostServices& services)
    : host_{sizeof(oar_host), OAR_ABI_MAJOR, OAR_ABI_MINOR, 0, &services, "oarlock", OAR_VERSION, &get_extension} {}

}  // namespace oar::plugins
