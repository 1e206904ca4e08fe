#pragma once
// A store in memory: what a destination holds, shared by all instances of the process.

#include <oar/destination.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>

#include "copy_value.hpp"

namespace broken {

// A batch with a table of its own.
struct Kept {
  explicit Kept(oar::Table shape) : table{std::move(shape)} {}
  oar::Table table;
  std::optional<oar::Batch> batch;
};

inline std::shared_ptr<Kept const> keep(oar::Table const& table, oar::OwnedArray array) {
  auto kept = std::make_shared<Kept>(table);
  auto batch = oar::Batch::make(kept->table, std::move(array));
  if (batch) kept->batch.emplace(*std::move(batch));
  return kept;
}

struct Row {
  std::shared_ptr<Kept const> kept;
  std::int64_t at = 0;
  bool marked = false;

  std::string text(std::string const& column) const { return text_of(*kept->batch, column, at); }
};

struct Stored {
  oar::Table shape;
  std::vector<Row> rows;
};

struct Memory {
  std::map<std::string, Stored> tables;
  std::map<std::pair<std::string, std::string>, oar::StoredState> states;
  std::set<std::string> tokens;
};

inline std::mutex& mutex() {
  static auto* const one = new std::mutex;
  return *one;
}
inline Memory& memory() {
  static auto* const one = new Memory;
  return *one;
}

inline std::string key_of(Row const& row, oar::Table const& table) {
  std::string key;
  for (auto const& name : table.primary_key()) key += row.text(name) + ",";
  return key;
}

}  // namespace broken
