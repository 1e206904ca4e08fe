// The teaching destination: files appear at the commit, whole, and a rollback leaves none.

#include "abi/examples/lines/lines_destination.cpp"

#include "temp_folder.hpp"
#include "writing.hpp"

#include <catch2/catch.hpp>

namespace {

oar::Table const& notes() {
  static auto const table = oar::Table{"notes"}.key("id", oar::Type::int64).column("text", oar::Type::text);
  return table;
}

oar::OwnedArray note(std::int64_t id, char const* text) {
  oar::Rows rows{notes()};
  rows.row(id, text);
  return rows.finish();
}

oar_entry const* entry() {
  auto error = oar::detail::empty_error();
  return oar_plugin_entry_v1(&border::bare_host(), &error);
}

std::string config_of(border::TempFolder const& folder) { return R"({"folder": ")" + folder.path() + R"("})"; }

}  // namespace

TEST_CASE("lines: a file appears with the commit and holds each row once") {
  border::TempFolder folder;
  border::Plugin plugin{entry(), 0};
  REQUIRE(plugin.configure(config_of(folder)) == OAR_OK);
  border::Writer writer{plugin};
  writer.migrate(0, notes(), OAR_WRITE_APPEND);
  REQUIRE(writer.status == OAR_OK);
  {
    border::Txn txn{writer};
    CHECK(txn.write(0, note(1, "one\n\"1\"")) == OAR_OK);
    CHECK(txn.write(0, note(2, "two")) == OAR_OK);
    for (auto const& name : folder.names()) CHECK_FALSE(name.ends_with(".jsonl"));
    CHECK(txn.commit() == OAR_OK);
    CHECK(txn.releases == 2);
  }
  REQUIRE(folder.names().size() == 1);
  CHECK(folder.names()[0].starts_with("notes."));
  CHECK(folder.names()[0].ends_with(".jsonl"));
  CHECK(folder.read(folder.names()[0]) == "{\"id\":1,\"text\":\"one\\n\\\"1\\\"\"}\n{\"id\":2,\"text\":\"two\"}\n");
}

TEST_CASE("lines: a rollback leaves nothing, and upserts are refused") {
  border::TempFolder folder;
  border::Plugin plugin{entry(), 0};
  REQUIRE(plugin.configure(config_of(folder)) == OAR_OK);
  border::Writer writer{plugin};
  writer.migrate(0, notes(), OAR_WRITE_APPEND);
  {
    border::Txn txn{writer};
    std::string const long_text(1 << 19, 'x');  // more than is kept in memory: a draft exists
    CHECK(txn.write(0, note(1, long_text.c_str())) == OAR_OK);
  }
  CHECK(folder.names().empty());
  writer.migrate(1, notes(), OAR_WRITE_UPSERT);
  CHECK(writer.status == OAR_E_UNSUPPORTED);
}

TEST_CASE("lines: a folder that is not there is an error of the commit, with its name") {
  border::Plugin plugin{entry(), 0};
  REQUIRE(plugin.configure(R"({"folder": "/nonexistent/oar"})") == OAR_OK);
  border::Writer writer{plugin};
  writer.migrate(0, notes(), OAR_WRITE_APPEND);
  border::Txn txn{writer};
  CHECK(txn.write(0, note(1, "x")) == OAR_OK);
  CHECK(txn.commit() == OAR_E_IO);
  CHECK(std::string{txn.error.now.message}.find("/nonexistent/oar/notes.") != std::string::npos);
}
