#pragma once
// Writers and transactions behind the C structs of oar/abi/destination.h.

#include <oar/destination.hpp>
#include <oar/detail/call.hpp>
#include <oar/detail/read_back_stream.hpp>

#include <boost/json.hpp>

#include <deque>
#include <map>

namespace oar {

inline Result<void> Transaction::delete_records(Layout const&, Batch, bool) {
  return Error::of(Errc::unsupported, "this destination deletes no single records");
}
inline Result<StaleCount> Transaction::delete_stale(Layout const&, StaleRows const&) {
  return Error::of(Errc::unsupported, "this destination deletes no stale rows");
}
inline Result<bool> Writer::resolve(std::string_view) {
  return Error::of(Errc::unsupported, "this destination keeps no commit tokens");
}
inline Result<std::unique_ptr<Reader>> Writer::read_back(Table const&) {
  return Error::of(Errc::unsupported, "this destination cannot be read back");
}

namespace detail {

using Layouts = std::map<std::uint32_t, Layout>;  // nodes stay where they are: batches point at their tables

struct TransactionExport {
  TransactionExport(std::unique_ptr<Transaction> begun, Layouts const& known)
      : transaction{std::move(begun)}, layouts{known} {}

  std::unique_ptr<Transaction> transaction;
  Layouts const& layouts;
  std::map<std::uint32_t, Table> key_tables = {};  // per layout, its key columns only
  oar_txn abi{};

  static TransactionExport& of(oar_txn* txn) { return *static_cast<TransactionExport*>(txn->self); }

  Result<Layout const*> layout(std::uint32_t index) const {
    auto const found = layouts.find(index);
    if (found == layouts.end()) return Error::of(Errc::invalid_argument, "layout ", index, " was never migrated");
    return &found->second;
  }

  static Table key_table(Table const& table) {
    Table keys{table.name()};
    for (auto const& name : table.primary_key())
      if (auto const at = table.index_of(name)) keys.key(name, table.columns()[*at].type);
    return keys;
  }

  static oar_status OAR_CALL write(oar_txn* txn, std::uint32_t index, ArrowArray* array, oar_error* error) {
    auto owned = OwnedArray::from(array);
    return guarded(error, [&]() -> Result<void> {
      auto const* layout = OAR_TRY(of(txn).layout(index));
      return of(txn).transaction->write(*layout, OAR_TRY(Batch::make(layout->table, std::move(owned))));
    });
  }

  static oar_status OAR_CALL delete_records(oar_txn* txn, std::uint32_t index, ArrowArray* keys, std::uint32_t flags,
                                            oar_error* error) {
    auto owned = OwnedArray::from(keys);
    return guarded(error, [&]() -> Result<void> {
      auto& self = of(txn);
      auto const* layout = OAR_TRY(self.layout(index));
      OAR_TRY(refuse_unknown_flags(flags, OAR_MSGF_CASCADE, "delete"));
      auto const at = self.key_tables.try_emplace(index, key_table(layout->table)).first;
      auto batch = OAR_TRY(Batch::make(at->second, std::move(owned)));
      return self.transaction->delete_records(*layout, std::move(batch), (flags & OAR_MSGF_CASCADE) != 0);
    });
  }

  static oar_status OAR_CALL delete_stale(oar_txn* txn, std::uint32_t index, oar_stale* stale, oar_error* error) {
    return guarded(error, [&]() -> Result<void> {
      auto const* layout = OAR_TRY(of(txn).layout(index));
      auto const known = OAR_STALE_COUNT_ONLY | OAR_STALE_EXACT | OAR_STALE_MARK;
      OAR_TRY(refuse_unknown_flags(stale->flags, std::uint32_t{known}, "stale deletion"));
      StaleRows const rows{.scope = std::string{view(stale->scope)},
                           .before_us = stale->before_unix_ns / 1000,
                           .count_only = (stale->flags & OAR_STALE_COUNT_ONLY) != 0,
                           .exact = (stale->flags & OAR_STALE_EXACT) != 0,
                           .mark = (stale->flags & OAR_STALE_MARK) != 0};
      auto const count = OAR_TRY(of(txn).transaction->delete_stale(*layout, rows));
      stale->stale_rows = count.stale;
      stale->all_rows = count.all;
      return {};
    });
  }

  static oar_status OAR_CALL commit(oar_txn* txn, std::uint64_t n, oar_state const* const* states, oar_error* error) {
    return guarded(error, [&]() -> Result<void> {
      std::vector<StoredState> stored;
      for (std::uint64_t i = 0; i < n; ++i)
        stored.push_back(
            {std::string{view(states[i]->split_id)}, states[i]->epoch, std::string{view(states[i]->cursor)}});
      return of(txn).transaction->commit(stored);
    });
  }

  static void OAR_CALL cancel(oar_txn* txn) {
    auto ignored = empty_error();
    guarded(&ignored, [&]() -> Result<void> { return of(txn).transaction->cancel(), Result<void>{}; });
  }
  static void OAR_CALL release(oar_txn* txn) { delete &of(txn); }
};

struct WriterExport {
  std::unique_ptr<Writer> writer;
  Layouts layouts = {};
  oar_writer abi{};

