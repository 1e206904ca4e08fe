// The destination in plain C, fed by the source in plain C: the whole path of a row, without SDK and engine.
#include "c_pair.hpp"
#include "temp_dir.hpp"

using namespace c_pair;
using Lines = std::vector<std::string>;

namespace {

class Writing {
 public:
  explicit Writing(std::filesystem::path const& file, std::uint32_t flags = 0)
      : plugin_{"c_destination", R"({"path": ")" + file.string() + R"("})"} {
    oar_writer_options const options{sizeof options, flags, plugin_.host(), str("numbers"), str("sync"), 0};
    auto const* destination = need(plugin_->destination());
    oar_writer* opened = nullptr;
    need(call("open", [&](oar_error* e) { return destination->open(plugin_->raw(), &options, &opened, e); }));
    writer_.reset(opened);
  }

  oar::Result<void> migrate(ArrowSchema const& schema, std::int32_t write_mode = OAR_WRITE_APPEND,
                            std::int32_t mode = OAR_MIGRATE_SAFE) {
    oar_target const target{sizeof target, write_mode, &schema};
    oar_buf report{};
    OAR_TRY(call("migrate",
                 [&](oar_error* error) { return writer_->migrate(writer_.get(), 0, &target, mode, &report, error); }));
    CHECK(take(report) == R"({"statements":[]})");
    return {};
  }

  oar::Result<Owned<oar_txn>> begin() {
    oar_txn_options const options{sizeof options, 0, plugin_.host(), str("token")};
    oar_txn* txn = nullptr;
    OAR_TRY(call("begin", [&](oar_error* error) { return writer_->begin(writer_.get(), &options, &txn, error); }));
    return Owned<oar_txn>{txn};
  }

 private:
  Plugin plugin_;
  Owned<oar_writer> writer_;
};

oar::Result<void> write(oar_txn& txn, ArrowArray batch, std::uint32_t layout = 0) {
  auto written = call("write", [&](oar_error* error) { return txn.write(&txn, layout, &batch, error); });
  CHECK(batch.release == nullptr);  // the callee's in every outcome
  return written;
}

oar::Result<void> commit(oar_txn& txn) {
  return call("commit", [&](oar_error* error) { return txn.commit(&txn, 0, nullptr, error); });
}

// A source that has told its table already, and goes on with batches.
class Numbers {
 public:
  explicit Numbers(int count) : plugin_{"c_source", R"({"count": )" + std::to_string(count) + "}"} {}
  Held<ArrowSchema> table() { return Held{need(scan_.next()).schema}; }
  ArrowArray batch() {
    for (;;) {
      oar_message message = need(scan_.next());
      if (message.kind == OAR_MSG_BATCH) return message.batch;
      REQUIRE(message.kind != OAR_MSG_END);
      take(message.cursor);
    }
  }

 private:
  Plugin plugin_;
  Scan scan_{plugin_, "numbers", "", 3};
};

Lines const first_three{R"({"table":"numbers","row":{"id":1,"text":"number 1"}})",
                        R"({"table":"numbers","row":{"id":2,"text":"number 2"}})",
                        R"({"table":"numbers","row":{"id":3,"text":null}})"};

}  // namespace

TEST_CASE("rows read by the C source are lines of the C destination's file once they are committed") {
  TempDir dir;
  Numbers numbers{3};
  Writing writing{dir / "out.jsonl"};
  need(writing.migrate(*numbers.table().get()));
  auto txn = need(writing.begin());
  need(write(*txn, numbers.batch()));
  CHECK(lines(dir / "out.jsonl").empty());
  need(commit(*txn));
  CHECK(lines(dir / "out.jsonl") == first_three);
}

TEST_CASE("a transaction that is released without a commit leaves nothing") {
  TempDir dir;
  Numbers numbers{6};
  Writing writing{dir / "out.jsonl"};
  need(writing.migrate(*numbers.table().get()));
  {
    auto const txn = need(writing.begin());
    need(write(*txn, numbers.batch()));
    CHECK(writing.begin().error().code() == oar::Errc::invalid_state);  // one at a time
  }
  CHECK(lines(dir / "out.jsonl").empty());
  auto txn = need(writing.begin());
  need(write(*txn, numbers.batch()));
  need(commit(*txn));
  CHECK(lines(dir / "out.jsonl").size() == 3);
}

TEST_CASE("a batch is the callee's also when it is refused") {
  TempDir dir;
  Numbers numbers{3};
  Writing writing{dir / "out.jsonl"};
  need(writing.migrate(*numbers.table().get()));
  auto txn = need(writing.begin());
  CHECK(write(*txn, numbers.batch(), 7).error().message() == "layout 7 was never migrated");
}

TEST_CASE("a slice is written as the slice that it is") {
  TempDir dir;
  Numbers numbers{3};
  Writing writing{dir / "out.jsonl"};
  need(writing.migrate(*numbers.table().get()));
  auto txn = need(writing.begin());
  auto batch = numbers.batch();
  batch.offset = 1;
  batch.length = 2;
  need(write(*txn, batch));
  need(commit(*txn));
  CHECK(lines(dir / "out.jsonl") == Lines{first_three[1], first_three[2]});
}

TEST_CASE("a table that it cannot write is refused before the first row") {
  TempDir dir;
  Writing writing{dir / "out.jsonl"};
  Numbers numbers{3};
  auto table = numbers.table();
  CHECK(writing.migrate(*table.get(), OAR_WRITE_UPSERT).error().code() == oar::Errc::unsupported);
  CHECK(writing.migrate(*table.get(), OAR_WRITE_APPEND, 99).error().code() == oar::Errc::unsupported);
  char const* const text = std::exchange(table.get()->children[1]->format, "g");
  auto const refused = writing.migrate(*table.get());
  table.get()->children[1]->format = text;
  REQUIRE(!refused);
  CHECK(refused.error().code() == oar::Errc::schema);
  CHECK_THAT(refused.error().message(), Catch::Contains("numbers") && Catch::Contains("text"));
}

TEST_CASE("a read-only writer creates nothing") {
  TempDir dir;
  Writing writing{dir / "out.jsonl", OAR_WRITER_READ_ONLY};
  Numbers numbers{3};
  need(writing.migrate(*numbers.table().get(), OAR_WRITE_APPEND, OAR_MIGRATE_DRY_RUN));
  CHECK(!std::filesystem::exists(dir / "out.jsonl"));
  CHECK(writing.begin().error().code() == oar::Errc::invalid_state);
}

TEST_CASE("its little JSON reader understands what JSON may write") {
  TempDir dir;
  auto const folder = dir / "\u00e4\U0001F6A3";
  std::filesystem::create_directory(folder);
  Plugin plugin{"c_destination",
                R"({ "x" : "}\",{" , "path":")" + dir.path().string() + R"(\/\u00e4\ud83d\udea3\/a\"b" })"};
  oar_writer_options const options{sizeof options, 0, plugin.host(), str("numbers"), str("sync"), 0};
  auto const* destination = need(plugin->destination());
  oar_writer* opened = nullptr;
  need(call("open", [&](oar_error* error) { return destination->open(plugin->raw(), &options, &opened, error); }));
  Owned<oar_writer> const owned{opened};
  CHECK(std::filesystem::exists(folder / "a\"b"));
}
