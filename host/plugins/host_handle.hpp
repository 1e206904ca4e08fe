#pragma once
// What the host offers to plugins: services behind an interface, and the ABI's handle over them.

#include <oar/abi/host.h>
#include <oar/abi/host/log.h>

#include <cstdint>
#include <stop_token>
#include <string_view>

#include "oar/result.hpp"

namespace oar::plugins {

// The services of one object (an instance, a scan, a writer, a transaction). Override what should be attributed to it;
// the defaults drop log lines, refuse no row, and use the machine's clocks and memory. Every function may be called
// from any thread. It outlives its handle.
class HostServices {
 public:
  // Cancelled as soon as a stop of this token is requested.
  explicit HostServices(std::stop_token stop = {}) : stop_{std::move(stop)} {}
  HostServices(HostServices const&) = delete;
  HostServices& operator=(HostServices const&) = delete;
  virtual ~HostServices() = default;

  virtual bool log_enabled(std::int32_t level);  // OAR_LOG_...
  virtual void log(std::int32_t level, std::string_view message, std::string_view fields_json);

  virtual bool cancelled();
  virtual bool sleep_ms(std::int64_t ms);  // true = woken by cancellation

  virtual std::int64_t now_unix_ns();
  virtual std::int64_t monotonic_ns();

  // An error = over the limit: the plugin stops with it.
  virtual Result<void> reject(std::string_view table, std::string_view row_json, std::string_view reason);

  // 64-byte aligned; NULL = over the budget.
  virtual void* alloc(std::uint64_t size);

 protected:
  std::stop_token const& stop() const { return stop_; }

 private:
  std::stop_token stop_;
};

// Frees what alloc() gave. The ABI gives dealloc no handle, for batches outlive theirs; so all services share this one.
using DeallocFn = void (*)(void* p, std::uint64_t size);
// Replaces the way memory of alloc() goes back, e.g. to count it. Call once, before any plugin is loaded.
void set_dealloc(DeallocFn dealloc);
// The default pair: aligned memory of the C++ heap.
void* default_alloc(std::uint64_t size);
void default_dealloc(void* p, std::uint64_t size);

// An oar_host bound to the services of one object. Its address is what plugins keep: it neither moves nor is copied,
// and lives until the last call on that object has returned.
class HostHandle {
 public:
  explicit HostHandle(HostServices& services);
  HostHandle(HostHandle const&) = delete;
  HostHandle& operator=(HostHandle const&) = delete;

  oar_host const* get() const { return &host_; }

 private:
  oar_host host_;
};

}  // namespace oar::plugins
