#include "destination.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>

namespace conformance {

std::string fresh_token() {
  static std::atomic<int> last = 0;
  return joined("conformance-", ::getpid(), "-", ++last);
}

Writer::Writer(Instance& instance, WriterWish const& wish) {
  oar_writer_options options{};
  options.struct_size = sizeof options;
  options.flags = wish.flags;
  options.host = host_.get();
  options.source_name = borrow(wish.source);
  options.sync_id = borrow(wish.sync);
  options.sync_time_unix_ns = wish.sync_time_us * 1000;
  must("", instance.destination().open(instance.get(), &options, &writer_, error_.get()), error_, "open");
  expect(writer_ != nullptr, "open answered OAR_OK and no writer");
}

void Writer::close() {
  if (writer_) writer_->close(writer_);
  writer_ = nullptr;
}

oar_status Writer::try_migrate(std::uint32_t layout, oar::Table const& table, std::int32_t write_mode,
                               std::int32_t mode) {
  auto const schema = table.to_schema();
  oar_target const target{sizeof target, write_mode, schema.get()};
  oar_buf report{};
  auto const status = writer_->migrate(writer_, layout, &target, mode, &report, error_.get());
  report_ = status == OAR_OK ? std::string{view(oar_bytes{report.data, report.size})} : "";
  if (report.release) report.release(&report);
  return status;
}

std::vector<std::string> Writer::migrate(std::uint32_t layout, oar::Table const& table, std::int32_t write_mode,
                                         std::int32_t mode) {
  must("", try_migrate(layout, table, write_mode, mode), error_, "migrate of table " + table.name());
  json::error_code ec;
  auto const report = json::parse(report_, ec);
  auto const* list = !ec && report.is_object() ? report.get_object().if_contains("statements") : nullptr;
  expect_of("destination.migrate.report", list && list->is_array(),
            "migrate's report is not {\"statements\": [...]}: ", report_);
  std::vector<std::string> statements;
  for (auto const& one : list->get_array()) {
    expect_of("destination.migrate.report", one.is_string(), "a statement of migrate's report is no text: ", report_);
    statements.emplace_back(one.get_string());
  }
  return statements;
}

std::vector<State> Writer::states() {
  struct Collecting {
    oar_state_sink sink{};
    std::vector<State> states;
  } collecting;
  collecting.sink.struct_size = sizeof collecting.sink;
  collecting.sink.self = &collecting;
  collecting.sink.put = [](oar_state_sink* sink, oar_state const* state) {
    static_cast<Collecting*>(sink->self)
        ->states.push_back({std::string{view(state->split_id)}, state->epoch, std::string{view(state->cursor)}});
  };
  if (!OAR_CAN(oar_writer, writer_, load_state)) return {};
  must("", writer_->load_state(writer_, &collecting.sink, error_.get()), error_, "load_state");
  std::sort(collecting.states.begin(), collecting.states.end());
  return collecting.states;
}

bool Writer::resolve(std::string_view token) {
  std::int32_t committed = -1;
  must("", writer_->resolve(writer_, borrow(token), &committed, error_.get()), error_, "resolve");
  expect(committed == 0 || committed == 1, "resolve answered ", committed, ", neither 0 nor 1");
  return committed == 1;
}

Txn::Txn(Writer& writer, std::string token) {
  oar_txn_options const options{sizeof options, 0, host_.get(), borrow(token)};
  must("", writer->begin(writer.get(), &options, &txn_, error_.get()), error_, "begin");
  expect(txn_ != nullptr, "begin answered OAR_OK and no transaction");
}

void Txn::release() {
  if (txn_) txn_->release(txn_);
  txn_ = nullptr;
}

oar_status Txn::try_write(std::uint32_t layout, oar::OwnedArray batch) {
  auto array = batch.take();
  auto const status = txn_->write(txn_, layout, &array, error_.get());
  expect_of("destination.batches.released", array.release == nullptr,
            "write returned with the batch's release in place: "
            "the callee owns it in every outcome");
  return status;
}

void Txn::write(std::uint32_t layout, Data const& data) {
  must("", try_write(layout, data.share()), error_, "write to table " + data.table.name());
}

void Txn::delete_records(std::uint32_t layout, Data const& keys, std::uint32_t flags) {
  expect_of("destination.functions", OAR_CAN(oar_txn, txn_, delete_records), "delete_records is NULL");
  auto array = keys.share().take();
  auto const status = txn_->delete_records(txn_, layout, &array, flags, error_.get());
  expect_of("destination.batches.released", array.release == nullptr,
            "delete_records returned with the batch's release in place");
  must("", status, error_, "delete_records");
}

std::pair<std::uint64_t, std::uint64_t> Txn::delete_stale(std::uint32_t layout, std::string const& scope,
                                                          std::int64_t before_us, std::uint32_t flags) {
  expect_of("destination.functions", OAR_CAN(oar_txn, txn_, delete_stale), "delete_stale is NULL");
  oar_stale stale{sizeof stale, flags, borrow(scope), before_us * 1000, 0, 0};
  must("", txn_->delete_stale(txn_, layout, &stale, error_.get()), error_, "delete_stale");
  return {stale.stale_rows, stale.all_rows};
}

oar_status Txn::try_commit(std::vector<State> const& states) {
  std::vector<oar_state> list;
  std::vector<oar_state const*> pointers;
  for (auto const& state : states)
    list.push_back({sizeof(oar_state), 0, borrow(state.split_id), state.epoch, borrow_bytes(state.cursor)});
  for (auto const& state : list) pointers.push_back(&state);
  return txn_->commit(txn_, pointers.size(), pointers.data(), error_.get());
}

void Txn::commit(std::vector<State> const& states) { must("", try_commit(states), error_, "commit"); }

void store(Writer& writer, Data const& data, std::int32_t write_mode) {
  writer.migrate(0, data.table, write_mode);
  Txn txn{writer, fresh_token()};
  txn.write(0, data);
  txn.commit();
}

}  // namespace conformance
