// What scans bring: messages in order, valid batches, unique keys, the same rows whatever the batch size.

#include "../source.hpp"
#include "../values.hpp"
#include "rules.hpp"

#include <algorithm>
#include <set>

namespace conformance {
namespace {

// Each of these holds when everything was read: reading tells a fault to its rule.
void check_reading(Run const& run) {
  Instance instance{run};
  read_all(instance, discover(instance), 100);
}

void check_expected(Run const& run) {
  Instance instance{run};
  auto const offers = discover(instance);
  auto const rows = read_all(instance, offers);
  for (auto const& [table, least] : run.quirks.rows) {
    auto const found = rows.find(table);
    auto const count = found == rows.end() ? 0 : static_cast<std::int64_t>(found->second.size());
    expect(count >= least, "table ", table, " has ", count, " rows, the quirks say ", least, " or more");
  }
}

void check_unique_keys(Run const& run) {
  Instance instance{run};
  auto const offers = discover(instance);
  auto const rows = read_all(instance, offers);
  for (auto const& offer : offers) {
    auto const found = rows.find(offer.table.name());
    if (offer.table.primary_key().empty() || found == rows.end()) continue;
    std::set<std::string> seen;
    for (auto const& row : found->second)
      expect(seen.insert(row.key).second, "table ", offer.table.name(), ": two rows have the key ", row.key);
  }
}

void expect_equal(Run const& run, Rows const& one, Rows const& other, std::string_view when) {
  std::set<std::string> tables;
  for (auto const* rows : {&one, &other})
    for (auto const& [table, list] : *rows) tables.insert(table);
  auto const of = [](Rows const& rows, std::string const& table) {
    auto const found = rows.find(table);
    return found == rows.end() ? std::vector<std::string>{} : whole_rows(found->second);
  };
  for (auto const& table : tables) {
    if (run.is_changing(table)) continue;
    auto const difference = conformance::difference(of(one, table), of(other, table));
    expect(difference.empty(), "table ", table, " ", when, ": ", difference);
  }
}

void check_twice(Run const& run) {
  Instance instance{run};
  auto const offers = discover(instance);
  expect_equal(run, read_all(instance, offers), read_all(instance, offers), "read twice");
}

void check_batch_sizes(Run const& run) {
  Instance instance{run};
  auto const offers = discover(instance);
  auto const whole = read_all(instance, offers, 100'000);
  for (auto const size : {1u, 7u})
    expect_equal(run, whole, read_all(instance, offers, size), joined("in batches of ", size));
}

// Keys come along, and the columns that name the parent; the others are those that were asked for.
void check_selection(Run const& run, Instance& instance, std::vector<Offer> const& offers, Offer const& offer) {
  auto const& table = offer.table;
  auto wishes = all_of(offers);
  std::set<std::string> wanted{table.columns().back().name};
  for (auto& wish : wishes)
    if (wish.table == table.name()) wish.columns = {table.columns().back().name};
  wanted.insert(table.primary_key().begin(), table.primary_key().end());
  for (auto const& [child, parent] : table.parent_key()) wanted.insert(child);
  Plan const plan{instance, wishes};
  for (auto const& piece : plan.pieces) {
    if (std::find(piece.tables.begin(), piece.tables.end(), table.name()) == piece.tables.end()) continue;
    Scan scan{instance, piece, piece.start};
    for (auto message = scan.next(); message.kind != OAR_MSG_END; message = scan.next()) {
      must("source.scan", message.status, ErrorBox{}, "next: " + scan.last_error(message.status));
      if (message.kind != OAR_MSG_TABLE) continue;
      auto const declared = oar::Table::from_schema(*message.schema);
      if (!declared || declared->name() != table.name()) continue;
      std::set<std::string> got;
      for (auto const& field : declared->columns()) got.insert(field.name);
      expect(got == wanted, "table ", table.name(), ": column ", table.columns().back().name, " was selected, and ",
             got.size(), " columns came instead of ", wanted.size());
    }
  }
  static_cast<void>(run);
}

void check_selections(Run const& run) {
  Instance instance{run};
  auto const offers = discover(instance);
  for (auto const& offer : offers) check_selection(run, instance, offers, offer);
}

void check_layout_growth(Run const& run) {
  Instance instance{run};
  auto const offers = discover(instance);
  Plan const plan{instance, all_of(offers)};
  for (auto const& piece : plan.pieces) {
    Scan scan{instance, piece, piece.start, 7};
    for (auto message = scan.next(); message.status == OAR_OK && message.kind != OAR_MSG_END;) message = scan.next();
    expect(scan.untouched(), "the scan of split ", piece.id,
           " wrote behind the oar_message or oar_error that it knows");
  }
}

}  // namespace

Rules reading_rules() {
  return {
      {"source.scan", "Every split can be read to its end", check_reading},
      {"source.scan.messages", "Messages come in order: a layout before its batches, END last", check_reading},
      {"source.scan.layouts", "The layouts of a scan are those of discover", check_reading},
      {"source.scan.struct-size", "Structs of a later host are left alone behind what is known", check_layout_growth},
      {"source.rows.valid", "Batches are valid Arrow: buffers, offsets, UTF-8, lengths, indices", check_reading},
      {"source.rows.spelling", "Values of extension types and decimals are what their type says", check_reading},
      {"source.rows.not-null", "Columns declared without NULLs have none", check_reading},
      {"source.rows.expected", "Tables have the rows that the quirks expect", check_expected},
      {"source.rows.stable", "A table that is read twice has the same rows", check_twice},
      {"source.rows.batch-size", "Rows do not depend on the size of batches", check_batch_sizes},
      {"source.keys.not-null", "No part of a primary key is NULL", check_reading},
      {"source.keys.unique", "Primary keys are unique", check_unique_keys},
      {"source.columns", "A selection of columns brings these, the keys, and no others", check_selections},
  };
}

}  // namespace conformance
