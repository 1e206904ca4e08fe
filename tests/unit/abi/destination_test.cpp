// The SDK's destination side, driven as a host drives it: through the C structs.

#include <oar/abi/read_back.h>
#include <oar/destination.hpp>
#include <oar/json_text.hpp>

#include "writing.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <stdexcept>

namespace {

struct Config {
  std::string fault;
  bool only_appends = false;
};
BOOST_DESCRIBE_STRUCT(Config, (), (fault, only_appends))
constexpr auto oar_settings(Config const*) {
  return std::to_array<oar::Setting>({{"fault", "Where it goes wrong"}, {"only_appends", "Can nothing else"}});
}

// What is durable, and what was asked.
struct Ledger {
  std::vector<std::string> rows;
  std::map<std::string, oar::StoredState> states;
  std::set<std::string> tokens;
  std::vector<std::string> asked;
};
Ledger ledger;

class LedgerTransaction final : public oar::Transaction {
 public:
  LedgerTransaction(std::string token, Config const& config) : token_{std::move(token)}, config_{config} {}

  oar::Result<void> write(oar::Layout const& layout, oar::Batch batch) override {
    if (config_.fault == "write") return oar::Error::of(oar::Errc::io, "disk full").retry(500);
    if (config_.fault == "throw") throw std::runtime_error{"boom"};
    for (std::int64_t row = 0; row < batch.rows(); ++row) {
      rows_.push_back(layout.table.name() + " ");
      oar::append_json(rows_.back(), batch, row);
    }
    kept_.push_back(std::move(batch));  // a writer may keep a batch until its transaction ends
    return {};
  }
  oar::Result<void> delete_records(oar::Layout const&, oar::Batch keys, bool cascade) override {
    std::string text = cascade ? "delete with children " : "delete ";
    oar::append_json(text, keys, 0);
    ledger.asked.push_back(text);
    return {};
  }
  oar::Result<oar::StaleCount> delete_stale(oar::Layout const&, oar::StaleRows const& rows) override {
    ledger.asked.push_back("stale " + rows.scope + " " + std::to_string(rows.before_us) +
                           (rows.count_only ? " count" : "") + (rows.exact ? " exact" : "") +
                           (rows.mark ? " mark" : ""));
    return oar::StaleCount{3, 10};
  }
  oar::Result<void> commit(std::span<oar::StoredState const> states) override {
    for (auto const& state : states)
      if (ledger.states[state.split_id].epoch + 1 != state.epoch)
        return oar::Error::of(oar::Errc::conflict, "split ", state.split_id, " is at another epoch");
    for (auto const& state : states) ledger.states[state.split_id] = state;
    ledger.rows.insert(ledger.rows.end(), rows_.begin(), rows_.end());
    ledger.tokens.insert(token_);
    return {};
  }
  void cancel() override { ledger.asked.push_back("cancel"); }

 private:
  std::string token_;
  Config const& config_;
  std::vector<std::string> rows_;
  std::vector<oar::Batch> kept_;
};

class Numbers final : public oar::Reader {
 public:
  explicit Numbers(bool fails) : fails_{fails} {}
  oar::Result<oar::More> next(oar::Output& out) override {
    if (fails_ && count_ == 2) return oar::Error::of(oar::Errc::io, "the table is gone");
    out.row(++count_, "n");
    return count_ < 3 ? oar::More::yes : oar::More::no;
  }

 private:
  bool fails_;
  std::int64_t count_ = 0;
};

class LedgerWriter final : public oar::Writer {
 public:
  explicit LedgerWriter(Config const& config) : config_{config} {}

