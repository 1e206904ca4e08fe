// What a writer claims, and several of them.

#include "people.hpp"
#include "rules.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace conformance {
namespace {

struct Capability {
  std::uint32_t bit;
  std::string_view name;
};
constexpr auto capabilities = std::to_array<Capability>({{OAR_CAP_ATOMIC_STATE, "atomic_state"},
                                                         {OAR_CAP_UPSERT, "upsert"},
                                                         {OAR_CAP_PARALLEL_TXN, "parallel_txn"},
                                                         {OAR_CAP_DELETE_STALE, "delete_stale"},
                                                         {OAR_CAP_DELETE_RECORDS, "delete_records"},
                                                         {OAR_CAP_FORCED_MIGRATE, "forced_migrate"}});

void check_claims(Run const& run) {
  Instance instance{run};
  Writer const writer{instance};
  if (!run.quirks.capabilities) not_asked("the quirks name no capabilities");
  auto const& wanted = *run.quirks.capabilities;
  for (auto const& name : wanted)
    expect(std::any_of(capabilities.begin(), capabilities.end(), [&](auto const& one) { return one.name == name; }),
           "the quirks name a capability that is none: ", name);
  for (auto const& [bit, name] : capabilities) {
    auto const named = std::find(wanted.begin(), wanted.end(), name) != wanted.end();
    expect(writer.can(bit) == named, "the writer ", named ? "lacks" : "has", " the capability ", name,
           ", against what the quirks say");
  }
}

// What is claimed has a function.
void check_functions(Run const& run) {
  Instance instance{run};
  Writer writer{instance};
  auto const* abi = writer.get();
  expect(abi->migrate && abi->begin && abi->close, "migrate, begin or close is NULL");
  writer.migrate(0, people());
  Txn const txn{writer, fresh_token()};
  expect(txn.get()->write && txn.get()->commit && txn.get()->release, "write, commit or release is NULL");
  if (writer.can(OAR_CAP_ATOMIC_STATE))
    expect(OAR_CAN(oar_writer, abi, load_state) && OAR_CAN(oar_writer, abi, resolve),
           "OAR_CAP_ATOMIC_STATE without load_state or resolve");
  if (writer.can(OAR_CAP_DELETE_STALE))
    expect(OAR_CAN(oar_txn, txn.get(), delete_stale), "OAR_CAP_DELETE_STALE without delete_stale");
  if (writer.can(OAR_CAP_DELETE_RECORDS))
    expect(OAR_CAN(oar_txn, txn.get(), delete_records), "OAR_CAP_DELETE_RECORDS without delete_records");
}

// A call that fails fills its error and nothing behind it.
void check_error(Run const& run) {
  Instance instance{run};
  Writer writer{instance};
  Txn txn{writer, fresh_token()};
  auto const status = txn.try_write(77, persons(people(), {{1, "a"}}).share());
  expect(status != OAR_OK, "a batch of a layout that was never migrated was taken");
  auto const& error = txn.error().now();
  expect(error.code == status && error.message[0] != '\0', "write returned ", name_of(status), ", its error says ",
         name_of(error.code), " \"", error.message, "\"");
  expect(txn.error().untouched(), "the plugin wrote behind the oar_error that it knows");
}

// Two instances, two sources, in turns.
void check_instances(Run const& run) {
  Store const store{run};
  auto const one = persons(people("one"), {{1, "a"}}), other = persons(people("other"), {{2, "b"}});
  Instance first{run}, second{run};
  Writer first_writer{first, {.source = "one"}}, second_writer{second, {.source = "other"}};
  first_writer.migrate(0, one.table);
  second_writer.migrate(0, other.table);
  {
    Txn txn{first_writer, fresh_token()};
    txn.write(0, one);
    txn.commit();
  }
  first_writer.close();
  first.destroy();
  Txn txn{second_writer, fresh_token()};
  txn.write(0, other);
  txn.commit();
  store.expect_rows(one.table, store.looks(one), "written by an instance that is gone");
  store.expect_rows(other.table, store.looks(other), "written beside another instance");
}

void check_unknown(Run const& run) {
  Instance instance{run};
  Writer writer{instance};
  expect(writer.try_migrate(0, people(), 9, OAR_MIGRATE_SAFE) != OAR_OK, "write mode 9 was taken");
  expect(writer.try_migrate(0, people(), OAR_WRITE_APPEND, 9) != OAR_OK, "migrate mode 9 was taken");
}

}  // namespace

Rules writer_rules() {
  return {
      {"destination.capabilities", "The writer claims what the quirks say, and no more", check_claims},
      {"destination.functions", "What the writer claims has a function", check_functions},
      {"destination.errors", "A failed write fills its oar_error, and writes nothing behind it", check_error},
      {"destination.unknown-modes", "Modes that are newer than the plugin are refused", check_unknown},
      {"destination.instances", "Two instances do not disturb one another", check_instances},
  };
}

}  // namespace conformance
