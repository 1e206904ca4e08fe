#include "host.hpp"

#include <chrono>
#include <cstdlib>
#include <cstring>

namespace conformance {

struct Host::Services {
  static Host& of(oar_host const* handle) { return *static_cast<Host*>(handle->self); }

  static std::int32_t OAR_CALL is_cancelled(oar_host const* handle) { return of(handle).cancelled() ? 1 : 0; }
  static std::int32_t OAR_CALL sleep_ms(oar_host const* handle, std::int64_t ms) {
    auto& host = of(handle);
    std::unique_lock lock{host.mutex_};
    return host.woken_.wait_for(lock, std::chrono::milliseconds{ms}, [&] { return host.cancelled_; }) ? 1 : 0;
  }

  template <class Clock>
  static std::int64_t OAR_CALL now(oar_host const*) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now().time_since_epoch()).count();
  }

  static std::int32_t OAR_CALL enabled(oar_host const*, std::int32_t) { return 0; }
  static void OAR_CALL log(oar_host const*, std::int32_t, oar_str, oar_str) {}

  static oar_status OAR_CALL reject(oar_host const* handle, oar_str table, oar_bytes, oar_str reason, oar_error*) {
    auto& host = of(handle);
    std::lock_guard const lock{host.mutex_};
    host.rejects_.push_back(std::string{table.data, table.size} + ": " + std::string{reason.data, reason.size});
    return OAR_OK;
  }

  static void* OAR_CALL alloc(oar_host const*, std::uint64_t size) {
    return std::aligned_alloc(64, (static_cast<std::size_t>(size) + 63) / 64 * 64);
  }
  static void OAR_CALL dealloc(void* memory, std::uint64_t) { std::free(memory); }

  static void const* OAR_CALL find(oar_host const*, char const* id) {
    static constexpr oar_host_cancel cancel{sizeof cancel, 0, is_cancelled, sleep_ms};
    static constexpr oar_host_clock clock{sizeof clock, 0, now<std::chrono::system_clock>,
                                          now<std::chrono::steady_clock>};
    static constexpr oar_host_log logger{sizeof logger, 0, enabled, log};
    static constexpr oar_host_reject rejects{sizeof rejects, 0, reject};
    static constexpr oar_host_alloc memory{sizeof memory, 0, alloc, dealloc};
    auto const is = [&](char const* wanted) { return std::strcmp(id, wanted) == 0; };
    if (is(OAR_HOST_CANCEL)) return &cancel;
    if (is(OAR_HOST_CLOCK)) return &clock;
    if (is(OAR_HOST_LOG)) return &logger;
    if (is(OAR_HOST_REJECT)) return &rejects;
    return is(OAR_HOST_ALLOC) ? &memory : nullptr;
  }
};

Host::Host() : abi_{sizeof(oar_host), OAR_ABI_MAJOR, OAR_ABI_MINOR, 0, this, "conformance", "1", Services::find} {}

void Host::cancel() {
  std::lock_guard const lock{mutex_};
  cancelled_ = true;
  woken_.notify_all();
}
bool Host::cancelled() const {
  std::lock_guard const lock{mutex_};
  return cancelled_;
}
std::vector<std::string> Host::rejects() const {
  std::lock_guard const lock{mutex_};
  return rejects_;
}

}  // namespace conformance
