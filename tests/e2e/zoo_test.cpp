// One misbehaving plugin at a time: it is named with the rule that it broke, and the innocent one beside it is not
// harmed.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <vector>

#include "database.hpp"
#include "process.hpp"

using namespace oar::e2e;
using Catch::Contains;

namespace {

// "named" says who misbehaved; "plain" is an error like any other.
enum class Blame { named, plain };

struct Case {
  std::string fault;
  std::string words;
  int exit_code = 3;
  Blame blame = Blame::named;
};

// Where each run takes long, OAR_ZOO_EVERY=N leaves one of N.
auto cases(std::vector<Case> all) {
  char const* const given = std::getenv("OAR_ZOO_EVERY");
  std::size_t const every = given ? std::max(std::strtoul(given, nullptr, 10), 1UL) : 1;
  std::vector<Case> chosen;
  for (std::size_t i = 0; i < all.size(); i += every) chosen.push_back(std::move(all[i]));
  return Catch::Generators::from_range(chosen);
}

std::string source(std::string const& name, std::string const& fault, std::string const& destinations) {
  return "kind: source\nspec:\n  name: " + name + "\n  path: zoo_source\n  tables: [\"*\"]\n  destinations: [" +
         destinations + "]\n  spec: {fault: \"" + fault + "\", table: " + name + "_animals}\n---\n";
}

std::string const kept =
    "kind: destination\nspec:\n  name: kept\n  path: sqlite\n  spec: {connection_string: kept.db}\n---\n";

std::string zoo_destination(std::string const& fault) {
  return "kind: destination\nspec:\n  name: wild\n  path: zoo_destination\n  spec: {fault: \"" + fault + "\"}\n---\n";
}

std::int64_t rows_of(Folder const& folder, std::string const& table) {
  Database const database{folder / "kept.db"};
  if (database.number("select count(*) from sqlite_master where name = '" + table + "'") == 0) return 0;
  return database.number("select count(*) from " + table);
}

Run sync(Folder const& folder, std::string const& config, std::string const& validate) {
  folder.write("sync.yaml", config);
  return run_oarlock({{"sync", "sync.yaml"}, folder.path(), {{"OARLOCK_VALIDATE", validate}}});
}

void check(Case const& expected, Run const& run, std::string const& who) {
  INFO(expected.fault << "\n" << run.err << run.out);
  CHECK(run.exit_code == expected.exit_code);
  std::string const said = run.err + run.out;
  CHECK_THAT(said, Contains(expected.words));
  if (expected.blame == Blame::named) CHECK_THAT(said, Contains("plugin misbehaved: " + who));
  CHECK_THAT(said, !Contains("THE HOST misbehaved"));
}

void check_source(Case const& expected, std::string const& validate) {
  Folder const folder;
  auto const run =
      sync(folder, source("wild", expected.fault, "kept") + source("tame", "none", "kept") + kept, validate);
  check(expected, run, "wild (zoo_source.so): ");
  CHECK(rows_of(folder, "tame_animals") == 4);
  CHECK(rows_of(folder, "wild_animals") == (expected.exit_code == 0 ? 4 : 0));
}

}  // namespace

TEST_CASE("the zoo's plugins keep every rule when they are not told to break one") {
  Folder const folder;
  auto const run = sync(folder, source("tame", "none", "kept, wild") + kept + zoo_destination("none"), "full");
  INFO(run.err << run.out);
  CHECK(run.exit_code == 0);
  CHECK(rows_of(folder, "tame_animals") == 4);
  CHECK_THAT(run.err + run.out, !Contains("misbehaved"));
}