  oar::Abilities abilities() const override {
    if (config_.only_appends) return {.best_batch_rows = 100};
    return {OAR_CAP_ATOMIC_STATE | OAR_CAP_UPSERT | OAR_CAP_DELETE_STALE | OAR_CAP_DELETE_RECORDS, 1000, 1 << 20};
  }
  oar::Result<std::vector<oar::StoredState>> load_state() override {
    std::vector<oar::StoredState> out;
    for (auto const& [id, state] : ledger.states) out.push_back(state);
    return out;
  }
  oar::Result<std::vector<std::string>> migrate(oar::Layout const& layout, oar::MigrateMode mode) override {
    if (config_.fault == "migrate") return oar::Error::of(oar::Errc::schema, "a column would be lost");
    return std::vector<std::string>{"CREATE \"" + layout.table.name() + "\"",
                                    mode == oar::MigrateMode::dry_run ? "dry" : "wet"};
  }
  oar::Result<std::unique_ptr<oar::Transaction>> begin(std::string token, oar::Host) override {
    if (config_.fault == "begin") return std::unique_ptr<oar::Transaction>{};
    return std::make_unique<LedgerTransaction>(std::move(token), config_);
  }
  oar::Result<bool> resolve(std::string_view token) override { return ledger.tokens.contains(std::string{token}); }
  oar::Result<std::unique_ptr<oar::Reader>> read_back(oar::Table const&) override {
    return std::make_unique<Numbers>(config_.fault == "read_back");
  }

 private:
  Config const& config_;
};

class Ledgers final : public oar::Destination {
 public:
  using Config = ::Config;
  explicit Ledgers(Config config) : config_{std::move(config)} {}
  oar::Result<std::unique_ptr<oar::Writer>> open(oar::WriterOptions options) override {
    ledger.asked.push_back("open for " + options.source_name + (options.read_only ? ", read only" : ""));
    return std::make_unique<LedgerWriter>(config_);
  }

 private:
  Config config_;
};

struct Connected : border::Plugin {
  explicit Connected(char const* config = "{}")
      : Plugin{oar::detail::Entry<oar::detail::DestinationRole<Ledgers>>::get({.id = "test.ledger"}), 0} {
    ledger = {};
    REQUIRE(configure(config) == OAR_OK);
  }
};

oar::Table const& people() {
  static auto const table =
      oar::Table{"people"}.column("name", oar::Type::text).key("id", oar::Type::int64).key("part", oar::Type::int32);
  return table;
}

oar::OwnedArray person(std::int64_t id) {
  oar::Rows rows{people()};
  rows.row("p" + std::to_string(id), id, 1);
  return rows.finish();
}

oar::OwnedArray one_key(std::int64_t id) {
  oar::Rows rows{oar::Table{"people"}.key("id", oar::Type::int64).key("part", oar::Type::int32)};
  rows.row(id, 1);
  return rows.finish();
}

std::vector<std::string> loaded(border::Writer& writer) {
  struct Sink {
    oar_state_sink abi;
    std::vector<std::string> states;
  } sink{{sizeof(oar_state_sink), 0, nullptr,
          [](oar_state_sink* self, oar_state const* state) {
            static_cast<Sink*>(self->self)
                ->states.push_back(std::string{oar::detail::view(state->split_id)} + "#" +
                                   std::to_string(state->epoch) + "=" + std::string{oar::detail::view(state->cursor)});
          }},
         {}};
  sink.abi.self = &sink;
  REQUIRE(writer->load_state(writer.get(), &sink.abi, &writer.error.now) == OAR_OK);
  return sink.states;
}

}  // namespace

TEST_CASE("rows and cursors of a commit arrive together, and the cursors load again") {
  Connected plugin;
  border::Writer writer{plugin};
  CHECK(writer->best_batch_rows == 1000);
  writer.migrate(0, people(), OAR_WRITE_UPSERT);
  {
    border::Txn txn{writer, "t1"};
    CHECK(txn.write(0, person(1)) == OAR_OK);
    CHECK(txn.write(0, person(2)) == OAR_OK);
    CHECK(ledger.rows.empty());
    CHECK(txn.commit({border::state("s1", 1, "c1"), border::state("s2", 1, std::string_view{"\0x", 2})}) == OAR_OK);
  }
  CHECK(ledger.rows.size() == 2);
  CHECK(ledger.rows[1] == R"(people {"name":"p2","id":2,"part":1})");
  CHECK(loaded(writer) == std::vector<std::string>{"s1#1=c1", std::string{"s2#1=\0x", 7}});

  std::int32_t committed = 7;
  CHECK(writer->resolve(writer.get(), oar::detail::borrow("t1"), &committed, &writer.error.now) == OAR_OK);
  CHECK(committed == 1);
  CHECK(writer->resolve(writer.get(), oar::detail::borrow("t2"), &committed, &writer.error.now) == OAR_OK);
  CHECK(committed == 0);
  CHECK(ledger.asked == std::vector<std::string>{"open for src"});
}

