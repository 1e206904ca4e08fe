// A destination in memory that keeps the whole contract, or breaks one rule of it: the one that OAR_BROKEN names.

#include <oar/detail/destination_role.hpp>

#include <cstring>
#include <fstream>

#include "fault.hpp"
#include "memory.hpp"
#include "read_back.hpp"
#include "shape.hpp"

namespace {

using namespace broken;

struct Config {
  std::string folder;
};
BOOST_DESCRIBE_STRUCT(Config, (), (folder))
constexpr auto oar_settings(Config const*) {
  return std::to_array<oar::Setting>({{"folder", "Where a fault leaves its traces"}});
}

class InMemory final : public oar::Transaction {
 public:
  InMemory(oar::WriterOptions const& options, std::string token, std::map<std::string, std::uint32_t> newest)
      : options_{options}, token_{std::move(token)}, draft_{memory()}, newest_{std::move(newest)} {}
  ~InMemory() override {
    std::lock_guard const lock{mutex()};
    if (committed_) return;
    if (is("rolled_back_rows_stay") && changed_.contains("others")) publish();
    if (is("rows_before_an_error_stay") && !conflicted_ && changed_ == std::set<std::string>{"people"}) publish();
    if (is("rolled_back_deletions_stay") && deleted_) publish();
    if (is("rolled_back_tokens_stay")) memory().tokens.insert(token_);
    if (is("rollback_forgets_cursors") && token_ == "rolled-back") memory().states.clear();
  }

