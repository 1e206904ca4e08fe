// Scans side by side, cancelled, and batches that outlive everything.

#include "../arrow_check.hpp"
#include "../source.hpp"
#include "../values.hpp"
#include "rules.hpp"

#include <algorithm>
#include <atomic>
#include <deque>
#include <thread>

namespace conformance {
namespace {

constexpr int messages_after_cancel = 16;

// The split that takes the most messages when each row is a batch.
struct Longest {
  Piece piece;
  int messages = 0;
};

int count_messages(Instance& instance, Piece const& piece) {
  Scan scan{instance, piece, piece.start, 1};
  int count = 0;
  for (auto message = scan.next(); message.status == OAR_OK && message.kind != OAR_MSG_END; ++count)
    message = scan.next();
  return count;
}

Longest longest_of(Instance& instance, Plan const& plan) {
  Longest longest;
  for (auto const& piece : plan.pieces)
    if (auto const count = count_messages(instance, piece); count > longest.messages) longest = {piece, count};
  return longest;
}

void check_cancel(Run const& run) {
  Instance instance{run};
  Plan const plan{instance, all_of(discover(instance))};
  auto const longest = longest_of(instance, plan);
  if (longest.messages < 3 * messages_after_cancel)
    not_asked("the longest split has ", longest.messages, " messages, too few to tell; let the config give more rows");
  Scan scan{instance, longest.piece, longest.piece.start, 1};
  scan.next();
  std::thread{[&] { scan.cancel(), scan.cancel(); }}.join();
  for (int i = 0; i < messages_after_cancel; ++i) {
    auto const message = scan.next();
    if (message.status == OAR_E_CANCELLED) return;
    expect(message.status == OAR_OK, "a cancelled scan answered ", scan.last_error(message.status),
           " instead of OAR_E_CANCELLED");
    expect(message.kind != OAR_MSG_END, "a cancelled scan went on to its END");
  }
  broken("a cancelled scan went on for ", messages_after_cancel, " messages");
}

// While another thread is inside next().
void check_cancel_during(Run const& run) {
  Instance instance{run};
  Plan const plan{instance, all_of(discover(instance))};
  for (auto const& piece : plan.pieces) {
    Scan scan{instance, piece, piece.start, 1};
    std::atomic<int> heard = 0;
    oar_status last = OAR_OK;
    std::thread reading{[&] {
      for (bool more = true; more; ++heard) {
        auto const message = scan.next();
        last = message.status;
        more = last == OAR_OK && message.kind != OAR_MSG_END;
      }
    }};
    while (heard == 0) std::this_thread::yield();
    scan.cancel();
    reading.join();  // for ever, when it does not end: the runner's patience ends then
    expect(last == OAR_OK || last == OAR_E_CANCELLED, "a cancelled scan of split ", piece.id, " answered ",
           scan.last_error(last));
  }
}

void check_side_by_side(Run const& run) {
  Instance instance{run};
  auto const offers = discover(instance);
  Plan const plan{instance, all_of(offers)};
  std::vector<Piece> pieces{plan.pieces.begin(),
                            plan.pieces.begin() + std::min<std::ptrdiff_t>(8, std::ssize(plan.pieces))};
  if (pieces.empty()) not_asked("there is no split");
  while (pieces.size() < 4) pieces.push_back(pieces.front());
  std::vector<Reading> alone(pieces.size()), together(pieces.size());
  for (std::size_t i = 0; i < pieces.size(); ++i)
    alone[i] = read_piece(instance, offers, pieces[i], pieces[i].start, 7);
  std::deque<Scan> idle;  // open as long as the others read, so that they are never alone
  for (auto const& piece : pieces) idle.emplace_back(instance, piece, piece.start, 7);
  std::vector<std::string> faults(pieces.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < pieces.size(); ++i)
    threads.emplace_back([&, i] {
      try {
        together[i] = read_piece(instance, offers, pieces[i], pieces[i].start, 7);
      } catch (std::exception const& fault) {
        faults[i] = fault.what();
      }
    });
  for (auto& thread : threads) thread.join();
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    expect(faults[i].empty(), "split ", pieces[i].id, " beside others: ", faults[i]);
    for (auto const& [table, rows] : alone[i].rows) {
      if (run.is_changing(table)) continue;
      auto const difference = conformance::difference(whole_rows(rows), whole_rows(together[i].rows[table]));
      expect(difference.empty(), "split ", pieces[i].id, " beside others, table ", table, ": ", difference);
    }
  }
}

// Message by message in turns; the first instance goes away in the middle of the second's scan.
void check_two_instances(Run const& run) {
  Instance reference{run};
  auto const offers = discover(reference);
  Plan const plan{reference, all_of(offers)};
  for (auto const& piece : plan.pieces) {
    auto const wanted = read_piece(reference, offers, piece, piece.start, 7);
    Instance one{run}, other{run};
    Scan first{one, piece, piece.start, 7}, second{other, piece, piece.start, 7};
    Listener listener{offers};
    first.next();
    auto more = listener.hear(second.next());
    first.next();
    first.close();
    one.destroy();
    while (more) {
      auto message = second.next();
      expect(message.status == OAR_OK, "split ", piece.id,
             " after another instance ended: ", second.last_error(message.status));
      more = listener.hear(std::move(message));
    }
    auto found = listener.take();
    for (auto const& [table, rows] : wanted.rows) {
      if (run.is_changing(table)) continue;
      auto const difference = conformance::difference(whole_rows(rows), whole_rows(found.rows[table]));
      expect(difference.empty(), "split ", piece.id, ", table ", table, ", beside another instance: ", difference);
    }
  }
}

std::vector<std::string> rows_of(oar::Table const& table, ArrowArray const& array) {
  std::vector<std::string> rows(static_cast<std::size_t>(array.length));
  for (std::size_t i = 0; i < table.columns().size(); ++i) {
    oar::ColumnView const column{table.columns()[i].type, *array.children[i], array.offset, array.length};
    for (std::int64_t row = 0; row < array.length; ++row)
      append_exact(rows[static_cast<std::size_t>(row)], column, row);
  }
  return rows;
}

// Nodes may be moved out of their parent and outlive it.
void release_apart(oar::OwnedArray batch) {
  std::vector<oar::OwnedArray> columns;
  for (std::int64_t i = 0; i < batch->n_children; ++i) columns.push_back(oar::OwnedArray::from(batch->children[i]));
  std::thread{[&] { batch.reset(); }}.join();
}

void check_outlive(Run const& run) {
  struct Kept {
    std::shared_ptr<oar::OwnedSchema> schema;
    oar::Table table;
    oar::OwnedArray batch;
    std::vector<std::string> rows;
  };
  std::vector<Kept> kept;
  {
    Instance instance{run};
    auto const offers = discover(instance);
    Plan const plan{instance, all_of(offers)};
    for (auto const& piece : plan.pieces) {
      Scan scan{instance, piece, piece.start, 7};
      std::vector<std::pair<std::shared_ptr<oar::OwnedSchema>, oar::Table>> layouts;
      for (auto message = scan.next(); message.kind != OAR_MSG_END; message = scan.next()) {
        expect_of("source.scan", message.status == OAR_OK, scan.last_error(message.status));
        if (message.kind == OAR_MSG_TABLE) {
          auto table = oar::Table::from_schema(*message.schema);
          expect_of("source.scan.layouts", static_cast<bool>(table), table ? "" : table.error().message());
          layouts.emplace_back(std::make_shared<oar::OwnedSchema>(std::move(message.schema)), *std::move(table));
        }
        if (message.kind != OAR_MSG_BATCH) continue;
        expect_of("source.scan.messages", message.table < layouts.size(), "a batch of an undeclared layout");
        auto const& [schema, table] = layouts[message.table];
        auto const fault = fault_of(**schema, *message.batch);
        expect_of("source.rows.valid", !fault, fault.value_or(""));
        auto rows = rows_of(table, *message.batch);
        kept.push_back({schema, table, std::move(message.batch), std::move(rows)});
      }
    }
  }
  for (auto& one : kept) {
    auto const fault = fault_of(**one.schema, *one.batch);
    expect(!fault, "table ", one.table.name(), ", after the instance is gone: ", fault.value_or(""));
    expect(rows_of(one.table, *one.batch) == one.rows, "table ", one.table.name(),
           ": a batch has other values after the instance is gone");
    release_apart(std::move(one.batch));
  }
}

}  // namespace

Rules scan_life_rules() {
  return {
      {"source.cancel.ends", "A cancelled scan soon answers OAR_E_CANCELLED", check_cancel},
      {"source.cancel.during", "A scan can be cancelled while another thread reads it", check_cancel_during},
      {"source.scans.side-by-side", "Several scans at once bring what each brings alone", check_side_by_side},
      {"source.instances", "Two instances do not disturb one another", check_two_instances},
      {"source.batches.outlive", "Batches stay what they are when scan, plan and instance are gone", check_outlive},
  };
}

}  // namespace conformance
