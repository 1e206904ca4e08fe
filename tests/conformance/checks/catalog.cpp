// What a source offers: names, keys, types, and the same each time.

#include "../source.hpp"

#include <oar/json_text.hpp>
#include <oar/utf8.hpp>
#include "rules.hpp"

#include <set>

namespace conformance {
namespace {

std::string text_of(char const* text) { return text ? text : ""; }

// Everything a schema says, as text.
std::string description(ArrowSchema const& schema) {
  auto out = joined(text_of(schema.format), " ", text_of(schema.name), " ", schema.flags, " {");
  for (auto const& [key, value] : oar::decode_metadata(schema.metadata)) out += key + "=" + value + ";";
  for (std::int64_t i = 0; i < schema.n_children; ++i) out += description(*schema.children[i]) + ",";
  if (schema.dictionary) out += "of " + description(*schema.dictionary);
  return out + "}";
}

std::vector<std::string> descriptions(std::vector<Offer> const& offers) {
  std::vector<std::string> out;
  for (auto const& offer : offers) out.push_back(description(**offer.schema));
  return out;
}

void expect_same(std::vector<std::string> const& one, std::vector<std::string> const& other, std::string_view of) {
  expect(one.size() == other.size(), "discover gave ", one.size(), " tables, then ", other.size(), " ", of);
  for (std::size_t i = 0; i < one.size(); ++i)
    expect(one[i] == other[i], "table ", i, " ", of, ": ", one[i], " became ", other[i]);
}

void check_twice(Run const& run) {
  Instance instance{run}, other{run};
  auto const first = descriptions(discover(instance));
  expect_same(first, descriptions(discover(instance)), "of the same instance");
  expect_same(first, descriptions(discover(other)), "of another instance");
}

void check_unique_names(Run const& run) {
  Instance instance{run};
  std::set<std::string> tables;
  for (auto const& offer : discover(instance)) {
    expect(tables.insert(offer.table.name()).second, "two tables are named ", offer.table.name());
    std::set<std::string> columns;
    for (auto const& field : offer.table.columns()) {
      expect(!field.name.empty(), "table ", offer.table.name(), " has a column without a name");
      expect(columns.insert(field.name).second, "table ", offer.table.name(), " has two columns ", field.name);
    }
    expect(!columns.empty(), "table ", offer.table.name(), " has no columns");
  }
}

void check_columns(oar::Table const& table, std::vector<std::string> const& names, std::string_view what) {
  std::set<std::string> seen;
  for (auto const& name : names) {
    expect(table.index_of(name).has_value(), "table ", table.name(), ": ", what, " names ", name,
           ", which is no column");
    expect(seen.insert(name).second, "table ", table.name(), ": ", what, " names ", name, " twice");
  }
}

oar::Table const* find(std::vector<Offer> const& offers, std::string_view name) {
  for (auto const& offer : offers)
    if (offer.table.name() == name) return &offer.table;
  return nullptr;
}

void check_keys(Run const& run) {
  Instance instance{run};
  auto const offers = discover(instance);
  for (auto const& [schema, table] : offers) {
    check_columns(table, table.primary_key(), "its primary key");
    for (auto const& name : table.primary_key())
      expect(!table.columns()[*table.index_of(name)].nullable, "table ", table.name(), ": key column ", name,
             " may be NULL");
    check_columns(table, table.cursor_fields(), "its cursor");
    auto const op = std::string{oar::find(oar::decode_metadata((*schema)->metadata), OAR_META_OP_COLUMN)};
    if (!op.empty()) check_columns(table, {op}, OAR_META_OP_COLUMN);
  }
}

void check_parents(Run const& run) {
  Instance instance{run};
  auto const offers = discover(instance);
  for (auto const& [schema, table] : offers) {
    if (table.parent().empty()) continue;
    auto const* parent = find(offers, table.parent());
    expect(parent != nullptr, "table ", table.name(), ": its parent ", table.parent(), " is not on offer");
    for (auto const* above = parent; above; above = find(offers, above->parent()))
      expect(above->name() != table.name(), "table ", table.name(), " is its own ancestor");
    for (auto const& [child, key] : table.parent_key()) {
      check_columns(table, {child}, "its parent key");
      check_columns(*parent, {key}, "the parent key of " + table.name());
    }
  }
}

void check_text(ArrowSchema const& schema, std::string const& where) {
  expect(oar::is_utf8(schema.name ? schema.name : ""), where, ": a name is not UTF-8");
  for (std::int64_t i = 0; i < schema.n_children; ++i) check_text(*schema.children[i], where);
}

void check_schemas(Run const& run) {
  Instance instance{run};
  auto const offers = discover(instance);
  expect(!offers.empty(), "discover offers no table: the quirks' config should make it offer some");
  for (auto const& offer : offers) check_text(**offer.schema, "table " + offer.table.name());
}

}  // namespace

Rules catalog_rules() {
  return {
      {"source.discover", "discover succeeds",
       [](Run const& run) {
         Instance instance{run};
         discover(instance);
       }},
      {"source.discover.twice-equal", "discover gives the same tables each time", check_twice},
      {"source.catalog.schemas", "Each table has a schema of known types, its names UTF-8", check_schemas},
      {"source.catalog.unique-names", "Tables, and columns of a table, have unique names", check_unique_names},
      {"source.catalog.keys", "Key and cursor columns exist, and keys are not nullable", check_keys},
      {"source.catalog.parents", "Parents are on offer, and parent keys name columns of both", check_parents},
  };
}

}  // namespace conformance