  oar::Result<void> write(oar::Layout const& layout, oar::Batch batch) override {
    auto const& name = layout.table.name();
    auto const count = batch.rows();
    ++writes_;
    if (is("older_layouts_forgotten") && layout.index < newest_[name]) return refused("an older layout");
    auto const lost = [&](std::int64_t row) {
      return (is("large_batches_lose") && row == 99'999) || (is("later_batches_lose") && writes_ > 3) ||
             (is("single_rows_lost") && name == "single") || (is("null_rows_lost") && name == "wide" && row == 2);
    };
    auto array = copy_rows(batch, [&](std::int64_t row) { return !lost(row); });
    if (is("empty_batches_count") && count == 0) array = one_null_row(layout.table);
    auto const kept = keep(layout.table, std::move(array));
    for (std::int64_t row = 0; row < kept->batch->rows(); ++row) add(layout, {kept, row});
    if (is("unfinished_rows_show") && has_row(name, "\"before\"")) publish_locked();
    return {};
  }

  oar::Result<void> delete_records(oar::Layout const& layout, oar::Batch keys, bool) override {
    ++writes_;
    auto& rows = draft_.tables.at(stored_name(layout.table.name())).rows;
    changed_.insert(stored_name(layout.table.name()));
    auto const kept = keep(keys.table(), copy_rows(keys, [](std::int64_t) { return true; }));
    for (std::int64_t at = 0; at < kept->batch->rows(); ++at) {
      auto const gone = key_of(Row{kept, at}, kept->table);
      std::erase_if(rows, [&](Row const& row) {
        auto const key = key_of(row, kept->table);
        return key == gone || (is("deletes_too_much") && key.starts_with("\"b"));
      });
      if (is("deletions_come_last")) late_.insert(gone);
    }
    return {};
  }

  oar::Result<oar::StaleCount> delete_stale(oar::Layout const& layout, oar::StaleRows const& rows) override {
    ++writes_;
    auto& table = draft_.tables.at(stored_name(layout.table.name()));
    oar::StaleCount count;
    auto const stale = [&](Row const& row) {
      if (row.text("_oar_source") != quoted(options_.source_name) && !is("stale_of_any_source")) return false;
      if (row.text("_oar_scope") != quoted(rows.scope) && !is("stale_of_any_scope") &&
          !(is("unknown_scopes_match") && rows.scope == "no such scope"))
        return false;
      if (row.marked) return false;
      ++count.all;
      auto const at = *row.kept->table.index_of("_oar_sync_time");
      auto const time = row.kept->batch->column(at).integer(row.at);
      auto const hit = rows.exact && !is("exact_is_older") ? time == rows.before_us
                                                           : time < rows.before_us + (is("same_instant_goes") ? 1 : 0);
      if (hit) ++count.stale;
      return hit;
    };
    deleted_ = true;
    if (rows.mark && !is("marks_delete")) {
      for (auto& row : table.rows)
        if (stale(row)) row.marked = true;
      table.shape.index_of("_oar_deleted_at") ? table.shape
                                              : table.shape.column("_oar_deleted_at", oar::Type::timestamp);
    } else if (rows.count_only && !is("counting_deletes")) {
      for (auto const& row : table.rows) stale(row);
    } else {
      std::erase_if(table.rows, stale);
    }
    if (is("stale_miscounted") && !rows.count_only && !rows.mark && count.stale > 0) ++count.all;
    return count;
  }

  oar::Result<void> commit(std::span<oar::StoredState const> states) override {
    std::lock_guard const lock{mutex()};
    auto& stored = memory().states;
    if (states.empty() && is("empty_commits_fail") && writes_ == 0) return refused("nothing to commit");
    for (auto const& state : states) {
      auto const found = stored.find(key_of_state(state));
      auto const epoch = found == stored.end() ? 0 : found->second.epoch;
      if (epoch + 1 == state.epoch || (is("epochs_may_jump") && state.epoch == 1000)) continue;
      conflicted_ = true;
      if (is("conflict_keeps_rows")) publish();
      if (is("conflict_keeps_token")) memory().tokens.insert(token_);
      return oar::Error::of(oar::Errc::conflict, "split ", state.split_id, " is at epoch ", epoch);
    }
    if (!late_.empty()) delete_late();
    publish();
    for (auto const& state : states) put(state);
    if (!is("forgets_tokens")) memory().tokens.insert(token_);
    committed_ = true;
    return {};
  }

 private:
  static std::string quoted(std::string_view text) {
    std::string out;
    oar::detail::append_quoted(out, text);
    return out;
  }

  static oar::OwnedArray one_null_row(oar::Table const& table) {
    oar::Rows rows{table};
    for (std::size_t i = 0; i < table.columns().size(); ++i) rows.column(i).append_null();
    rows.add_rows(1);
    return rows.finish();
  }

  void add(oar::Layout const& layout, Row row) {
    auto& rows = draft_.tables.at(stored_name(layout.table.name())).rows;
    changed_.insert(stored_name(layout.table.name()));
    if (layout.mode != oar::WriteMode::upsert) {
      if (is("append_merges") && layout.table.name() == "log" && !rows.empty()) return;
      rows.push_back(std::move(row));
      return;
    }
    auto const key = merge_key(row, layout.table);
    auto const same =
        std::find_if(rows.begin(), rows.end(), [&](Row const& one) { return merge_key(one, layout.table) == key; });
    if (same == rows.end()) {
      written_.insert(row.kept.get());
      rows.push_back(std::move(row));
      return;
    }
    auto const in_batch = same->kept == row.kept;
    auto const in_transaction = written_.contains(same->kept.get());
    written_.insert(row.kept.get());
    if (is("first_wins_in_a_batch") && in_batch) return;
    if (is("first_batch_wins") && !in_batch && in_transaction) return;
    if (is("older_row_wins") && !in_batch && !in_transaction && row.text("name") != "null") return;
    if (is("null_replaces_nothing") && row.text("name") == "null") return;
    *same = std::move(row);
  }

  static std::string merge_key(Row const& row, oar::Table const& table) {
    auto key = key_of(row, table);
    if (is("keys_ignore_case") && table.name() == "words") std::replace(key.begin(), key.end(), 'A', 'a');
    return key;
  }

  bool has_row(std::string const& table, std::string_view name) const {
    auto const& rows = draft_.tables.at(stored_name(table)).rows;
    return !rows.empty() && rows.front().text("name") == name;
  }

  void delete_late() {
    for (auto& [name, table] : draft_.tables)
      std::erase_if(table.rows, [&, at = &table](Row const& row) { return late_.contains(key_of(row, at->shape)); });
  }

  std::pair<std::string, std::string> key_of_state(oar::StoredState const& state) const {
    return {is("sources_share_cursors") ? std::string{} : options_.source_name, state.split_id};
  }

  // Only what this transaction wrote: others may have committed meanwhile.
  void publish() {
    for (auto& [name, table] : draft_.tables)
      if (deleted_ || changed_.contains(name) || !memory().tables.contains(name))
        memory().tables.insert_or_assign(name, table);
  }
  void publish_locked() {
    std::lock_guard const lock{mutex()};
    publish();
  }

  void put(oar::StoredState state) {
    auto const key = key_of_state(state);
    if (state.cursor.empty() && is("never_forgets")) return;
    if (is("cursors_are_text")) state.cursor = std::string{state.cursor.c_str()};
    if (state.cursor.empty())
      memory().states.erase(key);
    else
      memory().states[key] = std::move(state);
  }

  oar::WriterOptions options_;
  std::string token_;
  Memory draft_;
  std::set<std::string> changed_, late_;
  std::set<void const*> written_;
  std::map<std::string, std::uint32_t> newest_;
  int writes_ = 0;
  bool committed_ = false, deleted_ = false, conflicted_ = false;
};

class MemoryWriter final : public oar::Writer {
 public:
  MemoryWriter(oar::WriterOptions options, Config const& config) : options_{std::move(options)}, config_{config} {
    if (is("opening_leaves_a_file") && options_.read_only) trace("opened");
  }

