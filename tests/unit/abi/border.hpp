#pragma once
// The host's side of the border in a few lines: creates a plugin of this process through its entry and drives it.

#include <oar/abi.h>
#include <oar/arrow.hpp>
#include <oar/detail/call.hpp>

#include <catch2/catch.hpp>

#include <cstring>
#include <string>
#include <vector>

namespace border {

inline oar_host const& bare_host() {
  static oar_host const host{sizeof(oar_host),
                             OAR_ABI_MAJOR,
                             OAR_ABI_MINOR,
                             0,
                             nullptr,
                             "test",
                             "0",
                             [](oar_host const*, char const*) -> void const* { return nullptr; }};
  return host;
}

// An oar_error in a larger struct, as a later host would have; what lies behind it must stay untouched.
struct LaterError {
  oar_error now = oar::detail::empty_error();
  unsigned char later[64];
  LaterError() {
    now.struct_size = sizeof *this;
    std::memset(later, 0xA5, sizeof later);
  }
  bool untouched() const {
    for (auto const byte : later)
      if (byte != 0xA5) return false;
    return true;
  }
};

// A plugin from its entry, destroyed with this.
class Plugin {
 public:
  Plugin(oar_entry const* entry, std::uint32_t index) {
    auto const* descriptor = entry->descriptor(index);
    auto const status = entry->create(&bare_host(), oar::detail::borrow(descriptor->id), &plugin_, &error);
    if (status != OAR_OK) FAIL(error.message);
  }
  Plugin(Plugin const&) = delete;
  ~Plugin() { destroy(); }

  void destroy() {
    if (plugin_) plugin_->destroy(std::exchange(plugin_, nullptr));
  }
  oar_status configure(std::string_view text) { return plugin_->configure(plugin_, oar::detail::borrow(text), &error); }
  oar_plugin* get() { return plugin_; }
  oar_source const& source() { return *static_cast<oar_source const*>(plugin_->get_extension(plugin_, OAR_SOURCE)); }
  oar_destination const& destination() {
    return *static_cast<oar_destination const*>(plugin_->get_extension(plugin_, OAR_DESTINATION));
  }

  oar_error error = oar::detail::empty_error();

 private:
  oar_plugin* plugin_ = nullptr;
};

// One message with what the host owns of it.
struct Received {
  oar_status status = OAR_OK;
  std::int32_t kind = OAR_MSG_NONE;
  std::uint32_t table = 0;
  oar::OwnedSchema schema;
  oar::OwnedArray batch;
  std::string cursor;
};

inline Received next(oar_scan* scan, oar_error* error) {
  // A longer message than this header's, as a later host makes it.
  struct {
    oar_message now{};
    unsigned char later[64];
  } message;
  std::memset(message.later, 0xA5, sizeof message.later);
  message.now.struct_size = sizeof message;
  Received out;
  out.status = scan->next(scan, -1, &message.now, error);
  for (auto const byte : message.later) REQUIRE(byte == 0xA5);
  REQUIRE(message.now.struct_size == sizeof message);
  if (out.status != OAR_OK) return out;
  out.kind = message.now.kind;
  out.table = message.now.table;
  out.schema = oar::OwnedSchema{message.now.schema};
  out.batch = oar::OwnedArray{message.now.batch};
  out.cursor = oar::detail::view(oar_bytes{message.now.cursor.data, message.now.cursor.size});
  if (message.now.cursor.release) message.now.cursor.release(&message.now.cursor);
  return out;
}

// The only split of a plan that selects these tables.
class Plan {
 public:
  Plan(Plugin& plugin, std::vector<std::string> const& tables, std::int32_t mode,
       std::vector<std::string> const& columns = {}) {
    std::vector<oar_str> names;
    for (auto const& column : columns) names.push_back(oar::detail::borrow(column));
    std::vector<oar_selection> selected;
    for (auto const& table : tables)
      selected.push_back(
          {sizeof(oar_selection), 0, oar::detail::borrow(table), mode, 0, names.size(), names.data(), {}, 0});
    std::vector<oar_selection const*> pointers;
    for (auto const& one : selected) pointers.push_back(&one);
    oar_plan_options const options{
        sizeof options, 1,      oar::detail::borrow("test"), pointers.size(), pointers.data(), 0, nullptr, 0,
        nullptr,        nullptr};
    if (plugin.source().plan(plugin.get(), &options, &plan_, &plugin.error) != OAR_OK) FAIL(plugin.error.message);
  }
  Plan(Plan const&) = delete;
  ~Plan() { plan_->release(plan_); }
  oar_split const& split(std::uint64_t i = 0) { return *plan_->split(plan_, i); }
  std::uint64_t count() const { return plan_->count; }

 private:
  oar_plan* plan_ = nullptr;
};

// An open scan of a split.
class Scan {
 public:
  Scan(Plugin& plugin, oar_split const& split, std::string_view cursor = {}, std::uint64_t rows = 8192) {
    oar_scan_options const options{sizeof options, 0, &bare_host(), rows, 1 << 20, 0, 0};
    status = plugin.source().open_scan(plugin.get(), split.descriptor, oar::detail::borrow_bytes(cursor), &options,
                                       &scan_, &plugin.error);
  }
  Scan(Scan const&) = delete;
  ~Scan() {
    if (scan_) scan_->close(scan_);
  }
  Received next() { return border::next(scan_, &error.now); }
  oar_scan* get() { return scan_; }

  // Every message to the end, or to an error.
  std::vector<Received> all() {
    std::vector<Received> messages;
    do messages.push_back(next());
    while (messages.back().status == OAR_OK && messages.back().kind != OAR_MSG_END);
    return messages;
  }

  oar_status status = OAR_OK;
  LaterError error;

 private:
  oar_scan* scan_ = nullptr;
};

inline std::int64_t rows_in(std::vector<Received> const& messages, std::uint32_t table) {
  std::int64_t rows = 0;
  for (auto const& message : messages)
    if (message.kind == OAR_MSG_BATCH && message.table == table) rows += message.batch->length;
  return rows;
}

}  // namespace border
