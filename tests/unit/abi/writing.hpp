#pragma once
// The host's side of a destination in a few lines: a writer, its layouts, transactions, and batches that are counted.

#include <oar/abi/destination.h>
#include <oar/rows.hpp>

#include "border.hpp"

#include <optional>
#include <string>
#include <vector>

namespace border {

// A batch whose releases are counted: once, whatever becomes of it.
inline ArrowArray counted(oar::OwnedArray array, int* releases) {
  struct Counted {
    ArrowArray inner;
    int* releases;
  };
  ArrowArray out = *array;
  out.private_data = new Counted{array.take(), releases};
  out.release = [](ArrowArray* self) {
    auto* counting = static_cast<Counted*>(self->private_data);
    ++*counting->releases;
    counting->inner.release(&counting->inner);
    delete counting;
    self->release = nullptr;
  };
  return out;
}

class Writer {
 public:
  explicit Writer(Plugin& plugin, std::uint32_t flags = 0, std::string_view source = "src") {
    oar_writer_options options{};
    options.struct_size = sizeof options;
    options.flags = flags;
    options.host = &bare_host();
    options.source_name = oar::detail::borrow(source);
    options.sync_id = oar::detail::borrow("sync-1");
    options.sync_time_unix_ns = 1'000'000;
    status = plugin.destination().open(plugin.get(), &options, &writer_, &error.now);
  }
  Writer(Writer const&) = delete;
  ~Writer() {
    if (writer_) writer_->close(writer_);
  }
  oar_writer* operator->() { return writer_; }
  oar_writer* get() { return writer_; }

  // The report, or empty after an error.
  std::string migrate(std::uint32_t layout, oar::Table const& table, std::int32_t write_mode,
                      std::int32_t mode = OAR_MIGRATE_SAFE) {
    auto const schema = table.to_schema();
    oar_target const target{sizeof target, write_mode, schema.get()};
    oar_buf report{};
    status = writer_->migrate(writer_, layout, &target, mode, &report, &error.now);
    if (status != OAR_OK) return {};
    std::string text{oar::detail::view(oar_bytes{report.data, report.size})};
    if (report.release) report.release(&report);
    return text;
  }

  oar_status status = OAR_OK;
  LaterError error;

 private:
  oar_writer* writer_ = nullptr;
};

class Txn {
 public:
  explicit Txn(Writer& writer, std::string_view token = "token") {
    oar_txn_options const options{sizeof options, 0, &bare_host(), oar::detail::borrow(token)};
    if (writer->begin(writer.get(), &options, &txn_, &error.now) != OAR_OK) FAIL(error.now.message);
  }
  Txn(Txn const&) = delete;
  ~Txn() { txn_->release(txn_); }
  oar_txn* operator->() { return txn_; }
  oar_txn* get() { return txn_; }

  oar_status write(std::uint32_t layout, oar::OwnedArray rows) {
    auto array = counted(std::move(rows), &releases);
    auto const status = txn_->write(txn_, layout, &array, &error.now);
    CHECK(array.release == nullptr);  // the callee owns it in every outcome
    return status;
  }
  oar_status delete_records(std::uint32_t layout, oar::OwnedArray keys, std::uint32_t flags) {
    auto array = counted(std::move(keys), &releases);
    auto const status = txn_->delete_records(txn_, layout, &array, flags, &error.now);
    CHECK(array.release == nullptr);
    return status;
  }
  oar_status commit(std::vector<oar_state> const& states = {}) {
    std::vector<oar_state const*> pointers;
    for (auto const& state : states) pointers.push_back(&state);
    return txn_->commit(txn_, pointers.size(), pointers.data(), &error.now);
  }

  int releases = 0;
  LaterError error;

 private:
  oar_txn* txn_ = nullptr;
};

inline oar_state state(std::string_view split, std::uint64_t epoch, std::string_view cursor) {
  return {sizeof(oar_state), 0, oar::detail::borrow(split), epoch, oar::detail::borrow_bytes(cursor)};
}

}  // namespace border
