#include "plugins/postgresql/source/plan.hpp"

#include <algorithm>
#include <cinttypes>
#include <cstdio>

#include "plugins/postgresql/connection/names.hpp"
#include "plugins/postgresql/source/measure.hpp"
#include "plugins/postgresql/source/select.hpp"

namespace oar::postgresql::source {
namespace {

constexpr std::size_t longest_id = 255;

// FNV-1a. Source: http://www.isthe.com/chongo/tech/comp/fnv/
std::string short_name(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (auto const c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  char out[17];
  std::snprintf(out, sizeof out, "%016" PRIx64, hash);
  return out;
}

Result<std::string> where_of(Selection const& selection) {
  if (selection.filter_json.empty()) return std::string{};
  json::error_code ec;
  auto const filter = json::parse(selection.filter_json, ec);
  auto const* where =
      !ec && filter.is_object() && filter.get_object().size() == 1 ? filter.get_object().if_contains("where") : nullptr;
  if (!where || !where->is_string())
    return Error::of(Errc::unsupported, "table ", selection.table,
                     ": a filter of a kind that this plugin does not know");
  return std::string{where->get_string()};
}

class Planner {
 public:
  Planner(Planning const& planning, PlanRequest const& request) : planning_{planning}, request_{request} {}

  Result<std::vector<Split>> run() {
    std::vector<Relation const*> relations;
    for (auto const& selection : request_.selected) relations.push_back(OAR_TRY(find(selection.table)));
    measures_ = OAR_TRY(measure(planning_.snapshot, relations));
    for (std::size_t i = 0; i < relations.size(); ++i) OAR_TRY(plan(*relations[i], request_.selected[i]));
    return std::move(splits_);
  }

 private:
  Result<Relation const*> find(std::string const& table) const {
    auto const found = std::ranges::find(planning_.relations, table, [](auto const& r) { return r.table.name(); });
    if (found == planning_.relations.end())
      return Error::of(Errc::not_found, "table ", table, " is not there any more");
    return &*found;
  }

  Result<void> plan(Relation const& relation, Selection const& selection) {
    SplitData data{.snapshot = planning_.snapshot.name().exported,
                   .visible = planning_.snapshot.name().visible,
                   .identity = planning_.snapshot.identity(),
                   .system = planning_.snapshot.system(),
                   .in_recovery = planning_.snapshot.in_recovery(),
                   .schema = relation.schema,
                   .name = relation.name,
                   .columns = columns_of(relation, selection),
                   .where = OAR_TRY(where_of(selection))};
    if (!data.where.empty()) OAR_TRY(check_filter(relation, data));
    if (auto const known = measures_.tables.find(relation.oid); known != measures_.tables.end())
      take(data, known->second);
    data.by_places = relation.has_places();
    if (selection.mode == ReadMode::incremental) return plan_incremental(relation, std::move(data));
    auto const parts = measures_.parts.find(relation.oid);
    if (parts == measures_.parts.end()) return add_ranges(relation, data, "");
    if (!std::ranges::all_of(parts->second, &Part::readable)) return add_ranges(relation, data, "");
    for (auto const& part : parts->second) {
      auto of_part = data;
      take(of_part, part.measure);
      of_part.schema = part.schema;
      of_part.name = part.name;
      of_part.by_places = part.heap;
      OAR_TRY(add_ranges(relation, of_part, "/" + std::to_string(part.oid)));
    }
    if (parts->second.empty()) return add_ranges(relation, data, "");
    return {};
  }

  static void take(SplitData& data, Measure const& measure) {
    data.blocks = measure.blocks;
    data.block_bytes = measure.block_bytes;
    data.file = measure.file;
    data.rows = data.where.empty() ? measure.rows : -1;
  }

  static std::vector<std::string> columns_of(Relation const& relation, Selection const& selection) {
    auto columns = selection.columns;
    if (columns.empty()) return columns;
    for (auto const& key : relation.table.primary_key())
      if (std::ranges::find(columns, key) == columns.end()) columns.push_back(key);
    return columns;
  }

  Result<void> check_filter(Relation const& relation, SplitData const& data) {
    auto const sql = Select{relation, data}.about("1", {.condition = "false"}, "");
    auto const answer = planning_.snapshot.try_asking(sql, "try the filter of " + relation.table.name());
    // Anything else, such as a lock, is the reading's to tell: the other tables go on.
    if (answer || (answer.error().code() != Errc::schema && answer.error().code() != Errc::data)) return {};
    return Error::of(Errc::config, "table_options/where: ", answer.error().message());
  }

  Result<void> plan_incremental(Relation const& relation, SplitData data) {
    auto const parts = measures_.parts.find(relation.oid);
    data.incremental = true;
    data.has_transactions = relation.heap;
    if (relation.kind == RelationKind::partitioned) {
      data.has_transactions = true;
      if (parts != measures_.parts.end())
        for (auto const& part : parts->second) {
          data.has_transactions = data.has_transactions && part.heap;
          data.parts.push_back(std::to_string(part.oid));
        }
    }
    if (!data.has_transactions)
      planning_.host.warn("table ", relation.table.name(),
                          ": its rows do not tell which transaction inserted them, so late commits are found only "
                          "within lookback (",
                          planning_.config.lookback.empty() ? "none is set" : planning_.config.lookback, ")");
    data.rows = -1;
    auto split = split_of(relation, data, "");
    split.start = request_.cursor_of(split.id);
    splits_.push_back(std::move(split));
    return {};
  }

  // In one snapshot ranges of blocks are independent. In the next one an updated row may stand in another range: so ids
  // of ranges name the snapshot, and a sync that is resumed in another one finds none of them again.
  Result<void> add_ranges(Relation const& relation, SplitData const& whole, std::string const& suffix) {
    auto const bytes = whole.blocks * whole.block_bytes;
    auto const size = static_cast<std::uint64_t>(planning_.config.split_mib) << 20;
    if (!whole.by_places || bytes <= size) {
      splits_.push_back(split_of(relation, whole, suffix));
      return {};
    }
    auto const count = (bytes + size - 1) / size;
    auto const step = (whole.blocks + count - 1) / count;
    auto const name = "@" + short_name(whole.identity);
    for (std::uint64_t from = 0; from < whole.blocks; from += step) {
      auto range = whole;
      range.from = from;
      range.to = from + step < whole.blocks ? from + step : 0;
      if (range.rows >= 0) range.rows = static_cast<std::int64_t>(whole.rows / static_cast<std::int64_t>(count));
      splits_.push_back(split_of(relation, range, suffix + name + "/" + std::to_string(from)));
    }
    return {};
  }

  Split split_of(Relation const& relation, SplitData const& data, std::string const& suffix) const {
    auto id = planning_.scope + "/" + relation.table.name() + suffix;
    if (id.size() > longest_id) id = planning_.scope + "/" + short_name(relation.table.name()) + suffix;
    if (id.size() > longest_id) id = short_name(planning_.scope) + "/" + short_name(relation.table.name()) + suffix;
    auto const bytes = data.rows >= 0 && data.blocks > 0
                           ? static_cast<std::int64_t>((data.to > 0 ? data.to - data.from : data.blocks - data.from) *
                                                       data.block_bytes)
                           : -1;
    return {.id = std::move(id),
            .scope = planning_.scope,
            .tables = {relation.table.name()},
            .data = Cursor{data}.bytes(),
            .est_rows = data.rows,
            .est_bytes = bytes};
  }

  Planning const& planning_;
  PlanRequest const& request_;
  Measures measures_;
  std::vector<Split> splits_;
};

}  // namespace

Result<std::vector<Split>> plan_splits(Planning const& planning, PlanRequest const& request) {
  return Planner{planning, request}.run();
}

}  // namespace oar::postgresql::source