TEST_CASE(
    "a source that breaks a rule of its catalog, plan or scan is named with it, and the other source's rows arrive") {
  auto const expected = GENERATE(cases({
      {"discover_throws", "threw out of discover"},
      {"discover_raves", "answered the unknown status -77"},
      {"catalog_null", "discover succeeded without a catalog"},
      {"catalog_small", "the catalog that discover made has struct_size 16"},
      {"catalog_no_table", "its catalog lacks table()"},
      {"catalog_no_release", "its catalog lacks release()"},
      {"catalog_throws", "threw out of table"},
      {"catalog_release_throws", "threw out of the catalog's release"},
      {"catalog_released", "table 0 of its catalog of 1 is not there"},
      {"catalog_count", "table 2 of 1152921504606846976: there is no such table", 3, Blame::plain},
      {"catalog_twins", "it offers two tables 'wild_animals'"},
      {"catalog_cycle", "is among its own ancestors"},
      {"catalog_own_parent", "oar:parent names the table itself"},
      {"catalog_parent_missing", "'nobody' of table 'wild_animals' is not on offer"},
      {"catalog_parent_key", "'colour' of its parent 'wild_animals', which has no such column"},
      {"catalog_key_missing", "oar:pk names column 'colour'"},
      {"catalog_key_no_json", "oar:pk is not JSON"},
      {"catalog_text_broken", "oar:description is not UTF-8"},
      {"catalog_modes", "oar:read_modes has 'sometimes'"},
      {"catalog_name_empty", "no metadata oar:table"},
      {"catalog_key_twice", "oar:pk names column 'id' twice"},
      {"catalog_key_number", "oar:pk has something that is no string: 7"},
      {"catalog_key_control", "oar:pk is not plain text"},
      {"catalog_key_object", "oar:pk is not a JSON array of strings: {}"},
      {"catalog_pairs_array", "oar:parent_key is not a JSON object of strings: []"},
      {"catalog_parent_key_alone", "oar:parent_key without oar:parent"},
      {"catalog_op_missing", "names 'colour', which the table does not have"},
      {"catalog_op_text", "the op column 'name' is not an int8"},
      {"catalog_op_keyless", "needs oar:pk"},
      {"catalog_id_text", "column _oar_id must be an oar.uuid on \"w:16\""},
      {"schema_other_root", "has format '+l'; it must be \"+s\""},
      {"schema_no_format", "has format ''; it must be \"+s\""},
      {"schema_no_metadata", "no metadata oar:table"},
      {"schema_absurd_metadata", "metadata of 2147483647 pairs"},
      {"schema_absurd_columns", "has 1152921504606846976 children"},
      {"schema_no_columns", "it has no columns"},
      {"schema_null_column", "column '1': its schema is missing or released"},
      {"schema_released_column", "column '1': its schema is missing or released"},
      {"schema_column_format", "column 'name' has no format"},
      {"schema_column_twice", "there is column 'id' twice"},
      {"schema_column_name", "a column's name is not UTF-8"},
      {"schema_list_children", "column 'tags' has 0 children"},
      {"schema_list_null", "column 'tags': its children are missing"},
      {"schema_leaf_children", "column 'id' has 1 children, which its format 'l' does not allow"},
      {"schema_too_deep", "is nested more than 32 deep"},
      {"schema_map_entries", "column 'tags': a map's child is a struct of a key and a value"},
      {"schema_column_nameless", "column 1 has no name"},
      {"schema_extension", "column 'name': extension oar.uuid is on 'u'; it must be on \"w:16\""},
      {"schema_metadata_size", "metadata with a text of -1 bytes"},
      {"schema_decimal", "Arrow format 'd:99,2' is not among the types that Oarlock carries", 3, Blame::plain},
      {"schema_too_wide", "column 'name': values of 99999999 bytes; at most 16777216 are taken"},
      {"schema_dictionary_root", "it is dictionary-encoded"},
      {"schema_dictionary_text", "column 'kind': a dictionary's indices are integers, not 'u'"},
      {"schema_dictionary_twice", "column 'kind': a dictionary of a dictionary"},
      {"plan_throws", "threw out of plan"},
      {"plan_raves", "answered the unknown status -77"},
      {"plan_null", "plan succeeded without a plan"},
      {"plan_small", "the plan that plan made has struct_size 8"},
      {"plan_no_split", "its plan lacks split()"},
      {"plan_twins", "its plan has two splits 'wild_animals'"},
      {"plan_count", "its plan has two splits 'wild_animals'"},
      {"split_throws", "threw out of the plan's split"},
      {"split_null", "split 0 of its plan of 1 is not there"},
      {"split_small", "a split has struct_size 8"},
      {"split_id_long", "a split's id has 256 bytes; at most 255"},
      {"split_id_empty", "a split's id is empty"},
      {"split_id_null", "a split's id has 9 bytes at NULL"},
      {"split_id_broken", "a split's id is not UTF-8"},
      {"split_scope_absurd", "the scope of split 'wild_animals' has 1152921504606846976 bytes"},
      {"split_descriptor_absurd", "the descriptor of split 'wild_animals' has 1152921504606846976 bytes"},
      {"split_tables_absurd", "a split says that it is of 1152921504606846976 tables"},
      {"split_tables_null", "a split counts tables but has none"},
      {"split_no_tables", "split 'wild_animals' is of no table"},
      {"split_table_twice", "is of table 'wild_animals' twice"},
      {"split_unknown_table", "is of table 'unicorns', which it was not asked for"},
      {"split_flags", "a split has flags that nobody knows"},
      {"split_reserved", "split '_oar_split' begins with _oar_, which is the host's"},
      {"plan_release_throws", "", 0, Blame::plain},
      {"open_scan_throws", "threw out of open_scan"},
      {"open_scan_raves", "answered the unknown status -77"},
      {"scan_null", "open_scan succeeded without a scan"},
      {"scan_small", "the scan that open_scan made has struct_size 16"},
      {"scan_no_next", "its scan lacks next()"},
      {"scan_no_cancel", "its scan lacks cancel()"},
      {"scan_no_close", "its scan lacks close()"},
      {"close_throws", "threw out of the scan's close", 0},
      {"committed_throws", "", 0, Blame::plain},
      {"next_throws", "threw out of next"},
      {"next_raves", "answered the unknown status -77"},
      {"next_unfilled", "the plugin gave no reason", 3, Blame::plain},
      {"next_cancels", "next says that it was cancelled, which it was not: as I was told"},
      {"next_error_with_batch", "with a batch that nobody may take", 3, Blame::plain},
      {"schema_released", "a TABLE message without a schema"},
      {"layout_gap", "it declares layout 5 where 0 is next"},
      {"declared_twice", "it declares layout 0 where 1 is next"},
      {"table_unasked", "it declares table 'unicorns', which it was not asked for"},
      {"late_column_name", "a column's name is not UTF-8"},
      {"late_format", "Arrow format 'vu' is not among the types that Oarlock carries", 3, Blame::plain},
      {"unknown_kind", "a message of the unknown kind 99"},
      {"negative_kind", "a message of the unknown kind -5"},
      {"undeclared_table", "it speaks of layout 7, which it did not declare"},
      {"table_error_undeclared", "it speaks of layout 7, which it did not declare"},
      {"batch_missing", "a BATCH message without a batch"},
      {"batch_flags", "a BATCH message has flags that nobody knows"},
      {"batch_in_checkpoint", "a CHECKPOINT message carries a batch"},
      {"delete_columns", "has 7 children; its layout has 1"},
      {"delete_keyless", "a DELETE message for table 'wild_animals', which has no key"},
      {"end_without_cursor", "it ended without a cursor although it began from one"},
      {"found_null", "a SPLIT message without a split"},
      {"found_tables_absurd", "a split says that it is of 1152921504606846976 tables"},
      {"found_unknown_table", "is of table 'unicorns', which it was not asked for"},
      {"cursor_absurd", "a cursor has 1152921504606846976 bytes"},
      {"cursor_null", "a cursor has 4 bytes at NULL"},
      {"cursor_empty", "a checkpoint without a cursor"},
      {"cursor_release_throws", "threw out of the release of a buffer"},
  }));
  check_source(expected, "full");
}

