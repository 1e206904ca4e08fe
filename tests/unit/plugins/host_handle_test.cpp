#include "host/plugins/host_handle.hpp"

#include <oar/abi/host/alloc.h>
#include <oar/abi/host/cancel.h>
#include <oar/abi/host/clock.h>
#include <oar/abi/host/log.h>
#include <oar/abi/host/reject.h>

#include <catch2/catch.hpp>
#include <cstring>
#include <future>
#include <stdexcept>
#include <string>
#include <vector>

#include "host/plugins/call.hpp"

using namespace oar::plugins;

namespace {

template <class Table>
Table const& service(HostHandle const& host, char const* id) {
  auto const* table = static_cast<Table const*>(host.get()->get_extension(host.get(), id));
  REQUIRE(table != nullptr);
  REQUIRE(table->struct_size == sizeof(Table));
  return *table;
}

class Recorder final : public HostServices {
 public:
  using HostServices::HostServices;
  bool log_enabled(std::int32_t level) override { return level >= OAR_LOG_WARN; }
  void log(std::int32_t level, std::string_view message, std::string_view fields) override {
    lines.push_back(std::to_string(level) + " " + std::string{message} + " " + std::string{fields});
  }
  std::int64_t now_unix_ns() override { throw std::runtime_error{"a service that fails"}; }
  oar::Result<void> reject(std::string_view table, std::string_view row, std::string_view reason) override {
    if (!lines.empty()) return oar::Error::of(oar::Errc::data, "too many rejects");
    lines.push_back(std::string{table} + " " + std::string{row} + " " + std::string{reason});
    return {};
  }
  std::vector<std::string> lines;
};

}  // namespace

TEST_CASE("a plugin's log lines reach the services of its own handle, as valid UTF-8") {
  Recorder mine, other;
  HostHandle const host{mine}, another{other};
  auto const& log = service<oar_host_log>(host, OAR_HOST_LOG);
  CHECK(log.enabled(host.get(), OAR_LOG_INFO) == 0);
  CHECK(log.enabled(host.get(), OAR_LOG_ERROR) == 1);
  log.log(host.get(), OAR_LOG_WARN, str("caf\xE9"), str("{}"));
  CHECK(mine.lines == std::vector<std::string>{"3 caf\uFFFD {}"});
  CHECK(other.lines.empty());
}

TEST_CASE("cancelling wakes a sleeping plugin and is seen afterwards") {
  std::stop_source stop;
  HostServices services{stop.get_token()};
  HostHandle const host{services};
  auto const& cancel = service<oar_host_cancel>(host, OAR_HOST_CANCEL);
  CHECK(cancel.is_cancelled(host.get()) == 0);
  CHECK(cancel.sleep_ms(host.get(), 1) == 0);

  auto sleeper = std::async(std::launch::async, [&] { return cancel.sleep_ms(host.get(), INT64_MAX); });
  stop.request_stop();
  CHECK(sleeper.get() == 1);
  CHECK(cancel.is_cancelled(host.get()) == 1);
  CHECK(cancel.sleep_ms(host.get(), INT64_MAX) == 1);
}

TEST_CASE("a row over the limit is answered with the host's error") {
  Recorder services;
  HostHandle const host{services};
  auto const& rejects = service<oar_host_reject>(host, OAR_HOST_REJECT);
  CallError error;
  CHECK(rejects.reject(host.get(), str("users"), bytes("{\"id\":1}"), str("no name"), error) == OAR_OK);
  CHECK(services.lines == std::vector<std::string>{"users {\"id\":1} no name"});
  CHECK(rejects.reject(host.get(), str("users"), bytes("{}"), str("again"), error) == OAR_E_DATA);
  CHECK(error.error(OAR_E_DATA).message() == "too many rejects");
}

TEST_CASE("memory for batches is aligned to 64 bytes, and freed without a handle") {
  void* memory = nullptr;
  void (*dealloc)(void*, std::uint64_t) = nullptr;
  {
    HostServices services;
    HostHandle const host{services};
    auto const& table = service<oar_host_alloc>(host, OAR_HOST_ALLOC);
    memory = table.alloc(host.get(), 1000);
    dealloc = table.dealloc;
  }
  REQUIRE(memory != nullptr);
  CHECK(reinterpret_cast<std::uintptr_t>(memory) % 64 == 0);
  std::memset(memory, 1, 1000);
  dealloc(memory, 1000);
  dealloc(nullptr, 0);
}

TEST_CASE("more memory than there is, is answered with NULL") {
  HostServices services;
  HostHandle const host{services};
  // Through a variable, so that no compiler sees the size and complains about it.
  std::uint64_t volatile too_much = std::uint64_t{1} << 62;
  CHECK(service<oar_host_alloc>(host, OAR_HOST_ALLOC).alloc(host.get(), too_much) == nullptr);
}

TEST_CASE("a service that throws does not unwind into the plugin") {
  Recorder services;
  HostHandle const host{services};
  auto const& clock = service<oar_host_clock>(host, OAR_HOST_CLOCK);
  CHECK(clock.unix_ns(host.get()) == 0);
  std::int64_t const before = clock.monotonic_ns(host.get());
  CHECK(clock.monotonic_ns(host.get()) >= before);
}

TEST_CASE("a service that this host does not have is NULL") {
  HostServices services;
  HostHandle const host{services};
  CHECK(host.get()->get_extension(host.get(), "oar.host.http/1") == nullptr);
  CHECK(host.get()->get_extension(host.get(), "oar.host.log/2") == nullptr);
  CHECK(std::string{host.get()->name} == "oarlock");
}
