#include "host/sync/writer.hpp"

#include "host/plugins/call.hpp"
#include "host/sync/misbehaved.hpp"

namespace oar::sync {
namespace {

using plugins::call;
using plugins::str;
using plugins::view;

// Owns texts that a sink is given.
struct Sink {
  oar_state_sink raw{};
  std::vector<state::Cursor> cursors;
};

void OAR_CALL put(oar_state_sink* sink, oar_state const* state) {
  if (!sink || !state) return;
  auto* const self = static_cast<Sink*>(sink->self);
  self->cursors.push_back({.split_id = std::string{view(state->split_id)},
                           .epoch = state->epoch,
                           .envelope = std::string{view(state->cursor)}});
}

}  // namespace

Transaction::Transaction(oar_txn* raw, std::unique_ptr<Handle> handle, std::stop_token stop)
    : handle_{std::move(handle)}, raw_{raw} {
  if (!OAR_CAN(oar_txn, raw_, cancel)) return;
  on_stop_.emplace(std::move(stop), [txn = raw_] { txn->cancel(txn); });
}

Transaction::~Transaction() {
  on_stop_.reset();
  raw_->release(raw_);
}

Result<void> Transaction::write(std::uint32_t layout, OwnedArray batch) {
  ArrowArray moved = batch.take();  // the callee owns it in every outcome
  return call("write", [&](oar_error* error) { return raw_->write(raw_, layout, &moved, error); });
}

Result<void> Transaction::delete_records(std::uint32_t layout, OwnedArray keys, std::uint32_t flags) {
  if (!OAR_CAN(oar_txn, raw_, delete_records))
    return Error::of(Errc::unsupported, "this destination cannot delete rows by their key");
  ArrowArray moved = keys.take();
  return call("delete_records",
              [&](oar_error* error) { return raw_->delete_records(raw_, layout, &moved, flags, error); });
}

Result<StaleRows> Transaction::delete_stale(std::uint32_t layout, std::string_view scope, std::int64_t before_us,
                                            std::uint32_t flags) {
  if (!OAR_CAN(oar_txn, raw_, delete_stale))
    return Error::of(Errc::unsupported, "this destination cannot delete stale rows");
  oar_stale stale{};
  stale.struct_size = sizeof stale;
  stale.flags = flags;
  stale.scope = str(scope);
  stale.before_unix_ns = before_us * 1000;
  OAR_TRY(call("delete_stale", [&](oar_error* error) { return raw_->delete_stale(raw_, layout, &stale, error); }));
  return StaleRows{.stale = stale.stale_rows, .all = stale.all_rows};
}

Result<void> Transaction::commit(std::vector<state::Cursor> const& cursors) {
  std::vector<oar_state> states;
  for (state::Cursor const& cursor : cursors) {
    oar_state one{};
    one.struct_size = sizeof one;
    one.split_id = str(cursor.split_id);
    one.epoch = cursor.epoch;
    one.cursor = plugins::bytes(cursor.envelope);
    states.push_back(one);
  }
  std::vector<oar_state const*> pointers;
  for (oar_state const& one : states) pointers.push_back(&one);
  return call("commit", [&](oar_error* error) { return raw_->commit(raw_, pointers.size(), pointers.data(), error); });
}

Writer::Writer(std::unique_ptr<Handle> handle, oar_writer* raw, Ledger& ledger, Subject subject, std::stop_token stop)
    : handle_{std::move(handle)}, raw_{raw}, ledger_{ledger}, subject_{std::move(subject)}, stop_{std::move(stop)} {}

Result<std::unique_ptr<Writer>> Writer::open(DestinationEnd const& destination, For const& what, Ledger& ledger,
                                             std::stop_token stop) {
  Subject const subject{.source = what.source, .destination = destination.name, .split = {}};
  auto handle = std::make_unique<Handle>(ledger, subject, stop);
  oar_writer_options options{};
  options.struct_size = sizeof options;
  options.host = handle->get();
  options.source_name = str(what.source);
  options.sync_id = str(what.sync_id);
  options.sync_time_unix_ns = what.sync_time_us * 1000;
  oar_writer* raw = nullptr;
  OAR_TRY(
      call("open", [&](oar_error* error) { return destination.api->open(destination.plugin, &options, &raw, error); }));
  if (!raw) return misbehaved("open gave no writer");
  return std::unique_ptr<Writer>(new Writer{std::move(handle), raw, ledger, subject, std::move(stop)});
}

Writer::~Writer() { raw_->close(raw_); }

Result<std::vector<state::Cursor>> Writer::load_state() {
  if (!OAR_CAN(oar_writer, raw_, load_state)) return misbehaved("a destination that keeps cursors has no load_state");
  Sink sink;
  sink.raw.struct_size = sizeof sink.raw;
  sink.raw.self = &sink;
  sink.raw.put = &put;
  OAR_TRY(call("load_state", [&](oar_error* error) { return raw_->load_state(raw_, &sink.raw, error); }));
  return std::move(sink.cursors);
}

Result<std::uint32_t> Writer::migrate(ArrowSchema const& schema, std::int32_t write_mode, std::int32_t migrate_mode) {
  oar_target target{};
  target.struct_size = sizeof target;
  target.write_mode = write_mode;
  target.schema = &schema;
  oar_buf report{};
  std::uint32_t const layout = layouts_++;
  OAR_TRY(call("migrate",
               [&](oar_error* error) { return raw_->migrate(raw_, layout, &target, migrate_mode, &report, error); }));
  plugins::take(report);
  return layout;
}

Result<std::unique_ptr<Transaction>> Writer::begin(std::string const& token) {
  auto handle = std::make_unique<Handle>(ledger_, subject_, stop_);
  oar_txn_options options{};
  options.struct_size = sizeof options;
  options.host = handle->get();
  options.token = str(token);
  oar_txn* txn = nullptr;
  OAR_TRY(call("begin", [&](oar_error* error) { return raw_->begin(raw_, &options, &txn, error); }));
  if (!txn) return misbehaved("begin gave no transaction");
  return std::make_unique<Transaction>(txn, std::move(handle), stop_);
}

Result<std::optional<bool>> Writer::resolve(std::string const& token) {
  if (!OAR_CAN(oar_writer, raw_, resolve)) return std::optional<bool>{};
  std::int32_t committed = 0;
  Result<void> const asked =
      call("resolve", [&](oar_error* error) { return raw_->resolve(raw_, str(token), &committed, error); });
  if (!asked && asked.error().code() == Errc::unsupported) return std::optional<bool>{};
  if (!asked) return asked.error();
  return std::optional<bool>{committed != 0};
}

Result<void> Writer::finish() {
  if (!OAR_CAN(oar_writer, raw_, finish)) return {};
  return call("finish", [&](oar_error* error) { return raw_->finish(raw_, error); });
}

}  // namespace oar::sync
