#pragma once
// The host's services as calls; each falls back to something sensible where the host lacks it.

#include <oar/abi/host.h>
#include <oar/abi/host/cancel.h>
#include <oar/abi/host/clock.h>
#include <oar/abi/host/log.h>
#include <oar/abi/host/reject.h>
#include <oar/detail/call.hpp>

#include <chrono>
#include <sstream>
#include <string_view>
#include <thread>

namespace oar {

// A borrowed handle, cheap to copy; valid as long as the object it was given to.
class Host {
 public:
  Host() = default;
  explicit Host(oar_host const* handle) : handle_{handle} {}

  template <class... Parts>
  void debug(Parts const&... parts) const {
    log(OAR_LOG_DEBUG, parts...);
  }
  template <class... Parts>
  void info(Parts const&... parts) const {
    log(OAR_LOG_INFO, parts...);
  }
  // Counted in the summary of the sync: for what could not be read, with the reason.
  template <class... Parts>
  void warn(Parts const&... parts) const {
    log(OAR_LOG_WARN, parts...);
  }

  bool cancelled() const {
    auto const* service = find<oar_host_cancel>(OAR_HOST_CANCEL);
    return service && service->is_cancelled(handle_) != 0;
  }

  // False when cancellation ended the sleep.
  bool sleep(std::chrono::milliseconds time) const {
    if (auto const* service = find<oar_host_cancel>(OAR_HOST_CANCEL))
      return service->sleep_ms(handle_, time.count()) == 0;
    std::this_thread::sleep_for(time);
    return true;
  }

  std::int64_t unix_ns() const {
    if (auto const* service = find<oar_host_clock>(OAR_HOST_CLOCK)) return service->unix_ns(handle_);
    return std::chrono::nanoseconds{std::chrono::system_clock::now().time_since_epoch()}.count();
  }

  // Keeps a row that cannot be read or written aside. An error means over the limit: stop with it.
  Result<void> reject(std::string_view table, std::string_view row_json, std::string_view reason) const {
    auto const* service = find<oar_host_reject>(OAR_HOST_REJECT);
    if (!service) return Error::of(Errc::data, "table ", table, ": ", reason);
    auto error = detail::empty_error();
    auto const row = oar_bytes{reinterpret_cast<std::uint8_t const*>(row_json.data()), row_json.size()};
    auto const status = service->reject(handle_, detail::borrow(table), row, detail::borrow(reason), &error);
    if (status == OAR_OK) return {};
    return detail::read_error(error, status);
  }

  oar_host const* handle() const { return handle_; }

 private:
  template <class Service>
  Service const* find(char const* id) const {
    return handle_ ? static_cast<Service const*>(handle_->get_extension(handle_, id)) : nullptr;
  }

  template <class... Parts>
  void log(std::int32_t level, Parts const&... parts) const {
    auto const* service = find<oar_host_log>(OAR_HOST_LOG);
    if (!service || !service->enabled(handle_, level)) return;
    std::ostringstream text;
    (text << ... << parts);
    auto const line = text.str();
    service->log(handle_, level, detail::borrow(line), {});
  }

  oar_host const* handle_ = nullptr;
};

}  // namespace oar
