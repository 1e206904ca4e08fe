// Files appear with the commit, whole, and not otherwise.
#include <zlib.h>
#include <zstd.h>

#include <fstream>
#include <set>

#include "support.hpp"

using namespace oar;
using namespace oar::file;
using namespace oar::file::test;
using Catch::Matchers::Contains;

namespace {

// Ten thousand notes, more than any buffer on the way holds at once.
constexpr int many = 10'000;
std::string many_lines() {
  std::string text = "id,text\r\n";
  for (int i = 0; i < many; ++i) text += std::to_string(i) + "," + std::string(60, 'x') + "\r\n";
  return text;
}

void write_many(DestinationConfig config) {
  auto const to = destination(std::move(config));
  auto const out = writer(*to);
  Layout const layout{0, WriteMode::append, notes()};
  ok(out->migrate(layout, MigrateMode::safe));
  auto const transaction = ok(out->begin("t", Host{}));
  for (int begin = 0; begin < many; begin += 1000) {
    Rows rows{layout.table};
    for (int i = begin; i < begin + 1000; ++i) rows.row(i, std::string(60, 'x'));
    ok(transaction->write(layout, ok(Batch::make(layout.table, rows.finish()))));
  }
  ok(transaction->commit({}));
}

std::string gunzip(std::string const& path) {
  auto* const file = gzopen(path.c_str(), "rb");
  REQUIRE(file != nullptr);
  std::string text;
  char block[1 << 16];
  int got = 0;
  while ((got = gzread(file, block, sizeof block)) > 0) text.append(block, static_cast<std::size_t>(got));
  CHECK(got == 0);
  CHECK(gzdirect(file) == 0);  // it was compressed at all
  CHECK(gzclose(file) == Z_OK);
  return text;
}

std::string unzstd(std::string const& packed, std::size_t size) {
  std::string text(size + 1, '\0');
  auto const got = ZSTD_decompress(text.data(), text.size(), packed.data(), packed.size());
  INFO(ZSTD_getErrorName(got));
  REQUIRE(ZSTD_isError(got) == 0);
  text.resize(got);
  return text;
}

}  // namespace

TEST_CASE("rows come out as they went in: as they are, through gzip, through zstd") {
  auto const expected = many_lines();
  Folder const plain, gzip, zstd;
  write_many({.path = plain / "{{TABLE}}.{{UUID}}.csv"});
  CHECK(plain.only_file() == expected);
  write_many({.path = gzip / "{{TABLE}}.{{UUID}}.csv", .compression = WriteCompression::gzip});
  REQUIRE(gzip.files().size() == 1);
  CHECK(gunzip(gzip / gzip.files().front()) == expected);
  write_many({.path = zstd / "{{TABLE}}.{{UUID}}.csv.zst"});
  CHECK(unzstd(zstd.only_file(), expected.size()) == expected);
}

TEST_CASE("each commit makes one new file per table, in folders that are made for it") {
  Folder const folder;
  auto const to = destination({.path = folder / "out/{{SYNC_ID}}/{{TABLE}}/{{UUID}}.ndjson"});
  auto const out = writer(*to, "s7");
  Layout const one{0, WriteMode::append, notes("one")};
  Layout const two{1, WriteMode::append, notes("t/wo")};
  for (auto const* layout : {&one, &two}) ok(out->migrate(*layout, MigrateMode::safe));
  for (int commit = 0; commit < 2; ++commit) {
    auto const transaction = ok(out->begin("t", Host{}));
    ok(transaction->write(one, note(one.table, commit, "a")));
    ok(transaction->write(one, note(one.table, commit, "b")));
    ok(transaction->write(two, note(two.table, commit, "c")));
    ok(transaction->commit({}));
  }
  std::multiset<std::string> rows;
  for (auto const& name : folder.files()) rows.insert(name.substr(0, name.rfind('/')) + ": " + content(folder / name));
  CHECK(rows == std::multiset<std::string>{
                    "out/s7/one: {\"id\":0,\"text\":\"a\"}\n{\"id\":0,\"text\":\"b\"}\n",
                    "out/s7/one: {\"id\":1,\"text\":\"a\"}\n{\"id\":1,\"text\":\"b\"}\n",
                    "out/s7/t%2Fwo: {\"id\":0,\"text\":\"c\"}\n",
                    "out/s7/t%2Fwo: {\"id\":1,\"text\":\"c\"}\n",
                });
}