TEST_CASE("a transaction that is released or refused leaves nothing") {
  Connected plugin;
  border::Writer writer{plugin};
  writer.migrate(0, people(), OAR_WRITE_UPSERT);
  SECTION("released without a commit") {
    border::Txn txn{writer};
    CHECK(txn.write(0, person(1)) == OAR_OK);
    txn->cancel(txn.get());
    CHECK(ledger.asked.back() == "cancel");
  }
  SECTION("an epoch that another host has passed") {
    border::Txn txn{writer};
    CHECK(txn.write(0, person(1)) == OAR_OK);
    CHECK(txn.commit({border::state("s1", 2, "c")}) == OAR_E_CONFLICT);
    CHECK(txn.error.now.code == OAR_E_CONFLICT);
  }
  CHECK(ledger.rows.empty());
  CHECK(ledger.tokens.empty());
}

TEST_CASE("a batch is released exactly once, whatever becomes of it") {
  auto const outcome = [](char const* config, std::uint32_t layout, oar::OwnedArray rows) {
    Connected plugin{config};
    border::Writer writer{plugin};
    writer.migrate(0, people(), OAR_WRITE_APPEND);
    auto txn = std::make_unique<border::Txn>(writer);
    auto const status = txn->write(layout, std::move(rows));
    CHECK(txn->error.untouched());
    int* const releases = &txn->releases;
    int const before = *releases;
    std::string const message = txn->error.now.message;
    CHECK(before == (status == OAR_OK ? 0 : 1));  // a written one is kept until the end
    return std::tuple{status, message, txn->error.now.flags};
  };
  CHECK(std::get<0>(outcome("{}", 0, person(1))) == OAR_OK);
  SECTION("a layout that was never migrated") {
    auto const [status, message, flags] = outcome("{}", 5, person(1));
    CHECK(status == OAR_E_INVALID_ARGUMENT);
    CHECK(message == "layout 5 was never migrated");
  }
  SECTION("another shape") { CHECK(std::get<0>(outcome("{}", 0, one_key(1))) == OAR_E_SCHEMA); }
  SECTION("an error of the destination") {
    auto const [status, message, flags] = outcome(R"({"fault": "write"})", 0, person(1));
    CHECK(status == OAR_E_IO);
    CHECK(message == "disk full");
    CHECK(flags == OAR_ERR_RETRYABLE);
  }
  SECTION("an exception") {
    auto const [status, message, flags] = outcome(R"({"fault": "throw"})", 0, person(1));
    CHECK(status == OAR_E_INTERNAL);
    CHECK(message == "the plugin threw: boom");
  }
}

TEST_CASE("what a destination cannot do is NULL") {
  Connected plugin{R"({"only_appends": true})"};
  border::Writer writer{plugin};
  CHECK(writer->capabilities == 0);
  CHECK(writer->load_state == nullptr);
  CHECK(writer->resolve == nullptr);
  border::Txn txn{writer};
  CHECK(txn->delete_records == nullptr);
  CHECK(txn->delete_stale == nullptr);
}

TEST_CASE("migrate reports its statements, and refuses what it does not know") {
  Connected plugin;
  border::Writer writer{plugin};
  CHECK(writer.migrate(0, people(), OAR_WRITE_UPSERT) == R"({"statements":["CREATE \"people\"","wet"]})");
  CHECK(writer.migrate(1, people(), OAR_WRITE_UPSERT, OAR_MIGRATE_DRY_RUN) ==
        R"({"statements":["CREATE \"people\"","dry"]})");
  writer.migrate(2, people(), 9);
  CHECK(writer.status == OAR_E_UNSUPPORTED);
  writer.migrate(2, people(), OAR_WRITE_APPEND, 9);
  CHECK(writer.status == OAR_E_UNSUPPORTED);
  writer.migrate(2, oar::Table{""}, OAR_WRITE_APPEND);
  CHECK(writer.status == OAR_E_SCHEMA);
  CHECK(writer.error.untouched());
  border::Txn txn{writer};
  CHECK(txn.write(0, person(1)) == OAR_OK);  // older layouts stay writable
  CHECK(txn.write(1, person(1)) == OAR_OK);
  CHECK(txn.write(2, person(1)) == OAR_E_INVALID_ARGUMENT);
}

