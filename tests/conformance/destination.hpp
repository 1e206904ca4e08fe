#pragma once
// Drives a destination: writers, migrations, transactions. A failed call is the current check's to judge.

#include <oar/arrow.hpp>
#include <oar/table.hpp>

#include <string>
#include <vector>

#include "data.hpp"
#include "plugin.hpp"

namespace conformance {

struct State {
  std::string split_id;
  std::uint64_t epoch = 0;
  std::string cursor;
  auto operator<=>(State const&) const = default;
};

struct WriterWish {
  std::string source = "conformance";
  std::string sync = "sync-1";
  std::int64_t sync_time_us = 1'000'000;
  std::uint32_t flags = 0;
};

class Writer {
 public:
  explicit Writer(Instance& instance, WriterWish const& wish = {});
  Writer(Writer const&) = delete;
  ~Writer() { close(); }
  void close();

  bool can(std::uint32_t capability) const { return (writer_->capabilities & capability) != 0; }
  oar_writer* get() const { return writer_; }
  oar_writer* operator->() const { return writer_; }

  // The statements that it took, or the rule is broken.
  std::vector<std::string> migrate(std::uint32_t layout, oar::Table const& table,
                                   std::int32_t write_mode = OAR_WRITE_APPEND, std::int32_t mode = OAR_MIGRATE_SAFE);
  oar_status try_migrate(std::uint32_t layout, oar::Table const& table, std::int32_t write_mode, std::int32_t mode);
  std::vector<State> states();
  bool resolve(std::string_view token);
  std::string error_text(oar_status status) const { return error_.text(status); }
  ErrorBox const& error() const { return error_; }

 private:
  friend class Txn;
  Host host_;
  ErrorBox error_;
  oar_writer* writer_ = nullptr;
  std::string report_;
};

class Txn {
 public:
  Txn(Writer& writer, std::string token);
  Txn(Txn const&) = delete;
  ~Txn() { release(); }
  void release();

  void write(std::uint32_t layout, Data const& data);
  oar_status try_write(std::uint32_t layout, oar::OwnedArray batch);
  void delete_records(std::uint32_t layout, Data const& keys, std::uint32_t flags = 0);
  // stale and all rows; before: microseconds.
  std::pair<std::uint64_t, std::uint64_t> delete_stale(std::uint32_t layout, std::string const& scope,
                                                       std::int64_t before_us, std::uint32_t flags = 0);
  void commit(std::vector<State> const& states = {});
  oar_status try_commit(std::vector<State> const& states = {});

  oar_txn* get() const { return txn_; }
  std::string error_text(oar_status status) const { return error_.text(status); }
  ErrorBox const& error() const { return error_; }
  std::vector<std::string> rejects() const { return host_.rejects(); }

 private:
  Host host_;
  ErrorBox error_;
  oar_txn* txn_ = nullptr;
};

// In short: a table that takes the layout, one transaction with the rows, committed.
void store(Writer& writer, Data const& data, std::int32_t write_mode = OAR_WRITE_APPEND);

// A token that was never used before.
std::string fresh_token();

}  // namespace conformance
