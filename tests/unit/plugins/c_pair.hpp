#pragma once
// Drives the C source and the C destination of tests/support through the loader, the way a host does.

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "host/plugins/call.hpp"
#include "host/plugins/instance.hpp"

namespace c_pair {

using namespace oar::plugins;

// Unwraps what has to succeed for the test to go on.
template <class T>
T need(oar::Result<T> result) {
  if (!result) FAIL(result.error().message());
  return *std::move(result);
}
inline void need(oar::Result<void> result) {
  if (!result) FAIL(result.error().message());
}

struct Release {
  void operator()(oar_scan* scan) const { scan->close(scan); }
  void operator()(oar_plan* plan) const { plan->release(plan); }
  void operator()(oar_writer* writer) const { writer->close(writer); }
  void operator()(oar_txn* txn) const { txn->release(txn); }
};
template <class T>
using Owned = std::unique_ptr<T, Release>;

// An Arrow struct that is released when nobody took it.
template <class Arrow>
class Held {
 public:
  explicit Held(Arrow from) : arrow_{from} {}
  Held(Held&& from) noexcept : arrow_{std::exchange(from.arrow_, Arrow{})} {}
  ~Held() {
    if (arrow_.release) arrow_.release(&arrow_);
  }
  Arrow* get() { return &arrow_; }

 private:
  Arrow arrow_;
};

class Plugin {
 public:
  Plugin(std::string const& name, std::string const& config) {
    auto const library = need(Library::load(std::filesystem::path{OAR_TEST_PLUGINS} / (name + ".so")));
    instance_.emplace(need(Instance::create(library, {.name = name}, host_)));
    need(instance_->configure(config));
  }

  Instance& operator*() { return *instance_; }
  Instance* operator->() { return &*instance_; }
  oar_host const* host() const { return host_.get(); }
  std::stop_source& stop() { return stop_; }

 private:
  std::stop_source stop_;
  HostServices services_{stop_.get_token()};
  HostHandle host_{services_};
  std::optional<Instance> instance_;
};

// What a scan said: rows and cursors in order, as "table", "2 rows", "at 2", "end 3".
class Scan {
 public:
  Scan(Plugin& plugin, std::string_view descriptor, std::string_view cursor, std::uint64_t batch_rows = 2) {
    oar_scan_options const options{sizeof options, 0, plugin.host(), batch_rows, 0, 0, 0};
    auto const* source = need(plugin->source());
    oar_scan* opened = nullptr;
    need(call("open_scan", [&](oar_error* error) {
      return source->open_scan(plugin->raw(), bytes(descriptor), bytes(cursor), &options, &opened, error);
    }));
    scan_.reset(opened);
  }

  oar::Result<oar_message> next() {
    oar_message message{};
    message.struct_size = sizeof message;
    OAR_TRY(call("next", [&](oar_error* error) { return scan_->next(scan_.get(), -1, &message, error); }));
    return message;
  }

  std::vector<std::string> read_all() {
    std::vector<std::string> said;
    for (oar_message message{}; message.kind != OAR_MSG_END;) {
      message = need(next());
      said.push_back(describe(message));
    }
    return said;
  }

  oar_scan* get() { return scan_.get(); }

 private:
  std::string describe(oar_message& message) {
    if (message.kind == OAR_MSG_TABLE) return Held{message.schema}, "table";
    if (message.kind == OAR_MSG_BATCH) return std::to_string(Held{message.batch}.get()->length) + " rows";
    return (message.kind == OAR_MSG_END ? "end " : "at ") + take(message.cursor);
  }

  Owned<oar_scan> scan_;
};

// The file's lines.
inline std::vector<std::string> lines(std::filesystem::path const& path) {
  std::vector<std::string> all;
  std::ifstream file{path};
  for (std::string line; std::getline(file, line);) all.push_back(line);
  return all;
}

}  // namespace c_pair
