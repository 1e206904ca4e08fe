#include "host/sync/writer.hpp"

#include <oar/abi/host/log.h>

#include <boost/json.hpp>

#include "host/contract/handed.hpp"
#include "host/contract/objects.hpp"
#include "host/plugins/call.hpp"
#include "host/sync/misbehaved.hpp"

namespace oar::sync {
namespace {

using plugins::str;

void warn(Handle& handle, Error const& fault) { handle.services().log(OAR_LOG_WARN, fault.message(), {}); }

// As plugins::call, and who is to blame is named.
template <class Call>
Result<void> ask(std::string_view who, std::string_view what, Call&& function) {
  return contract::named(plugins::call(what, function), who);
}

// The callee owns the batch in every outcome. By Arrow's rule what still has its release was not moved: it is given
// back here, and whether its rows were taken is not known.
template <class Call>
Result<void> hand_over(std::string_view who, std::string_view what, OwnedArray batch, Call&& function) {
  Result<void> const done = ask(who, what, [&](oar_error* error) { return function(batch.get(), error); });
  if (!batch) return done;
  Error const fault = misbehaved(what, " left its batch unreleased",
                                 done ? "" : "; it failed with: ", done ? "" : done.error().message());
  return contract::named(fault, who);
}

namespace json = boost::json;

std::string text_in(json::object const& object, std::string_view name) {
  json::value const* const text = object.if_contains(name);
  return text && text->is_string() ? std::string{text->get_string()} : std::string{};
}

bool is_true(json::object const& object, std::string_view name) {
  json::value const* const value = object.if_contains(name);
  return value && value->is_bool() && value->get_bool();
}

// {"statements":[TEXT...],"replaced":{"kept_as":TEXT,"why":TEXT,"copied":BOOL,"for_good":BOOL}}; all of it may be
// missing.
Result<Migrated> read_report(std::string const& text) {
  Migrated migrated;
  if (text.empty()) return migrated;
  boost::system::error_code bad;
  json::value const report = json::parse(text, bad);
  if (bad || !report.is_object()) return misbehaved("the report of migrate is not a JSON object");
  json::object const& members = report.get_object();
  json::value const* const statements = members.if_contains("statements");
  if (statements && statements->is_array()) {
    for (json::value const& each : statements->get_array()) {
      if (each.is_string()) migrated.statements.emplace_back(each.get_string());
    }
  }
  json::value const* const replaced = members.if_contains("replaced");
  if (replaced && replaced->is_object()) {
    json::object const& how = replaced->get_object();
    migrated.replaced = {.kept_as = text_in(how, "kept_as"),
                         .why = text_in(how, "why"),
                         .copied = is_true(how, "copied"),
                         .for_good = is_true(how, "for_good")};
  }
  return migrated;
}

}  // namespace

Transaction::Transaction(oar_txn* raw, std::unique_ptr<Handle> handle, std::stop_token stop, Changes changes,
                         std::string who)
    : handle_{std::move(handle)}, raw_{raw}, changes_{changes}, who_{std::move(who)} {
  if (!OAR_CAN(oar_txn, raw_, cancel)) return;
  on_stop_.emplace(std::move(stop), [txn = raw_] { (void)contract::guarded("cancel", [&] { txn->cancel(txn); }); });
}

Transaction::~Transaction() {
  on_stop_.reset();
  if (auto const threw = contract::give_back(raw_)) warn(*handle_, contract::named(*threw, who_));
}

Result<void> Transaction::write(std::uint32_t layout, OwnedArray batch) {
  return hand_over(who_, "write", std::move(batch),
                   [&](ArrowArray* rows, oar_error* error) { return raw_->write(raw_, layout, rows, error); });
}

Result<void> Transaction::delete_records(std::uint32_t layout, OwnedArray keys, std::uint32_t flags) {
  if (!OAR_CAN(oar_txn, raw_, delete_records))
    return Error::of(Errc::unsupported, "this destination cannot delete rows by their key");
  return hand_over(who_, "delete_records", std::move(keys), [&](ArrowArray* rows, oar_error* error) {
    return raw_->delete_records(raw_, layout, rows, flags, error);
  });
}

Result<StaleRows> Transaction::delete_stale(std::uint32_t layout, std::string_view scope, std::int64_t before_us,
                                            std::uint32_t flags) {
  if (!OAR_CAN(oar_txn, raw_, delete_stale))
    return Error::of(Errc::unsupported, "this destination cannot delete stale rows");
  oar_stale stale{};
  stale.struct_size = sizeof stale;
  stale.flags = changes_ == Changes::none ? flags | OAR_STALE_COUNT_ONLY : flags;
  stale.scope = str(scope);
  stale.before_unix_ns = before_us * 1000;
  OAR_TRY(ask(who_, "delete_stale", [&](oar_error* error) { return raw_->delete_stale(raw_, layout, &stale, error); }));
  if (stale.stale_rows > stale.all_rows)
    return contract::named(misbehaved("delete_stale tells of ", stale.stale_rows, " stale rows among ", stale.all_rows),
                           who_);
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
  Result<void> const done = ask(
      who_, "commit", [&](oar_error* error) { return raw_->commit(raw_, pointers.size(), pointers.data(), error); });
  // Who throws out of a commit, or answers nonsense, may have committed.
  if (!done && contract::blames(done.error())) return Error::of(Errc::commit_unknown, done.error().message());
  return done;
}

Writer::Writer(std::unique_ptr<Handle> handle, oar_writer* raw, Ledger& ledger, Subject subject, Changes changes,
               std::stop_token stop, std::string who)
    : handle_{std::move(handle)},
      raw_{raw},
      changes_{changes},
      ledger_{ledger},
      subject_{std::move(subject)},
      stop_{std::move(stop)},
      who_{std::move(who)} {}

Result<std::unique_ptr<Writer>> Writer::open(DestinationEnd const& destination, For const& what, Ledger& ledger,
                                             std::stop_token stop) {
  Subject const subject{.source = what.source, .destination = destination.name, .split = {}};
  auto handle = std::make_unique<Handle>(ledger, subject, stop);
  oar_writer_options options{};
  options.struct_size = sizeof options;
  options.flags = what.changes == Changes::none ? std::uint32_t{OAR_WRITER_READ_ONLY} : 0U;
  options.host = handle->get();
  options.source_name = str(what.source);
  options.sync_id = str(what.sync_id);
  options.sync_time_unix_ns = what.sync_time_us * 1000;
  oar_writer* raw = nullptr;
  OAR_TRY(ask(destination.who, "open",
              [&](oar_error* error) { return destination.api->open(destination.plugin, &options, &raw, error); }));
  if (Result<void> const usable = contract::check_object(raw); !usable) {
    (void)contract::give_back(raw);
    return contract::named(usable.error(), destination.who);
  }
  return std::unique_ptr<Writer>(
      new Writer{std::move(handle), raw, ledger, subject, what.changes, std::move(stop), destination.who});
}

Writer::~Writer() {
  if (auto const threw = contract::give_back(raw_)) warn(*handle_, contract::named(*threw, who_));
  if (sink_ && sink_->put_late())
    warn(*handle_, contract::named(misbehaved("it put a state after load_state had returned"), who_));
}

Result<std::vector<state::Cursor>> Writer::load_state() {
  sink_ = &StateSink::make();
  auto const asked =
      ask(who_, "load_state", [&](oar_error* error) { return raw_->load_state(raw_, sink_->raw(), error); });
  Result<std::vector<state::Cursor>> cursors = sink_->close();
  if (!asked) return asked.error();
  return contract::named(std::move(cursors), who_);
}

Result<Migrated> Writer::migrate(ArrowSchema const& schema, std::int32_t write_mode, std::int32_t migrate_mode) {
  oar_target target{};
  target.struct_size = sizeof target;
  target.write_mode = write_mode;
  target.schema = &schema;
  oar_buf report{};
  std::uint32_t const layout = layouts_++;  // counts failures too
  OAR_TRY(ask(who_, "migrate",
              [&](oar_error* error) { return raw_->migrate(raw_, layout, &target, migrate_mode, &report, error); }));
  std::string const text =
      OAR_TRY(contract::named(contract::taken(report, contract::largest_document, "the report of migrate"), who_));
  Migrated migrated = OAR_TRY(contract::named(read_report(text), who_));
  migrated.layout = layout;
  return migrated;
}

Result<std::unique_ptr<Transaction>> Writer::begin(std::string const& token) {
  auto handle = std::make_unique<Handle>(ledger_, subject_, stop_);
  oar_txn_options options{};
  options.struct_size = sizeof options;
  options.host = handle->get();
  options.token = str(token);
  oar_txn* txn = nullptr;
  {
    std::lock_guard const lock{serial_};
    OAR_TRY(ask(who_, "begin", [&](oar_error* error) { return raw_->begin(raw_, &options, &txn, error); }));
  }
  if (Result<void> const usable = contract::check_object(txn, raw_->capabilities); !usable) {
    (void)contract::give_back(txn);
    return contract::named(usable.error(), who_);
  }
  return std::make_unique<Transaction>(txn, std::move(handle), stop_, changes_, who_);
}

Result<std::optional<bool>> Writer::resolve(std::string const& token) {
  if (!OAR_CAN(oar_writer, raw_, resolve)) return std::optional<bool>{};
  std::int32_t committed = 0;
  std::lock_guard const lock{serial_};
  Result<void> const asked =
      ask(who_, "resolve", [&](oar_error* error) { return raw_->resolve(raw_, str(token), &committed, error); });
  if (!asked && asked.error().code() == Errc::unsupported) return std::optional<bool>{};
  if (!asked) return asked.error();
  if (committed != 0 && committed != 1)
    return contract::named(misbehaved("resolve answered ", committed, "; it must be 0 or 1"), who_);
  return std::optional<bool>{committed == 1};
}

Result<void> Writer::finish() {
  if (!OAR_CAN(oar_writer, raw_, finish)) return {};
  return ask(who_, "finish", [&](oar_error* error) { return raw_->finish(raw_, error); });
}

}  // namespace oar::sync
