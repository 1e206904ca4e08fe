#include "unit/sync/fake_destination.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>

namespace oar::test {
namespace {

std::string text_of(oar_str text) { return {text.data, static_cast<std::size_t>(text.size)}; }
std::string text_of(oar_bytes bytes) {
  return {reinterpret_cast<char const*>(bytes.data), static_cast<std::size_t>(bytes.size)};
}

oar_status failed(oar_error* error, oar_status code, std::string const& message, bool retryable,
                  std::int64_t retry_after_ms = 0) {
  error->code = code;
  error->flags = retryable ? std::uint32_t{OAR_ERR_RETRYABLE} : 0U;
  error->retry_after_ms = retry_after_ms;
  error->vendor_code[0] = '\0';
  std::strncpy(error->message, message.c_str(), sizeof error->message - 1);
  error->message[sizeof error->message - 1] = '\0';
  return code;
}

struct Target {
  Table table{""};
  bool append = false;
};

std::string text_at(Batch const& batch, std::string const& column, std::int64_t row) {
  auto const index = batch.table().index_of(column);
  if (!index || batch.column(*index).is_null(row)) return {};
  return std::string{batch.column(*index).bytes(row)};
}

std::int64_t integer_at(Batch const& batch, std::string const& column, std::int64_t row) {
  auto const index = batch.table().index_of(column);
  return index ? batch.column(*index).integer(row) : 0;
}

}  // namespace

struct FakeWriter {
  oar_writer raw{};
  FakeDestination* of;
  std::string source;
  std::vector<Target> targets;

  oar_status migrate(std::uint32_t layout, oar_target const* target, oar_error* error);
};

using Tables = std::map<std::string, std::vector<StoredRow>>;

// Remembers what is to be done; commit does it.
struct FakeTransaction {
  oar_txn raw{};
  FakeWriter* writer;
  std::string token;
  std::vector<std::function<void(Tables&)>> edits;
  std::vector<Batch> kept;
  std::mutex cancelling;
  std::condition_variable changed;
  bool cancelled = false;  // guarded by cancelling