TEST_CASE("a batch of the wrong shape is refused, whether or not its values are looked at") {
  auto const expected = GENERATE(cases({
      {"too_few_children", "has 3 children; its layout has 7"},
      {"absurd_children", "has 1152921504606846976 children"},
      {"no_children", "has 7 children at NULL"},
      {"null_child", "column 'name' is missing or released"},
      {"released_child", "column 'name' is missing or released"},
      {"too_few_buffers", "column 'name' has 2 buffers; its format has 3"},
      {"absurd_buffers", "column 'name' has 1152921504606846976 buffers"},
      {"other_format", "column 'id' has 3 buffers; its format has 2"},
      {"no_buffers", "column 'name' has no buffers"},
      {"null_values", "column 'id' lacks its second buffer"},
      {"null_text", "column 'name' has text but no buffer of it"},
      {"misaligned", "column 'id' has a buffer that is not aligned"},
      {"short_child", "column 'id' has 3 rows where its parent has 4"},
      {"short_grandchild", "column 'item' has 2 rows where its parent has 3"},
      {"negative_length", "has length -4"},
      {"negative_offset", "column 'id' has length 4 and offset -1"},
      {"absurd_length", "a batch of 1152921504606846976 rows"},
      {"absurd_offset", "offset 9223372036854775807"},
      {"negative_nulls", "column 'name' has -5 nulls"},
      {"too_many_nulls", "column 'name' has 5 nulls in 4 rows"},
      {"nulls_without_bits", "column 'kind' counts nulls but has no validity buffer"},
      {"null_key", "column 'id' has 1 nulls; its schema says that it has none"},
      {"null_row", "a batch has a null row"},
      {"backward_ends", "column 'name' has offsets from 0 to -9"},
      {"no_dictionary", "column 'kind' and its layout disagree about being dictionary-encoded"},
  }));
  check_source(expected, GENERATE("full", ""));
}

