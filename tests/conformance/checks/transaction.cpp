// Transactions: nothing before the commit, nothing after a rollback, every batch released once.

#include "people.hpp"
#include "rules.hpp"

#include <atomic>

namespace conformance {
namespace {

void check_rollback(Run const& run) {
  Store const store{run};
  auto const kept = persons(people(), {{1, "kept"}}), dropped = persons(people(), {{2, "dropped"}});
  auto const others = persons(people("others"), {{3, "dropped"}});
  Instance instance{run};
  Writer writer{instance};
  conformance::store(writer, kept);
  writer.migrate(1, others.table);
  {
    Txn txn{writer, fresh_token()};
    txn.write(0, dropped);
    txn.write(1, others);
  }
  store.expect_rows(kept.table, store.looks(kept), "after a rollback");
  expect(store.is_empty(others.table), "a transaction that was rolled back left rows in a new table");
}

// The writer goes on after a transaction that failed.
void check_after_error(Run const& run) {
  Store const store{run};
  auto const table = people();
  Instance instance{run};
  Writer writer{instance};
  writer.migrate(0, table);
  {
    Txn txn{writer, fresh_token()};
    txn.write(0, persons(table, {{1, "dropped"}}));
    txn.try_write(77, persons(table, {{2, "of no layout"}}).share());
  }
  auto const data = persons(table, {{3, "kept"}});
  Txn txn{writer, fresh_token()};
  txn.write(0, data);
  txn.commit();
  store.expect_rows(table, store.looks(data), "after a transaction that failed");
}

void check_unseen(Run const& run) {
  Store const store{run};
  auto const table = people();
  auto const before = persons(table, {{1, "before"}}), after = persons(table, {{2, "after"}});
  Instance instance{run};
  Writer writer{instance};
  conformance::store(writer, before);
  Txn txn{writer, fresh_token()};
  txn.write(0, after);
  store.expect_rows(table, store.looks(before), "before the commit");
  txn.commit();
  store.expect_rows(table, store.looks(before) + store.looks(after), "when commit has returned");
}

void check_empty_commit(Run const& run) {
  Instance instance{run};
  Writer writer{instance};
  Txn txn{writer, fresh_token()};
  txn.commit();
}

// Counts how often the batch is released.
oar::OwnedArray counted(oar::OwnedArray array, std::atomic<int>* releases) {
  struct Counted {
    ArrowArray inner;
    std::atomic<int>* releases;
  };
  ArrowArray out = *array;
  out.private_data = new Counted{array.take(), releases};
  out.release = [](ArrowArray* self) {
    auto* counting = static_cast<Counted*>(self->private_data);
    ++*counting->releases;
    counting->inner.release(&counting->inner);
    delete counting;
    self->release = nullptr;
  };
  return oar::OwnedArray{out};
}

void check_released(Run const& run) {
  auto const data = persons(people(), {{1, "a"}});
  std::atomic<int> committed = 0, rolled_back = 0, refused = 0;
  {
    Instance instance{run};
    Writer writer{instance};
    writer.migrate(0, data.table);
    {
      Txn txn{writer, fresh_token()};
      must("", txn.try_write(0, counted(data.share(), &committed)), txn.error(), "write");
      txn.commit();
    }
    {
      Txn txn{writer, fresh_token()};
      must("", txn.try_write(0, counted(data.share(), &rolled_back)), txn.error(), "write");
    }
    Txn txn{writer, fresh_token()};
    txn.try_write(77, counted(data.share(), &refused));
  }
  expect(committed == 1, "a committed batch was released ", committed.load(), " times");
  expect(rolled_back == 1, "a batch that was rolled back was released ", rolled_back.load(), " times");
  expect(refused == 1, "a batch that was refused was released ", refused.load(), " times");
}

}  // namespace

Rules transaction_rules() {
  return {
      {"destination.transaction.unseen", "Rows are there when commit has returned, and not before", check_unseen},
      {"destination.transaction.rollback", "A transaction released without commit leaves nothing", check_rollback},
      {"destination.transaction.after-error", "The writer goes on after a transaction that failed", check_after_error},
      {"destination.transaction.empty", "A transaction of nothing can be committed", check_empty_commit},
      {"destination.batches.released", "Each batch is released once, in every outcome", check_released},
  };
}

}  // namespace conformance
