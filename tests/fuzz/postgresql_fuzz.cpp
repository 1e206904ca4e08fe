// Whatever bytes stand where a PostgreSQL server's values are expected, they are misfits or become a batch that keeps
// the contract, value by value or several at once.
#include "host/contract/check_batch.hpp"
#include "host/contract/check_values.hpp"
#include "plugins/postgresql/source/reject.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <oar/rows.hpp>

#include <array>
#include <memory>

namespace {

using namespace oar;
using namespace oar::postgresql::source;

// Every type that has a binary form here. Source: src/include/catalog/pg_type.dat
constexpr std::array<Oid, 24> base_types{16,  17,  19,  20,  21,   23,   25,   26,   28,   29,   114,  650,
                                         700, 701, 829, 869, 1042, 1043, 1082, 1083, 1114, 1184, 2950, 3802};
constexpr Oid numeric = 1700, array_of = 10'000, pair = 20'000, pairs = 20'001, deep = 20'002;

constexpr std::int32_t digits(int precision, int scale) { return ((precision << 16) | (scale & 0x7ff)) + 4; }

ServerTypes server_types() {
  ServerTypes types;
  auto const base = [&](Oid oid) {
    types.types[oid] = {};
    types.types[array_of + oid] = {.kind = ServerType::Kind::array, .inner = {oid}};
  };
  for (auto const oid : base_types) base(oid);
  base(numeric);
  types.types[pair] = {.kind = ServerType::Kind::composite,
                       .fields = {{"a", {23}}, {"b", {numeric, digits(9, 2)}}, {"c", {array_of + 25}}}};
  types.types[pairs] = {.kind = ServerType::Kind::array, .inner = {pair}};
  types.types[deep] = {.kind = ServerType::Kind::composite, .fields = {{"p", {pair}}, {"l", {pairs}}}};
  return types;
}

// A table of one column for each type.
std::vector<Relation> relations() {
  std::vector<TypeUse> uses{{pair}, {pairs}, {deep}};
  for (auto const oid : base_types) uses.insert(uses.end(), {{oid}, {array_of + oid}});
  for (auto const modifier : {-1, digits(9, 2), digits(38, 10), digits(3, -2), digits(2, 5)})
    uses.insert(uses.end(), {{numeric, modifier}, {array_of + numeric, modifier}});
  std::vector<Relation> all;
  auto const types = server_types();
  for (auto const& use : uses) {
    auto& relation = all.emplace_back();
    relation.columns.push_back({"c", "", plan_column(types, use, {.check_utf8 = true})});
    relation.table = Table{"t"};
    relation.table.column("c", relation.columns[0].plan.decoder.type);
  }
  return all;
}

// Memory of its own and no more, so that a look beyond the end is seen.
RawValue next_value(fuzz::Input& input, std::unique_ptr<char[]>& memory) {
  auto const size = input.byte();
  if (size == 255) return {};
  auto const bytes = input.take(size);
  memory = std::make_unique<char[]>(bytes.size());
  std::copy(bytes.begin(), bytes.end(), memory.get());
  return {memory.get(), static_cast<std::int32_t>(bytes.size())};
}

void check(Result<void> const& checked) {
  // No server has such a time, and the host would say so.
  if (checked || checked.error().message().find("is outside of a day") != std::string::npos) return;
  fuzz::must(false, "a batch keeps the contract", checked.error().message());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  static auto const all = relations();
  fuzz::Input input{data, size};
  auto const& relation = all[input.byte() % all.size()];
  auto const& decoder = relation.columns[0].plan.decoder;
  Rows rows{relation.table}, together{relation.table};
  while (!input.empty()) {
    std::unique_ptr<char[]> memory;
    auto const value = next_value(input, memory);
    RawColumn const thrice{&value, 0, 3};
    auto const fits = misfit(decoder, value).empty();
    if (value.is_null() || decoder.width == 0 || value.size == decoder.width)
      fuzz::must(fit(decoder, thrice) == fits, "several values fit when each of them does");
    if (fits) {
      append(decoder, value, rows.column(0));
      rows.add_rows(1);
      append(decoder, thrice, together.column(0));
      together.add_rows(3);
    } else {
      fuzz::must(row_json(relation, {0}, {&value, 1}) == R"({"c":null})",
                 "a reject is written without what does not fit");
    }
  }
  auto const schema = relation.table.to_schema();
  for (auto* const each : {&rows, &together}) {
    auto const batch = each->finish();
    check(contract::check_batch(*schema, *batch));
    check(contract::check_values(*schema, *batch));
  }
  return 0;
}