  oar::Abilities abilities() const override {
    auto capabilities =
        OAR_CAP_ATOMIC_STATE | OAR_CAP_UPSERT | OAR_CAP_DELETE_STALE | OAR_CAP_DELETE_RECORDS | OAR_CAP_FORCED_MIGRATE;
    if (is("cannot_be_forced")) capabilities &= ~OAR_CAP_FORCED_MIGRATE;
    if (is("claims_too_much")) capabilities |= OAR_CAP_PARALLEL_TXN;
    return {.capabilities = static_cast<std::uint32_t>(capabilities)};
  }

  oar::Result<std::vector<oar::StoredState>> load_state() override {
    std::lock_guard const lock{mutex()};
    std::vector<oar::StoredState> out;
    for (auto const& [key, state] : memory().states)
      if (key.first == options_.source_name || is("sources_share_cursors")) out.push_back(state);
    return out;
  }

  oar::Result<std::vector<std::string>> migrate(oar::Layout const& layout, oar::MigrateMode mode) override {
    OAR_TRY(check_names(layout.table));
    std::lock_guard const lock{mutex()};
    auto const name = stored_name(layout.table.name());
    auto const dry = mode == oar::MigrateMode::dry_run && !is("dry_runs_are_wet");
    if (mode == oar::MigrateMode::dry_run && is("dry_run_leaves_a_file") && memory().tables.contains("people"))
      trace("dry");
    auto& tables = memory().tables;
    auto const found = tables.find(name);
    if (found == tables.end()) {
      if (is("a_failure_spreads") && spoiled_) return refused("an earlier failure");
      newest_[layout.table.name()] = layout.index;
      if (!dry) tables.emplace(name, Stored{layout.table, {}});
      return std::vector<std::string>{"create " + name};
    }
    if (is("a_failure_spreads") && spoiled_) return refused("an earlier failure");
    newest_[layout.table.name()] = layout.index;
    auto why = obstacle(found->second.shape, layout);
    if (why && *why != other_key && mode == oar::MigrateMode::safe && is("takes_any_type")) why.reset();
    if (why) {
      spoiled_ = true;
      auto const forced = mode == oar::MigrateMode::forced || (*why == other_key && is("takes_any_key"));
      if (!forced) return refused(*why);
      auto old = std::move(found->second);
      found->second = Stored{layout.table, {}};
      old.shape = renamed(old.shape, "old_" + name);
      if (!is("forced_drops_the_old")) tables.insert_or_assign("old_" + name, std::move(old));
      return std::vector<std::string>{"set aside " + name};
    }
    auto [shape, changes] = merged(found->second.shape, layout.table);
    if (is("migrates_again")) changes = 1;
    if (!dry) found->second.shape = std::move(shape);
    return std::vector<std::string>(static_cast<std::size_t>(changes), "change " + name);
  }

  oar::Result<std::unique_ptr<oar::Transaction>> begin(std::string token, oar::Host) override {
    std::lock_guard const lock{mutex()};
    return std::make_unique<InMemory>(options_, std::move(token), newest_);
  }

  oar::Result<bool> resolve(std::string_view token) override {
    std::lock_guard const lock{mutex()};
    return memory().tokens.contains(std::string{token});
  }

  oar::Result<std::unique_ptr<oar::Reader>> read_back(oar::Table const& table) override {
    std::lock_guard const lock{mutex()};
    auto const found = memory().tables.find(stored_name(table.name()));
    if (found == memory().tables.end()) return oar::Error::of(oar::Errc::not_found, "no table ", table.name());
    auto stored = found->second;
    stored.shape = table;
    return std::make_unique<ReadBack>(std::move(stored));
  }

 private:
  static oar::Table renamed(oar::Table const& table, std::string name) {
    oar::Table out{std::move(name)};
    for (auto const& column : table.columns()) out.column(column.name, column.type);
    return out;
  }
  void trace(std::string const& name) const { std::ofstream{config_.folder + "/" + name} << "x"; }