TEST_CASE("a rolled-back transaction leaves no file, nor does a commit without rows") {
  Folder const folder;
  auto const to = destination({.path = folder / "{{TABLE}}.{{UUID}}.csv"});
  auto const out = writer(*to);
  Layout const layout{0, WriteMode::append, notes()};
  ok(out->migrate(layout, MigrateMode::safe));
  {
    auto const transaction = ok(out->begin("t", Host{}));
    ok(transaction->write(layout, note(layout.table, 1, std::string(1 << 20, 'x'))));
    REQUIRE(folder.files().size() == 1);
    CHECK_THAT(folder.files().front(), Catch::Matchers::EndsWith(".csv.part"));  // nobody takes it for rows
  }
  CHECK(folder.files().empty());
  auto const transaction = ok(out->begin("t", Host{}));
  Rows none{layout.table};
  ok(transaction->write(layout, ok(Batch::make(layout.table, none.finish()))));
  ok(transaction->commit({}));
  CHECK(folder.files().empty());
}

TEST_CASE("when a later file of a commit fails, the earlier ones are taken back") {
  Folder const folder;
  auto const to = destination({.path = folder / "{{TABLE}}/{{UUID}}.csv"});
  auto const out = writer(*to);
  Layout const one{0, WriteMode::append, notes("one")};
  Layout const two{1, WriteMode::append, notes("two")};
  auto const transaction = ok(out->begin("t", Host{}));
  ok(transaction->write(one, note(one.table, 1, "a")));
  ok(transaction->write(two, note(two.table, 1, "a")));
  std::filesystem::remove(folder / "two");
  auto const error = failed(transaction->commit({}));
  CHECK(error.code() == Errc::io);
  CHECK_THAT(error.message(), Contains("two/"));
  CHECK(folder.files().empty());
}

TEST_CASE("upserts are refused with what to write, and a table may change between files") {
  Folder const folder;
  auto const to = destination({.path = folder / "{{TABLE}}.{{UUID}}.csv"});
  auto const out = writer(*to);
  CHECK(out->abilities().capabilities == 0);
  auto const error = failed(out->migrate({0, WriteMode::upsert, notes()}, MigrateMode::safe));
  CHECK(error.code() == Errc::unsupported);
  CHECK_THAT(error.message(), Contains("`write_mode: append`"));
  Layout const before{1, WriteMode::append, notes()};
  auto wider = notes();
  wider.column("more", Type::boolean);
  Layout const after{2, WriteMode::append, wider};
  for (auto const* layout : {&before, &after}) CHECK(ok(out->migrate(*layout, MigrateMode::safe)).empty());
  auto const transaction = ok(out->begin("t", Host{}));
  ok(transaction->write(before, note(before.table, 1, "a")));
  Rows rows{after.table};
  rows.row(2, "b", true);
  ok(transaction->write(after, ok(Batch::make(after.table, rows.finish()))));
  ok(transaction->commit({}));
  std::multiset<std::string> texts;
  for (auto const& name : folder.files()) texts.insert(content(folder / name));
  CHECK(texts == std::multiset<std::string>{"id,text\r\n1,a\r\n", "id,text,more\r\n2,b,true\r\n"});
}

TEST_CASE("a folder that cannot be is told when it connects, and looking makes nothing") {
  Folder const folder;
  auto const to = destination({.path = folder / "a/b/{{UUID}}.csv"});
  ok(to->test_connection());
  ok(to->open(WriterOptions{.source_name = "src", .read_only = true}));
  CHECK_FALSE(std::filesystem::exists(folder / "a"));
  { std::ofstream{folder / "a"} << "a file"; }
  CHECK_THAT(failed(to->test_connection()).message(), Contains("/a"));
  CHECK_THAT(failed(to->open(WriterOptions{.source_name = "src"})).message(), Contains("/a"));
}