TEST_CASE("a wrong value is found when values are looked at") {
  auto const expected = GENERATE(cases({
      {"zigzag_text", "column 'name', row 1: offsets that run backwards"},
      {"zigzag_list", "column 'tags', row 1: offsets that run backwards"},
      {"broken_text", "column 'name', row 1: text that is not UTF-8"},
      {"broken_item", "column 'tags.item', row 1: text that is not UTF-8"},
      {"wrong_nulls", "column 'name' says that it has 2 nulls; it has 1"},
      {"hidden_null_key", "column 'id' has 1 nulls; its schema says that it has none"},
      {"index_outside", "column 'kind', row 2: index 2 of a dictionary of 2"},
      {"negative_index", "column 'kind', row 2: index -1 of a dictionary of 2"},
      {"broken_dictionary", "column 'kind.dictionary', row 0: text that is not UTF-8"},
      {"large_decimal", "column 'price', row 0: a decimal of more than 5 digits"},
      {"time_outside", "column 'woken', row 3: time 86401 is outside of a day"},
      {"null_map_key", "a map with a null key or entry"},
  }));
  check_source(expected, "full");
}

TEST_CASE("a destination that breaks a rule is named with it, and the other destination has all rows") {
  auto const expected = GENERATE(cases({
      {"open_throws", "threw out of open"},
      {"open_raves", "answered the unknown status -77"},
      {"writer_null", "open succeeded without a writer"},
      {"writer_small", "the writer that open made has struct_size 16"},
      {"writer_no_migrate", "its writer lacks migrate()"},
      {"writer_no_begin", "its writer lacks begin()"},
      {"writer_no_close", "its writer lacks close()"},
      {"atomic_without_load", "its writer claims OAR_CAP_ATOMIC_STATE but lacks load_state()"},
      {"state_raves", "answered the unknown status -77"},
      {"state_null", "load_state put NULL"},
      {"state_garbage", "the saved cursor of split 'here' of tame -> wild cannot be read", 3, Blame::plain},
      {"state_id_broken", "a split's id that load_state put is not UTF-8"},
      {"state_id_empty", "a split's id that load_state put is empty"},
      {"state_id_long", "a split's id that load_state put has 256 bytes"},
      {"state_twins", "load_state put two states of split 'here'"},
      {"state_small", "load_state put a state of struct_size 8"},
      {"state_absurd", "a cursor that load_state put has 1152921504606846976 bytes"},
      {"state_flood", "load_state put more than 1000000 states"},
      {"state_late", "it put a state after load_state had returned", 0},
      {"migrate_throws", "threw out of migrate"},
      {"migrate_raves", "answered the unknown status -77"},
      {"report_absurd", "the report of migrate has 1152921504606846976 bytes"},
      {"report_null", "the report of migrate has 2 bytes at NULL"},
      {"begin_throws", "threw out of begin"},
      {"begin_raves", "answered the unknown status -77"},
      {"txn_null", "begin succeeded without a transaction"},
      {"txn_small", "the transaction that begin made has struct_size 16"},
      {"txn_no_write", "its transaction lacks write()"},
      {"txn_no_commit", "its transaction lacks commit()"},
      {"txn_no_release", "its transaction lacks release()"},
      {"stale_without_function", "its writer claims OAR_CAP_DELETE_STALE but lacks delete_stale()"},
      {"records_without_function", "its writer claims OAR_CAP_DELETE_RECORDS but lacks delete_records()"},
      {"write_left", "write left its batch unreleased"},
      {"write_failed_left", "write left its batch unreleased; it failed with: the batch is still yours"},
      {"write_throws", "threw out of write"},
      {"write_raves", "answered the unknown status -77"},
      {"write_unfilled", "the plugin gave no reason", 3, Blame::plain},
      {"stale_raves", "answered the unknown status -77"},
      {"stale_lies", "delete_stale tells of 1152921504606846976 stale rows among 4"},
      {"commit_throws", "it is not known whether the last commit happened"},
      {"commit_raves", "it is not known whether the last commit happened"},
      {"resolve_seven", "resolve answered 7; it must be 0 or 1"},
      {"txn_release_throws", "threw out of the transaction's release", 0},
      {"finish_throws", "threw out of finish"},
      {"finish_raves", "answered the unknown status -77"},
      {"close_throws", "threw out of the writer's close", 0},
  }));
  Folder const folder;
  auto const run = sync(folder, source("tame", "none", "wild, kept") + kept + zoo_destination(expected.fault), "full");
  check(expected, run, "wild (zoo_destination.so): ");
  CHECK(rows_of(folder, "tame_animals") == 4);
}