  oar::WriterOptions options_;
  Config const& config_;
  std::map<std::string, std::uint32_t> newest_;  // layout of each table
  bool spoiled_ = false;
};

class BrokenDestination final : public oar::Destination {
 public:
  using Config = ::Config;
  explicit BrokenDestination(Config config) : config_{std::move(config)} {}
  ~BrokenDestination() override {
    if (is("instances_share") && !memory().tables.contains("people")) memory().tables.erase("one");
  }
  oar::Result<std::unique_ptr<oar::Writer>> open(oar::WriterOptions options) override {
    return std::make_unique<MemoryWriter>(std::move(options), config_);
  }
  oar::Result<void> test_connection() override { return {}; }

 private:
  Config config_;
};

using Role = oar::detail::DestinationRole<BrokenDestination>;

// ---- between the SDK and the host ----

decltype(oar_txn::write) inner_write = nullptr;
decltype(oar_writer::begin) inner_begin = nullptr;
decltype(oar_writer::migrate) inner_migrate = nullptr;

oar_status OAR_CALL write(oar_txn* txn, std::uint32_t layout, ArrowArray* batch, oar_error* error) {
  if (is("offsets_ignored")) batch->offset = 0;
  for (std::int64_t i = 0; is("inner_offsets_ignored") && i < batch->n_children; ++i)
    for (std::int64_t c = 0; c < batch->children[i]->n_children; ++c) batch->children[i]->children[c]->offset = 0;
  if (is("refused_batches_stay") && layout == 77) return OAR_E_INVALID_ARGUMENT;
  auto const status = inner_write(txn, layout, batch, error);
  if (status != OAR_OK && is("error_unfilled")) error->message[0] = '\0';
  if (status != OAR_OK && is("writes_behind_the_error")) reinterpret_cast<unsigned char*>(error)[sizeof(oar_error)] = 0;
  return status;
}

oar_status OAR_CALL begin(oar_writer* writer, oar_txn_options const* options, oar_txn** out, oar_error* error) {
  auto const status = inner_begin(writer, options, out, error);
  if (status != OAR_OK) return status;
  inner_write = (*out)->write;
  (*out)->write = write;
  if (is("a_function_missing")) (*out)->delete_stale = nullptr;
  return OAR_OK;
}

oar_status OAR_CALL migrate(oar_writer* writer, std::uint32_t layout, oar_target const* target, std::int32_t mode,
                            oar_buf* report, oar_error* error) {
  auto const known = is("any_mode") && mode > OAR_MIGRATE_DRY_RUN ? std::int32_t{OAR_MIGRATE_SAFE} : mode;
  auto const status = inner_migrate(writer, layout, target, known, report, error);
  if (status == OAR_OK && is("report_is_no_object")) report->size = 1;
  return status;
}

oar_status OAR_CALL open(oar_plugin* plugin, oar_writer_options const* options, oar_writer** out, oar_error* error) {
  auto const* const destination = static_cast<oar_destination const*>(Role::extension(OAR_DESTINATION));
  auto const status = destination->open(plugin, options, out, error);
  if (status != OAR_OK) return status;
  inner_begin = (*out)->begin;
  inner_migrate = (*out)->migrate;
  (*out)->begin = begin;
  (*out)->migrate = migrate;
  return OAR_OK;
}

void const* OAR_CALL get_extension(oar_plugin*, char const* id) {
  static constexpr oar_destination destination{sizeof destination, 0, open};
  return std::strcmp(id, OAR_DESTINATION) == 0 ? &destination : Role::extension(id);
}

oar_entry const* inner_entry() {
  return oar::detail::Entry<Role>::get({.id = "org.example.broken-destination",
                                        .name = "broken-destination",
                                        .version = "1.0.0",
                                        .summary = "Breaks one rule"});
}

oar_status OAR_CALL create(oar_host const* host, oar_str id, oar_plugin** out, oar_error* error) {
  auto const status = inner_entry()->create(host, id, out, error);
  if (status == OAR_OK) (*out)->get_extension = get_extension;
  return status;
}

}  // namespace

extern "C" OAR_EXPORT oar_entry const* OAR_CALL oar_plugin_entry_v1(oar_host const*, oar_error*) {
  static auto const entry = [] {
    auto copy = *inner_entry();
    copy.create = create;
    return copy;
  }();
  return &entry;
}
