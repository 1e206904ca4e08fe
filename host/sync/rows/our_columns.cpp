#include "host/sync/rows/our_columns.hpp"

#include <oar/abi/message.h>

#include <algorithm>
#include <optional>
#include <variant>

#include "host/sync/rows/constant_column.hpp"
#include "host/sync/rows/hold_tree.hpp"
#include "host/sync/rows/row_id.hpp"
#include "host/sync/rows/table_metadata.hpp"

namespace oar::sync {
namespace {

constexpr std::string_view delivered_id = "_oar_id";
constexpr std::string_view delivered_parent_id = "_oar_parent_id";

// Ids that one batch needs, and where they come from.
struct KeyedIds {
  RowIds ids;
};
struct ParentIds {
  RowIds ids;
};
struct RandomIds {};
struct Delivered {
  std::size_t column;  // in the source's batch
};

struct OurColumn {
  std::string name;  // with prefix
  std::variant<ConstantColumn, KeyedIds, ParentIds, RandomIds, Delivered> values;
  std::string_view format;
  std::string_view description;
  bool nullable = false;
};

// What the nodes of one batch of ours point at.
struct Lent final : Held {
  struct Ids {
    std::vector<Uuid> values;
    std::vector<std::uint8_t> valid;  // empty = all
    std::int64_t nulls = 0;
    void const* buffers[2] = {nullptr, nullptr};
  };
  OwnedArray batch;
  std::vector<std::shared_ptr<ConstantRows const>> constants;
  std::vector<std::unique_ptr<Ids>> ids;
};

bool is_uuid(ColumnInfo const& column) { return column.format == "w:16" && column.extension == OAR_EXTENSION_UUID; }

Result<std::optional<std::size_t>> find_delivered(TableInfo const& table, std::string_view name) {
  auto const place = table.column(name);
  if (!place) return std::optional<std::size_t>{};
  if (!is_uuid(table.columns[*place]) || (*table.layout)->children[*place]->dictionary)
    return misbehaved("table ", table.name, ": column ", name, " must be an oar.uuid on \"w:16\"");
  return place;
}

// The child's columns in the order of the parent's key; nothing when they do not cover it.
std::vector<std::size_t> parent_key_columns(TableInfo const& table, TableInfo const& parent) {
  std::vector<std::size_t> columns;
  for (auto const& key : parent.primary_key) {
    auto const mapped = std::ranges::find(table.parent_key, key, &std::pair<std::string, std::string>::second);
    if (mapped == table.parent_key.end()) return {};
    columns.push_back(*table.column(mapped->first));
  }
  return columns;
}

Result<OurColumn> id_column(TableInfo const& table, std::string name) {
  OurColumn column{std::move(name), RandomIds{}, "w:16", "Identifies the row", false};
  if (table.has_key()) {
    std::vector<std::size_t> key;
    for (auto const& part : table.primary_key) key.push_back(*table.column(part));
    column.values = KeyedIds{OAR_TRY(RowIds::make(table.name, **table.layout, key))};
    return column;
  }
  auto const delivered = OAR_TRY(find_delivered(table, delivered_id));
  if (delivered) column.values = Delivered{*delivered};
  return column;
}

Result<OurColumn> parent_id_column(TableInfo const& table, TableInfo const* parent, std::string name) {
  OurColumn column{std::move(name), RandomIds{}, "w:16", "The row of the parent table that this row belongs to", true};
  auto const key = parent ? parent_key_columns(table, *parent) : std::vector<std::size_t>{};
  if (!key.empty()) {
    column.values = ParentIds{OAR_TRY(RowIds::make(parent->name, **table.layout, key))};
    return column;
  }
  auto const delivered = OAR_TRY(find_delivered(table, delivered_parent_id));
  if (!delivered)
    return misbehaved("table ", table.name, " neither maps the whole key of its parent ", table.parent, " (",
                      OAR_META_PARENT_KEY, ") nor delivers ", delivered_parent_id);
  column.values = Delivered{*delivered};
  return column;
}

// A source may always deliver these two where we cannot know them; without ids they are left out.
std::vector<std::size_t> left_out(TableInfo const& table, TableInfo const* parent) {
  std::vector<std::size_t> columns;
  auto const id = table.has_key() ? std::nullopt : table.column(delivered_id);
  if (id) columns.push_back(*id);
  auto const mapped = parent && !parent_key_columns(table, *parent).empty();
  auto const parent_id = mapped || table.parent.empty() ? std::nullopt : table.column(delivered_parent_id);
  if (parent_id) columns.push_back(*parent_id);
  return columns;
}

OwnedSchema schema_of(OurColumn const& column) {
  Metadata metadata{{OAR_META_DESCRIPTION, std::string{column.description}}};
  if (column.format == "w:16") metadata.emplace_back(OAR_META_EXTENSION, OAR_EXTENSION_UUID);
  return make_schema(column.format, column.name, metadata, column.nullable ? ARROW_FLAG_NULLABLE : 0);
}

void lend(ArrowArray* node, std::int64_t rows, std::int64_t n_buffers, void const* const* buffers) {
  node->length = rows;
  node->n_buffers = n_buffers;
  node->buffers = const_cast<void const**>(buffers);
}

}  // namespace

struct OurColumns::State {
  TableInfo table;
  std::vector<OurColumn> ours;
  std::vector<std::size_t> theirs;  // the source's columns that follow

  Result<void> add_columns(TableInfo const* parent, bool is_parent, OurOptions const& options);
  Result<void> refuse_collisions() const;
  void keep_theirs(TableInfo const* parent);