TEST_CASE("a plugin that misbehaves before the first connection is exit code 2, with its place in the configuration") {
  auto const expected = GENERATE(cases({
      {"configure_throws", "threw out of configure", 2},
      {"configure_raves", "answered the unknown status -77", 2},
  }));
  Folder const folder;
  auto const run = sync(folder, source("tame", "none", "wild") + zoo_destination(expected.fault), "full");
  check(expected, run, "zoo_destination (zoo_destination.so): ");
  CHECK_THAT(run.err, Contains("sync.yaml:13:9: spec/spec"));
  CHECK_FALSE(std::filesystem::exists(folder / ".oarlock"));
}

TEST_CASE("a plugin that does not tell its settings is exit code 2, with its place in the configuration") {
  auto const expected = GENERATE(cases({
      {"throws", "threw out of get_spec", 2},
      {"raves", "answered the unknown status -77", 2},
      {"null", "the answer of get_spec has", 2},
      {"absurd", "the answer of get_spec has 1152921504606846976 bytes", 2},
      {"broken_text", "get_spec answered text that is not UTF-8", 2},
      {"no_json", "it is not JSON: syntax error", 2, Blame::plain},
      {"no_object", "found a list, expected a schema", 2, Blame::plain},
      {"wrong", "type is not one of null, boolean, object", 2, Blame::plain},
      {"circle", "the schema refers to itself without an end", 2, Blame::plain},
  }));
  Folder const folder;
  folder.write("sync.yaml", source("tame", "none", "kept") + kept);
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path(), {{"ZOO_SPEC", expected.fault}}});
  check(expected, run, "zoo_source (zoo_source.so): ");
  CHECK_THAT(run.err, Contains("error: sync.yaml:") && Contains("zoo_source"));
  CHECK_FALSE(std::filesystem::exists(folder / ".oarlock"));
}

TEST_CASE("a connection test that misbehaves has failed, and the next end is tested") {
  auto const expected = GENERATE(cases({
      {"test_throws", "threw out of test_connection", 3},
      {"test_raves", "answered the unknown status -77", 3},
      {"test_null", "the answer of test_connection has", 3},
      {"test_absurd", "the answer of test_connection has 1152921504606846976 bytes", 3},
      {"test_broken_text", "test_connection answered text that is not UTF-8", 3},
  }));
  Folder const folder;
  folder.write("sync.yaml", source("tame", "none", "kept") + kept + zoo_destination(expected.fault));
  auto const run = run_oarlock({{"test-connection", "sync.yaml"}, folder.path()});
  check(expected, run, "zoo_destination (zoo_destination.so): ");
}

TEST_CASE("another word in OARLOCK_VALIDATE is refused with those that there are") {
  Folder const folder;
  auto const run = sync(folder, source("tame", "none", "kept") + kept, "fulll");
  CHECK(run.exit_code == 2);
  CHECK_THAT(run.err, Contains("OARLOCK_VALIDATE is \"fulll\"; it may be full or shape"));
}