  oar_status write(std::uint32_t layout, ArrowArray* array, oar_error* error);
  oar_status erase(std::uint32_t layout, ArrowArray* array);
  oar_status stale(std::uint32_t layout, oar_stale* stale, oar_error* error);
  oar_status commit(std::uint64_t n, oar_state const* const* states, oar_error* error);
};

oar_status FakeWriter::migrate(std::uint32_t layout, oar_target const* target, oar_error* error) {
  std::lock_guard const lock{of->mutex_};
  Result<Table> table = Table::from_schema(*target->schema);
  if (!table) return failed(error, OAR_E_SCHEMA, table.error().message(), false);
  of->note("migrate " + table->name());
  targets.resize(std::max<std::size_t>(targets.size(), layout + 1));
  if (table->name() == of->refused_table) return failed(error, OAR_E_UNSUPPORTED, "no such type here", false);
  if (table->name() == of->broken_table) return failed(error, OAR_E_SCHEMA, "cannot change", false);
  std::vector<std::string> columns;
  for (Field const& field : table->columns()) columns.push_back(field.name);
  of->columns[table->name()] = columns;
  of->tables[table->name()];
  targets[layout] = {*table, target->write_mode == OAR_WRITE_APPEND};
  return OAR_OK;
}

oar_status FakeTransaction::write(std::uint32_t layout, ArrowArray* array, oar_error* error) {
  OwnedArray owned = OwnedArray::from(array);
  Target const& target = writer->targets[layout];
  Result<Batch> batch = Batch::make(target.table, std::move(owned));
  if (!batch) return failed(error, OAR_E_SCHEMA, batch.error().message(), false);
  if (writer->of->on_call) writer->of->on_call("write");
  {
    std::lock_guard const lock{writer->of->mutex_};
    writer->of->note("write " + target.table.name() + " " + std::to_string(batch->rows()));
    if (oar_status const bad = writer->of->pass(writer->of->write, "write", error)) return bad;
  }
  if (writer->of->hangs) {
    std::unique_lock lock{cancelling};
    changed.wait(lock, [this] { return cancelled; });
    return failed(error, OAR_E_CANCELLED, "cancelled", false);
  }
  for (std::int64_t i = 0; i < batch->rows() && !writer->of->poison.empty(); ++i) {
    if (text_at(*batch, "text", i) == writer->of->poison) return failed(error, OAR_E_DATA, "poisoned", false);
  }
  std::vector<StoredRow> rows;
  for (std::int64_t i = 0; i < batch->rows(); ++i) {
    rows.push_back({.id = integer_at(*batch, "id", i),
                    .text = text_at(*batch, "text", i),
                    .source = text_at(*batch, "_oar_source", i),
                    .scope = text_at(*batch, "_oar_scope", i),
                    .time_us = integer_at(*batch, "_oar_sync_time", i)});
  }
  edits.push_back([name = target.table.name(), append = target.append, rows = std::move(rows)](Tables& tables) {
    for (StoredRow const& row : rows) {
      auto& all = tables[name];
      if (!append) std::erase_if(all, [&](StoredRow const& each) { return each.id == row.id; });
      all.push_back(row);
    }
  });
  if (writer->of->keeps_batches) kept.push_back(*std::move(batch));
  return OAR_OK;
}

oar_status FakeTransaction::erase(std::uint32_t layout, ArrowArray* array) {
  OwnedArray owned = OwnedArray::from(array);
  Target const& target = writer->targets[layout];
  Table keys{target.table.name()};
  keys.key("id", Type::int64);
  Result<Batch> const batch = Batch::make(keys, std::move(owned));
  for (std::int64_t i = 0; i < batch->rows(); ++i) {
    edits.push_back([name = target.table.name(), id = integer_at(*batch, "id", i)](Tables& tables) {
      std::erase_if(tables[name], [&](StoredRow const& each) { return each.id == id; });
    });
  }
  return OAR_OK;
}

oar_status FakeTransaction::stale(std::uint32_t layout, oar_stale* stale, oar_error* error) {
  std::string const name = writer->targets[layout].table.name();
  std::string const scope = text_of(stale->scope);
  std::int64_t const time = stale->before_unix_ns / 1000;
  bool const exact = (stale->flags & OAR_STALE_EXACT) != 0;
  auto const in_scope = [source = writer->source, scope](StoredRow const& row) {
    return row.source == source && row.scope == scope;
  };
  auto const old = [in_scope, exact, time](StoredRow const& row) {
    return in_scope(row) && (exact ? row.time_us == time : row.time_us < time);
  };
  std::lock_guard const lock{writer->of->mutex_};
  Tables seen = writer->of->tables;
  for (auto const& edit : edits) edit(seen);
  std::vector<StoredRow> const& rows = seen[name];
  stale->all_rows = static_cast<std::uint64_t>(std::count_if(rows.begin(), rows.end(), in_scope));
  stale->stale_rows = static_cast<std::uint64_t>(std::count_if(rows.begin(), rows.end(), old));
  if (stale->flags & OAR_STALE_COUNT_ONLY) return OAR_OK;
  if (oar_status const bad = writer->of->pass(writer->of->stale, "delete_stale", error)) return bad;
  writer->of->note("delete_stale " + name + " " + scope + (exact ? " exact" : ""));
  edits.push_back([name, old](Tables& tables) { std::erase_if(tables[name], old); });
  return OAR_OK;
}

oar_status FakeTransaction::commit(std::uint64_t n, oar_state const* const* states, oar_error* error) {
  if (writer->of->on_call) writer->of->on_call("commit");
  std::lock_guard const lock{writer->of->mutex_};
  FakeDestination& of = *writer->of;
  of.note("commit " + std::to_string(n));
  bool const applied = of.commit.applied;
  oar_status const bad = of.pass(of.commit, "commit", error);
  if (bad && !applied) return bad;
  bool const atomic = (of.capabilities & OAR_CAP_ATOMIC_STATE) != 0;
  std::map<std::string, StoredState> stored = of.states[writer->source];
  for (std::uint64_t i = 0; i < n; ++i) {
    std::string const split = text_of(states[i]->split_id);
    if (atomic && states[i]->epoch != stored[split].epoch + 1)
      return failed(error, OAR_E_CONFLICT, "another epoch", false);
    stored[split] = {states[i]->epoch, text_of(states[i]->cursor)};
    if (states[i]->cursor.size == 0) stored.erase(split);
  }
  if (atomic) of.states[writer->source] = stored;
  for (auto const& edit : edits) edit(of.tables);
  of.tokens.insert(token);
  return bad;
}

struct FakeDestinationCalls {
  static oar_status open(oar_plugin* plugin, oar_writer_options const* options, oar_writer** out, oar_error* error) {
    auto& self = *static_cast<FakeDestination*>(plugin->self);
    if (self.unreachable) return failed(error, OAR_E_IO, "connection refused", false);
    if (oar_status const bad = self.pass(self.opening, "open", error)) return bad;
    auto* writer = new FakeWriter;
    writer->of = &self;
    writer->source = text_of(options->source_name);
    writer->raw.struct_size = sizeof(oar_writer);
    writer->raw.self = writer;
    writer->raw.capabilities = self.capabilities;
    writer->raw.load_state = &load_state;
    writer->raw.migrate = [](oar_writer* raw, std::uint32_t layout, oar_target const* target, std::int32_t, oar_buf*,
                             oar_error* into) {
      return static_cast<FakeWriter*>(raw->self)->migrate(layout, target, into);
    };
    writer->raw.begin = &begin;
    writer->raw.resolve = [](oar_writer* raw, oar_str token, std::int32_t* committed, oar_error*) -> oar_status {
      FakeDestination& of = *static_cast<FakeWriter*>(raw->self)->of;
      std::lock_guard const lock{of.mutex_};
      of.note("resolve");
      *committed = of.tokens.contains(text_of(token)) ? 1 : 0;
      return OAR_OK;
    };
    writer->raw.close = [](oar_writer* raw) { delete static_cast<FakeWriter*>(raw->self); };
    *out = &writer->raw;
    return OAR_OK;
  }