  struct Fill;
};

Result<void> OurColumns::State::add_columns(TableInfo const* parent, bool is_parent, OurOptions const& options) {
  if (options.provenance == Provenance::none) return {};
  auto const& prefix = options.prefix;
  ours.push_back({prefix + "source", ConstantColumn{options.source}, "u", "The source that delivered the row"});
  ours.push_back({prefix + "scope", ConstantColumn{options.scope}, "u", "The part of the source that the row is from"});
  ours.push_back({prefix + "sync_time", ConstantColumn{options.sync_time_us}, "tsu:UTC",
                  "When the sync that wrote the row started"});
  if (options.provenance == Provenance::minimal) return {};
  auto const is_child = !table.parent.empty();
  if (is_parent || is_child || !table.has_key()) ours.push_back(OAR_TRY(id_column(table, prefix + "id")));
  if (is_child) ours.push_back(OAR_TRY(parent_id_column(table, parent, prefix + "parent_id")));
  return {};
}

void OurColumns::State::keep_theirs(TableInfo const* parent) {
  auto const out = left_out(table, parent);
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (std::ranges::find(out, i) == out.end()) theirs.push_back(i);
}

Result<void> OurColumns::State::refuse_collisions() const {
  for (auto const i : theirs)
    for (auto const& column : ours)
      if (column.name == table.columns[i].name)
        return Error::of(
            Errc::schema, "table ", table.name, ": column '", column.name,
            "' of the source has the name of a column of Oarlock's: set another column_prefix, or skip it");
  return {};
}

// Gives one batch its columns of ours.
struct OurColumns::State::Fill {
  Lent& lent;
  ArrowArray const& batch;
  ArrowArray* node;
  HoldTree& tree;

  Result<void> operator()(ConstantColumn& column) const {
    auto rows = OAR_TRY(column.rows(batch.length));
    lend(node, batch.length, column.n_buffers(), rows->buffers);
    lent.constants.push_back(std::move(rows));
    return {};
  }

  Result<void> operator()(KeyedIds const& keyed) const {
    auto& ids = start();
    OAR_TRY(keyed.ids.compute(batch, ids.values.data()));
    return finish(ids);
  }

  Result<void> operator()(ParentIds const& keyed) const {
    auto& ids = start();
    ids.valid.resize(ids.values.size() / 8 + 1);
    ids.nulls = OAR_TRY(keyed.ids.compute_nullable(batch, ids.values.data(), ids.valid.data()));
    ids.buffers[0] = ids.nulls > 0 ? ids.valid.data() : nullptr;
    return finish(ids);
  }

  Result<void> operator()(RandomIds const&) const {
    auto& ids = start();
    random_ids(ids.values.data(), batch.length);
    return finish(ids);
  }

  Result<void> operator()(Delivered const& delivered) const {
    tree.copy_rows(*batch.children[delivered.column], batch.offset, batch.length, node);
    return {};
  }

 private:
  Lent::Ids& start() const {
    auto& ids = *lent.ids.emplace_back(std::make_unique<Lent::Ids>());
    ids.values.resize(static_cast<std::size_t>(batch.length));
    return ids;
  }

  Result<void> finish(Lent::Ids& ids) const {
    ids.buffers[1] = ids.values.data();
    lend(node, batch.length, 2, ids.buffers);
    node->null_count = ids.nulls;
    return {};
  }
};

Result<OurColumns> OurColumns::make(TableInfo const& table, TableInfo const* parent, bool is_parent,
                                    OurOptions options) {
  auto state = std::make_unique<State>();
  state->table = table;
  OAR_TRY(state->add_columns(parent, is_parent, options));
  state->keep_theirs(parent);
  OAR_TRY(state->refuse_collisions());
  return OurColumns{std::move(state)};
}

OurColumns::OurColumns(std::unique_ptr<State> state) : state_{std::move(state)} {}
OurColumns::OurColumns(OurColumns&&) noexcept = default;
OurColumns& OurColumns::operator=(OurColumns&&) noexcept = default;
OurColumns::~OurColumns() = default;

OwnedSchema OurColumns::schema(PrimaryKey use) const {
  auto const& layout = **state_->table.layout;
  auto metadata = decode_metadata(layout.metadata);
  if (use == PrimaryKey::drop)
    std::erase_if(metadata, [](auto const& pair) { return pair.first == OAR_META_PRIMARY_KEY; });
  std::vector<OwnedSchema> columns;
  for (auto const& column : state_->ours) columns.push_back(schema_of(column));
  for (auto const i : state_->theirs) columns.push_back(copy_schema(*layout.children[i]));
  return make_schema("+s", layout.name ? layout.name : "", metadata, layout.flags, std::move(columns));
}

Result<OwnedArray> OurColumns::add_to(OwnedArray batch) {
  auto* const lent = new Lent;
  lent->batch = std::move(batch);
  auto const& from = *lent->batch;
  // Delivered ids stand in for nodes of theirs, so this is enough for either.
  HoldTree tree{*lent, static_cast<std::int64_t>(state_->ours.size()) + nodes_below(from)};
  lent->drop();  // from here on the tree holds it

  OwnedArray out;
  auto const first = state_->ours.size();
  tree.start_root(out.get(), from.length, static_cast<std::int64_t>(first + state_->theirs.size()));
  for (std::size_t i = 0; i < first; ++i)
    OAR_TRY(std::visit(State::Fill{*lent, from, out->children[i], tree}, state_->ours[i].values));
  for (std::size_t i = 0; i < state_->theirs.size(); ++i)
    tree.copy_rows(*from.children[state_->theirs[i]], from.offset, from.length, out->children[first + i]);
  return out;
}

}  // namespace oar::sync
