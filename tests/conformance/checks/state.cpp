// Cursors that become durable with the rows, and the fence around them.

#include "people.hpp"
#include "rules.hpp"

#include <algorithm>

namespace conformance {
namespace {

oar_status commit(Run const& run, std::vector<State> states, std::string const& source = "conformance",
                  Data const* rows = nullptr, std::string const& token = fresh_token()) {
  Instance instance{run};
  Writer writer{instance, {.source = source}};
  need(writer, OAR_CAP_ATOMIC_STATE, "OAR_CAP_ATOMIC_STATE");
  if (rows) writer.migrate(0, rows->table);
  Txn txn{writer, token};
  if (rows) txn.write(0, *rows);
  return txn.try_commit(states);
}

void must_commit(Run const& run, std::vector<State> const& states, std::string const& source = "conformance") {
  auto const status = commit(run, states, source);
  expect(status == OAR_OK, "commit of a cursor: ", name_of(status));
}

std::vector<State> states(Run const& run, std::string const& source = "conformance") {
  Instance instance{run};
  return Writer{instance, {.source = source}}.states();
}

std::string text_of(std::vector<State> const& states) {
  std::string out;
  for (auto const& state : states)
    out += joined(state.split_id, " at ", state.epoch, " (", state.cursor.size(), " bytes); ");
  return out.empty() ? "none" : out;
}

void expect_states(std::vector<State> wanted, std::vector<State> const& found, std::string_view when) {
  std::sort(wanted.begin(), wanted.end());
  expect(wanted == found, when, ": wanted ", text_of(wanted), " found ", text_of(found));
}

void check_exact(Run const& run) {
  std::string every;
  for (int i = 0; i < 256; ++i) every += static_cast<char>(i);
  std::vector<State> const wanted{{"plain", 1, "cursor"},
                                  {"every byte", 1, every},
                                  {"one NUL", 1, std::string(1, '\0')},
                                  {"large", 1, std::string(100'000, 'x')},
                                  {"split 'with' \"quotes\"; ü\n", 1, "1"},
                                  {"PLAIN", 1, "other"},
                                  {std::string(255, 's'), 1, "2"}};
  must_commit(run, wanted);
  expect_states(wanted, states(run), "cursors that were committed");
}

void check_epochs(Run const& run) {
  must_commit(run, {{"split", 1, "a"}});
  must_commit(run, {{"split", 2, "b"}, {"other", 1, "x"}});
  std::vector<State> const stored{{"other", 1, "x"}, {"split", 2, "b"}};
  expect_states(stored, states(run), "after two commits");
  for (auto const epoch : {0u, 1u, 2u, 4u, 1000u}) {
    auto const data = persons(people(), {{1, "fenced off"}});
    auto const status = commit(run, {{"split", epoch, "c"}}, "conformance", &data);
    expect(status == OAR_E_CONFLICT, "the stored epoch is 2; a commit of epoch ", epoch, " answered ", name_of(status),
           " instead of OAR_E_CONFLICT");
    expect_states(stored, states(run), joined("after a conflict of epoch ", epoch));
  }
  expect(commit(run, {{"new", 2, "c"}}) == OAR_E_CONFLICT, "a split that was never stored began at epoch 2");
  must_commit(run, {{"split", 3, "c"}});
}

// One of several is wrong: none is stored, nor any row.
void check_conflict_is_whole(Run const& run) {
  Store const store{run};
  must_commit(run, {{"a", 1, "1"}, {"b", 1, "1"}});
  auto const data = persons(people(), {{1, "fenced off"}});
  expect(commit(run, {{"a", 2, "2"}, {"b", 3, "2"}}, "conformance", &data) == OAR_E_CONFLICT,
         "a commit with one wrong epoch of two did not answer OAR_E_CONFLICT");
  expect_states({{"a", 1, "1"}, {"b", 1, "1"}}, states(run), "after a conflict of one of two");
  expect(store.is_empty(data.table), "a commit that answered OAR_E_CONFLICT left rows");
}

void check_forget(Run const& run) {
  must_commit(run, {{"split", 1, "a"}, {"other", 1, "x"}});
  must_commit(run, {{"split", 2, ""}});
  auto const found = states(run);
  for (auto const& state : found)
    expect(state.split_id != "split" || state.cursor.empty(), "an empty cursor did not make it forget the split");
  expect(std::find(found.begin(), found.end(), State{"other", 1, "x"}) != found.end(),
         "forgetting one split changed another: ", text_of(found));
}

void check_sources(Run const& run) {
  must_commit(run, {{"split", 1, "of one"}}, "one");
  must_commit(run, {{"split", 1, "of another"}}, "another");
  expect_states({{"split", 1, "of one"}}, states(run, "one"), "cursors of one source of two");
  expect_states({}, states(run, "third"), "cursors of a source that never wrote");
}

void check_rolled_back(Run const& run) {
  must_commit(run, {{"split", 1, "a"}});
  {
    Instance instance{run};
    Writer writer{instance};
    writer.migrate(0, people());
    Txn txn{writer, "rolled-back"};
    txn.write(0, persons(people(), {{1, "a"}}));
  }
  expect_states({{"split", 1, "a"}}, states(run), "after a rollback");
}

void check_resolve(Run const& run) {
  auto const data = persons(people(), {{1, "a"}});
  expect(commit(run, {{"split", 1, "a"}}, "conformance", &data, "token-1") == OAR_OK, "commit failed");
  {
    Instance instance{run};
    Writer writer{instance};
    writer.migrate(0, data.table);
    Txn txn{writer, "token-2"};
    txn.write(0, data);
  }
  expect(commit(run, {{"split", 7, "b"}}, "conformance", &data, "token-3") == OAR_E_CONFLICT, "no conflict");
  Instance instance{run};
  Writer writer{instance};
  expect(writer.resolve("token-1"), "resolve does not know a commit that happened");
  expect(!writer.resolve("token-2"), "resolve says that a rolled-back transaction was committed");
  expect(!writer.resolve("token-3"), "resolve says that a commit that answered OAR_E_CONFLICT happened");
  expect(!writer.resolve("token-4"), "resolve knows a token that was never used");
  expect(!writer.resolve("token"), "resolve takes a part of a token for the token");
}

}  // namespace

Rules state_rules() {
  return {
      {"destination.state.exact", "Cursors come back from load_state byte by byte", check_exact},
      {"destination.state.epochs", "A commit whose epoch is not the next is OAR_E_CONFLICT", check_epochs},
      {"destination.state.conflict-is-whole", "A conflict stores nothing, no row and no cursor",
       check_conflict_is_whole},
      {"destination.state.forget", "An empty cursor forgets its split, and no other", check_forget},
      {"destination.state.sources", "Each source has cursors of its own", check_sources},
      {"destination.state.rollback", "A rolled-back transaction changes no cursor", check_rolled_back},
      {"destination.state.resolve", "resolve tells which commits happened, in a new writer too", check_resolve},
  };
}

}  // namespace conformance