  static oar_status load_state(oar_writer* raw, oar_state_sink* sink, oar_error*) {
    auto* writer = static_cast<FakeWriter*>(raw->self);
    std::lock_guard const lock{writer->of->mutex_};
    for (auto const& [split, stored] : writer->of->states[writer->source]) {
      oar_state state{};
      state.struct_size = sizeof state;
      state.split_id = {split.data(), split.size()};
      state.epoch = stored.epoch;
      state.cursor = {reinterpret_cast<std::uint8_t const*>(stored.cursor.data()), stored.cursor.size()};
      sink->put(sink, &state);
    }
    return OAR_OK;
  }

  static oar_status begin(oar_writer* raw, oar_txn_options const* options, oar_txn** out, oar_error* refused) {
    auto* writer = static_cast<FakeWriter*>(raw->self);
    {
      std::lock_guard const lock{writer->of->mutex_};
      if (writer->of->open_ == writer->of->most_open)
        return failed(refused, OAR_E_RATE_LIMITED, "no connection is free", true);
      ++writer->of->open_;
    }
    auto* txn = new FakeTransaction;
    txn->writer = writer;
    txn->token = text_of(options->token);
    txn->raw.struct_size = sizeof(oar_txn);
    txn->raw.self = txn;
    txn->raw.write = [](oar_txn* self, std::uint32_t layout, ArrowArray* batch, oar_error* error) {
      return static_cast<FakeTransaction*>(self->self)->write(layout, batch, error);
    };
    txn->raw.delete_records = [](oar_txn* self, std::uint32_t layout, ArrowArray* keys, std::uint32_t, oar_error*) {
      return static_cast<FakeTransaction*>(self->self)->erase(layout, keys);
    };
    txn->raw.delete_stale = [](oar_txn* self, std::uint32_t layout, oar_stale* stale, oar_error* error) {
      return static_cast<FakeTransaction*>(self->self)->stale(layout, stale, error);
    };
    txn->raw.commit = [](oar_txn* self, std::uint64_t n, oar_state const* const* states, oar_error* error) {
      return static_cast<FakeTransaction*>(self->self)->commit(n, states, error);
    };
    txn->raw.cancel = [](oar_txn* self) {
      auto* cancelled = static_cast<FakeTransaction*>(self->self);
      std::lock_guard const lock{cancelled->cancelling};
      cancelled->cancelled = true;
      cancelled->changed.notify_all();
    };
    txn->raw.release = [](oar_txn* self) {
      auto const* released = static_cast<FakeTransaction*>(self->self);
      {
        std::lock_guard const lock{released->writer->of->mutex_};
        --released->writer->of->open_;
      }
      delete released;
    };
    *out = &txn->raw;
    std::lock_guard const lock{writer->of->mutex_};
    writer->of->note("begin");
    return OAR_OK;
  }
};

FakeDestination::FakeDestination() {
  plugin_.struct_size = sizeof plugin_;
  plugin_.self = this;
  api_.struct_size = sizeof api_;
  api_.open = &FakeDestinationCalls::open;
}

std::vector<std::int64_t> FakeDestination::ids(std::string const& table) const {
  std::vector<std::int64_t> all;
  auto const found = tables.find(table);
  if (found == tables.end()) return all;
  for (StoredRow const& row : found->second) all.push_back(row.id);
  std::sort(all.begin(), all.end());
  return all;
}

int FakeDestination::open() const {
  std::lock_guard const lock{mutex_};
  return open_;
}

int FakeDestination::count(std::string const& call) const {
  std::lock_guard const lock{mutex_};
  return static_cast<int>(
      std::count_if(calls.begin(), calls.end(), [&](std::string const& each) { return each.starts_with(call); }));
}

void FakeDestination::note(std::string const& call) { calls.push_back(call); }

oar_status FakeDestination::pass(Fault& fault, char const* what, oar_error* error) {
  if (fault.at == 0 || --fault.at > 0) return OAR_OK;
  if (fault.for_ever) fault.at = 1;
  return failed(error, fault.status, std::string{"made to fail at "} + what, fault.retryable, fault.retry_after_ms);
}

}  // namespace oar::test