  static WriterExport& of(oar_writer* writer) { return *static_cast<WriterExport*>(writer->self); }

  static oar_writer* make(std::unique_ptr<Writer> writer) {
    auto out = std::make_unique<WriterExport>();
    auto const abilities = writer->abilities();
    auto const keeps_state = (abilities.capabilities & OAR_CAP_ATOMIC_STATE) != 0;
    out->writer = std::move(writer);
    out->abi = {sizeof(oar_writer),
                abilities.capabilities,
                out.get(),
                abilities.best_batch_rows,
                abilities.best_batch_bytes,
                keeps_state ? load_state : nullptr,
                migrate,
                begin,
                keeps_state ? resolve : nullptr,
                finish,
                close};
    return &out.release()->abi;
  }

  static oar_status OAR_CALL load_state(oar_writer* writer, oar_state_sink* sink, oar_error* error) {
    return guarded(error, [&]() -> Result<void> {
      for (auto const& state : OAR_TRY(of(writer).writer->load_state())) {
        oar_state const out{sizeof(oar_state), 0, borrow(state.split_id), state.epoch, borrow_bytes(state.cursor)};
        sink->put(sink, &out);
      }
      return {};
    });
  }

  static oar_status OAR_CALL migrate(oar_writer* writer, std::uint32_t index, oar_target const* target,
                                     std::int32_t mode, oar_buf* report, oar_error* error) {
    return guarded(error, [&]() -> Result<void> {
      if (target->write_mode != OAR_WRITE_APPEND && target->write_mode != OAR_WRITE_UPSERT)
        return Error::of(Errc::unsupported, "write mode ", target->write_mode, " is newer than this plugin");
      if (mode < OAR_MIGRATE_SAFE || mode > OAR_MIGRATE_DRY_RUN)
        return Error::of(Errc::unsupported, "migrate mode ", mode, " is newer than this plugin");
      auto table = OAR_TRY(Table::from_schema(*target->schema));
      Layout layout{index, static_cast<WriteMode>(target->write_mode), std::move(table)};
      auto const statements = OAR_TRY(of(writer).writer->migrate(layout, static_cast<MigrateMode>(mode)));
      of(writer).layouts.insert_or_assign(index, std::move(layout));
      json::object told{{"statements", json::value_from(statements)}};
      if (auto const replaced = of(writer).writer->replaced(); !replaced.kept_as.empty())
        told["replaced"] = {{"kept_as", replaced.kept_as},
                            {"why", replaced.why},
                            {"copied", replaced.copied},
                            {"for_good", replaced.for_good}};
      give(json::serialize(told), report);
      return {};
    });
  }

  static oar_status OAR_CALL begin(oar_writer* writer, oar_txn_options const* options, oar_txn** out,
                                   oar_error* error) {
    return guarded(error, [&]() -> Result<void> {
      auto& self = of(writer);
      OAR_TRY(refuse_unknown_flags(options->flags, 0, "transaction"));
      auto transaction = OAR_TRY(self.writer->begin(std::string{view(options->token)}, Host{options->host}));
      if (!transaction) return Error::of(Errc::internal, "the writer gave no transaction");
      auto made = std::make_unique<TransactionExport>(std::move(transaction), self.layouts);
      auto const caps = self.abi.capabilities;
      made->abi = {sizeof(oar_txn),
                   0,
                   made.get(),
                   TransactionExport::write,
                   caps & OAR_CAP_DELETE_RECORDS ? TransactionExport::delete_records : nullptr,
                   caps & OAR_CAP_DELETE_STALE ? TransactionExport::delete_stale : nullptr,
                   TransactionExport::commit,
                   TransactionExport::cancel,
                   TransactionExport::release};
      *out = &made.release()->abi;
      return {};
    });
  }

  static oar_status OAR_CALL resolve(oar_writer* writer, oar_str token, std::int32_t* committed, oar_error* error) {
    return guarded(error, [&]() -> Result<void> {
      *committed = OAR_TRY(of(writer).writer->resolve(view(token))) ? 1 : 0;
      return {};
    });
  }
  static oar_status OAR_CALL finish(oar_writer* writer, oar_error* error) {
    return guarded(error, [&] { return of(writer).writer->finish(); });
  }
  static void OAR_CALL close(oar_writer* writer) { delete &of(writer); }

  static oar_status OAR_CALL read_back(oar_writer* writer, ArrowSchema const* schema, ArrowArrayStream* out,
                                       oar_error* error) {
    return guarded(error, [&]() -> Result<void> {
      auto table = OAR_TRY(Table::from_schema(*schema));
      auto reader = OAR_TRY(of(writer).writer->read_back(table));
      if (!reader) return Error::of(Errc::internal, "the writer gave no reader");
      *out = make_stream(std::move(table), std::move(reader));
      return {};
    });
  }
};

}  // namespace detail
}  // namespace oar
