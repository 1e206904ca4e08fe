// Strange names of tables and columns: taken as they are, or refused; two are never mixed.

#include "people.hpp"
#include "rules.hpp"

#include <map>

namespace conformance {
namespace {

std::vector<std::string> strange_names() {
  std::vector<std::string> names{
      "with space", "with_space",   "with.space",    "with/space", "with%20space", "with\\space", "quo\"te",
      "sing'le",    "back`tick",    "semi;colon --", "[brackets]", "per%cent",     "do$llar",     "select",
      "table",      "user",         "umläut",        "日本語",     "new\nline",    "tab\t",       " leading",
      "trailing ",  "1digit",       "-dash",         ".dot",       "../outside",   "{{TABLE}}",   "*",
      "?",          "_oar_cursors", "Case",          "case"};
  for (auto const size : {63u, 64u, 120u, 200u})
    for (auto const last : {'a', 'b'}) names.push_back(std::string(size - 1, 'n') + last);
  return names;
}

// The names that were taken, each with a row that tells which it is.
struct Taken {
  std::string name;
  Data data;
};

oar_status try_table(Writer& writer, std::uint32_t layout, Data const& data, std::string& message) {
  auto status = writer.try_migrate(layout, data.table, OAR_WRITE_APPEND, OAR_MIGRATE_SAFE);
  message = writer.error_text(status);
  if (status != OAR_OK) return status;
  Txn txn{writer, fresh_token()};
  status = txn.try_write(layout, data.share());
  if (status == OAR_OK) status = txn.try_commit();
  message = txn.error_text(status);
  return status;
}

bool is_refusal(oar_status status) {
  return status == OAR_E_SCHEMA || status == OAR_E_UNSUPPORTED || status == OAR_E_CONFIG ||
         status == OAR_E_INVALID_ARGUMENT || status == OAR_E_IO;
}

std::vector<Taken> write_tables(Run const& run) {
  Instance instance{run};
  Writer writer{instance};
  std::vector<Taken> taken;
  std::uint32_t layout = 0;
  for (auto const& name : strange_names()) {
    auto data = persons(people(name), {{layout, name}});
    std::string message;
    auto const status = try_table(writer, layout++, data, message);
    expect(status == OAR_OK || is_refusal(status), "table \"", name, "\" was not refused cleanly: ", message);
    if (status == OAR_OK) taken.push_back({name, std::move(data)});
  }
  return taken;
}

// Nothing appeared beside the folder that the plugin was told of.
void expect_inside(Run const& run) {
  for (auto const& entry : fs::directory_iterator{run.folder})
    expect(entry.path() == run.dir() || entry.path().filename() == "printed", "a table's name made the plugin write ",
           entry.path().filename().string(), " outside its folder");
}

void check_tables(Run const& run) {
  Store const store{run};
  auto const taken = write_tables(run);
  expect_inside(run);
  expect(!taken.empty(), "every name is refused");
  if (!store.finds_by_name()) not_asked("files are found by their names, which may differ from the tables'");
  for (auto const& [name, data] : taken)
    store.expect_rows(data.table, store.looks(data), "beside tables of like names");
}

// Each name as a column of a table of its own.
void check_columns(Run const& run) {
  Store const store{run};
  Instance instance{run};
  Writer writer{instance};
  std::uint32_t layout = 0;
  std::size_t taken = 0;
  for (auto const& name : strange_names()) {
    oar::Table table{joined("t", layout)};
    table.key("id", oar::Type::int64).column(name, oar::Type::text);
    auto const data = persons(table, {{1, name}});
    std::string message;
    auto const status = try_table(writer, layout++, data, message);
    expect(status == OAR_OK || is_refusal(status), "column \"", name, "\" was not refused cleanly: ", message);
    if (status != OAR_OK) continue;
    store.expect_rows(table, store.looks(data), "column \"" + name + "\"");
    ++taken;
  }
  expect(taken > 0, "every name is refused");
}

void check_like_columns(Run const& run) {
  Store const store{run};
  Instance instance{run};
  Writer writer{instance};
  std::uint32_t layout = 0;
  std::string const longest(63, 'n');
  for (auto const& [one, other] : std::map<std::string, std::string>{
           {"Case", "case"}, {"with space", "with_space"}, {"a.b", "a_b"}, {longest + "a", longest + "b"}}) {
    oar::Table table{joined("t", layout)};
    table.column(one, oar::Type::int64).column(other, oar::Type::text);
    auto const data = persons(table, {{1, "other"}, {2, std::nullopt}});
    std::string message;
    auto const status = try_table(writer, layout++, data, message);
    expect(status == OAR_OK || is_refusal(status), "columns \"", one, "\" and \"", other,
           "\" were not refused cleanly: ", message);
    if (status == OAR_OK) store.expect_rows(table, store.looks(data), "columns \"" + one + "\" and \"" + other + "\"");
  }
}

}  // namespace

Rules name_rules() {
  return {
      {"destination.names.tables", "Tables of strange names are kept apart, or refused", check_tables},
      {"destination.names.columns", "Columns of strange names are kept, or refused", check_columns},
      {"destination.names.like-columns", "Columns whose names are alike are kept apart, or refused",
       check_like_columns},
  };
}

}  // namespace conformance