TEST_CASE("records are deleted by a batch of keys in key order") {
  Connected plugin;
  border::Writer writer{plugin};
  writer.migrate(0, people(), OAR_WRITE_UPSERT);
  border::Txn txn{writer};
  CHECK(txn.delete_records(0, one_key(4), OAR_MSGF_CASCADE) == OAR_OK);
  CHECK(txn.delete_records(0, one_key(5), 1u << 20) == OAR_OK);  // a hint
  CHECK(ledger.asked[1] == R"(delete with children {"id":4,"part":1})");
  CHECK(ledger.asked[2] == R"(delete {"id":5,"part":1})");
  CHECK(txn.delete_records(0, person(1), 0) == OAR_E_SCHEMA);
  CHECK(txn.delete_records(0, one_key(6), 8) == OAR_E_UNSUPPORTED);
  CHECK(txn.releases == 4);
}

TEST_CASE("stale rows are deleted as asked, and never in a way that is not understood") {
  Connected plugin;
  border::Writer writer{plugin};
  writer.migrate(0, people(), OAR_WRITE_UPSERT);
  border::Txn txn{writer};
  struct {
    oar_stale now{};
    unsigned char later[32];
  } stale;
  std::memset(stale.later, 0xA5, sizeof stale.later);
  stale.now.struct_size = sizeof stale;
  stale.now.scope = oar::detail::borrow("account=1");
  stale.now.before_unix_ns = 5'000'000;
  auto const ask = [&](std::uint32_t flags) {
    stale.now.flags = flags;
    return txn->delete_stale(txn.get(), 0, &stale.now, &txn.error.now);
  };
  CHECK(ask(0) == OAR_OK);
  CHECK(ask(OAR_STALE_COUNT_ONLY | OAR_STALE_MARK) == OAR_OK);
  CHECK(ask(OAR_STALE_EXACT) == OAR_OK);
  CHECK(ask(8) == OAR_E_UNSUPPORTED);  // it used to delete
  CHECK(ledger.asked == std::vector<std::string>{"open for src", "stale account=1 5000",
                                                 "stale account=1 5000 count mark", "stale account=1 5000 exact"});
  CHECK(stale.now.stale_rows == 3);
  CHECK(stale.now.all_rows == 10);
  for (auto const byte : stale.later) CHECK(byte == 0xA5);
}

TEST_CASE("a destination that answers with nothing is an error, no crash") {
  Connected plugin{R"({"fault": "begin"})"};
  border::Writer writer{plugin};
  oar_txn_options const options{sizeof options, 0, &border::bare_host(), {}};
  oar_txn* txn = nullptr;
  CHECK(writer->begin(writer.get(), &options, &txn, &writer.error.now) == OAR_E_INTERNAL);
  CHECK(txn == nullptr);
}

TEST_CASE("committed rows come back as an Arrow stream that ends, or says why it cannot") {
  auto const wanted = oar::Table{"numbers"}.key("n", oar::Type::int64).column("name", oar::Type::text);
  auto const read = [&](char const* config) {
    Connected plugin{config};
    border::Writer writer{plugin, OAR_WRITER_READ_ONLY};
    CHECK(ledger.asked.back() == "open for src, read only");
    auto const* back = static_cast<oar_read_back const*>(plugin.get()->get_extension(plugin.get(), OAR_READ_BACK));
    ArrowArrayStream stream{};
    auto const schema = wanted.to_schema();
    REQUIRE(back->read(writer.get(), schema.get(), &stream, &writer.error.now) == OAR_OK);
    oar::OwnedSchema got;
    REQUIRE(stream.get_schema(&stream, got.get()) == 0);
    CHECK(oar::Table::from_schema(*got)->columns() == wanted.columns());
    std::string text;
    for (;;) {
      oar::OwnedArray array;
      if (stream.get_next(&stream, array.get()) != 0) {
        text += stream.get_last_error(&stream);
        break;
      }
      if (!array) break;
      auto const batch = oar::Batch::make(wanted, std::move(array));
      REQUIRE(batch);
      for (std::int64_t row = 0; row < batch->rows(); ++row)
        text += std::to_string(batch->column(0).value<std::int64_t>(row)) + " ";
    }
    stream.release(&stream);
    CHECK(stream.release == nullptr);
    return text;
  };
  CHECK(read("{}") == "1 2 3 ");
  CHECK(read(R"({"fault": "read_back"})") == "1 2 the table is gone");
}
