#include "source.hpp"

#include <algorithm>
#include <cstring>

#include "arrow_check.hpp"
#include "values.hpp"

namespace conformance {
namespace {

std::string copy_of(oar_str text) { return std::string{view(text)}; }
std::string copy_of(oar_bytes bytes) { return std::string{view(bytes)}; }

struct CatalogRelease {
  void operator()(oar_catalog* catalog) const { catalog->release(catalog); }
};

}  // namespace

std::vector<Offer> discover(Instance& instance) {
  constexpr std::string_view rule = "source.discover";
  oar_catalog* raw = nullptr;
  must(rule, instance.source().discover(instance.get(), borrow("{}"), &raw, instance.error.get()), instance.error,
       "discover");
  std::unique_ptr<oar_catalog, CatalogRelease> const catalog{raw};
  std::vector<Offer> offers;
  for (std::uint64_t i = 0; i < catalog->count; ++i) {
    ArrowSchema schema{};
    must(rule, catalog->table(raw, i, &schema, instance.error.get()), instance.error, joined("table ", i));
    auto owned = std::make_shared<oar::OwnedSchema>(schema);
    expect_of(rule, schema.release != nullptr, "table ", i, " is a schema that is released already");
    auto table = oar::Table::from_schema(**owned);
    expect_of("source.catalog.schemas", static_cast<bool>(table), "table ", i, ": ",
              table ? "" : table.error().message());
    offers.push_back({std::move(owned), *std::move(table)});
  }
  return offers;
}

Piece copy_of(oar_split const& split) {
  Piece piece{
      copy_of(split.split_id), copy_of(split.scope), copy_of(split.descriptor), copy_of(split.start_cursor), {}};
  for (std::uint64_t i = 0; i < split.n_tables; ++i) piece.tables.push_back(copy_of(split.tables[i]));
  return piece;
}

std::vector<Wish> all_of(std::vector<Offer> const& offers) {
  std::vector<Wish> wishes;
  for (auto const& offer : offers) {
    auto const& modes = offer.table.read_modes();
    wishes.push_back({offer.table.name(), modes.empty() ? OAR_READ_FULL : static_cast<std::int32_t>(modes.front())});
  }
  return wishes;
}

Plan::Plan(Instance& instance, std::vector<Wish> const& wishes, std::vector<Saved> const& saved) {
  constexpr std::string_view rule = "source.plan";
  std::vector<std::vector<oar_str>> columns;
  std::vector<oar_selection> selections;
  std::vector<oar_selection const*> selected;
  for (auto const& wish : wishes) {
    auto& names = columns.emplace_back();
    for (auto const& column : wish.columns) names.push_back(borrow(column));
    selections.push_back(
        {sizeof(oar_selection), 0, borrow(wish.table), wish.mode, 0, names.size(), names.data(), {}, 0});
  }
  for (auto const& one : selections) selected.push_back(&one);
  std::vector<oar_state> stored;
  std::vector<oar_state const*> states;
  for (auto const& one : saved)
    stored.push_back({sizeof(oar_state), 0, borrow(one.split_id), 1, borrow_bytes(one.cursor)});
  for (auto const& one : stored) states.push_back(&one);
  oar_plan_options options{};
  options.struct_size = sizeof options;
  options.want_splits = 4;
  options.reader = borrow("conformance");
  options.n_selected = selected.size();
  options.selected = selected.data();
  options.n_states = states.size();
  options.states = states.data();
  must(rule, instance.source().plan(instance.get(), &options, &plan_, instance.error.get()), instance.error, "plan");
  for (std::uint64_t i = 0; i < plan_->count; ++i) {
    auto const* split = plan_->split(plan_, i);
    expect_of(rule, split != nullptr, "split ", i, " is NULL");
    pieces.push_back(copy_of(*split));
  }
}

void Plan::release() {
  if (plan_) plan_->release(plan_);
  plan_ = nullptr;
}

Scan::Scan(Instance& instance, Piece const& piece, std::string_view cursor, std::uint64_t batch_rows) {
  oar_scan_options options{};
  options.struct_size = sizeof options;
  options.host = host_.get();
  options.max_batch_rows = batch_rows;
  options.max_batch_bytes = 4 << 20;
  options.prefetch_bytes = 16 << 20;
  auto const status = instance.source().open_scan(instance.get(), borrow_bytes(piece.descriptor), borrow_bytes(cursor),
                                                  &options, &scan_, error_.get());
  must(cursor.empty() ? "source.scan" : "source.resume.no-gap", status, error_,
       joined("open_scan of split ", piece.id, cursor.empty() ? "" : " from a cursor of its own"));
}

void Scan::close() {
  if (scan_) scan_->close(scan_);
  scan_ = nullptr;
}

Message Scan::next(std::int64_t timeout_ms) {
  struct {
    oar_message now{};
    unsigned char later[64];
  } room;
  std::memset(room.later, 0xA5, sizeof room.later);
  room.now.struct_size = sizeof room;
  Message out;
  out.status = scan_->next(scan_, timeout_ms, &room.now, error_.get());
  untouched_ = untouched_ && room.now.struct_size == sizeof room &&
               std::all_of(std::begin(room.later), std::end(room.later), [](auto byte) { return byte == 0xA5; });
  if (out.status != OAR_OK) return out;
  out.kind = room.now.kind;
  out.table = room.now.table;
  out.schema = oar::OwnedSchema{room.now.schema};
  out.batch = oar::OwnedArray{room.now.batch};
  out.cursor = copy_of(oar_bytes{room.now.cursor.data, room.now.cursor.size});
  if (room.now.cursor.release) room.now.cursor.release(&room.now.cursor);
  if (room.now.split) out.found = conformance::copy_of(*room.now.split);
  return out;
}

namespace {

constexpr std::string_view order_rule = "source.scan.messages";

// The columns that the table has in the catalog, in that order; none is new, none has another type.
void check_declared(oar::Table const& declared, oar::Table const& offered) {
  constexpr std::string_view rule = "source.scan.layouts";
  std::size_t last = 0;
  for (auto const& field : declared.columns()) {
    auto const at = offered.index_of(field.name);
    expect_of(rule, at.has_value(), "table ", declared.name(), " came with a column ", field.name,
              " that discover() did not name");
    auto const& wanted = offered.columns()[*at];
    expect_of(rule, wanted.type == field.type, "table ", declared.name(), ", column ", field.name, ": discover() said ",
              oar::describe(wanted.type), ", the scan ", oar::describe(field.type));
    expect_of(rule, wanted.nullable == field.nullable, "table ", declared.name(), ", column ", field.name,
              ": discover() and the scan disagree whether it may be NULL");
    expect_of(rule, *at >= last, "table ", declared.name(), ": its columns came in another order than discover()'s");
    last = *at;
  }
  expect_of(rule, declared.primary_key() == offered.primary_key(), "table ", declared.name(),
            ": discover() and the scan disagree about the primary key");
}

void check_required(oar::Batch const& batch) {
  auto const& table = batch.table();
  for (std::size_t i = 0; i < table.columns().size(); ++i) {
    auto const& field = table.columns()[i];
    auto const& key = table.primary_key();
    auto const in_key = std::find(key.begin(), key.end(), field.name) != key.end();
    if (field.nullable && !in_key) continue;
    for (std::int64_t row = 0; row < batch.rows(); ++row)
      expect_of(in_key ? "source.keys.not-null" : "source.rows.not-null", !batch.column(i).is_null(row), "table ",
                table.name(), ", column ", field.name, in_key ? " of the key" : ", which is declared without NULLs",
                ": a row has NULL");
  }
}

}  // namespace

Listener::Layout const& Listener::layout_of(Message const& message) const {
  expect_of(order_rule, message.table < layouts_.size(), "a message names layout ", message.table, ", of which ",
            layouts_.size(), " are declared");
  return layouts_[message.table];
}

void Listener::declare(Message& message) {
  expect_of(order_rule, static_cast<bool>(message.schema), "OAR_MSG_TABLE without a schema");
  expect_of(order_rule, message.table == layouts_.size(), "layout ", message.table, " is declared after ",
            layouts_.size(), " others: indices count up from 0");
  auto table = oar::Table::from_schema(*message.schema);
  expect_of("source.scan.layouts", static_cast<bool>(table), table ? "" : table.error().message());
  auto const offer =
      std::find_if(offers_.begin(), offers_.end(), [&](Offer const& one) { return one.table.name() == table->name(); });
  expect_of("source.scan.layouts", offer != offers_.end(), "a scan declared table ", table->name(),
            ", which discover() did not offer");
  check_declared(*table, offer->table);
  layouts_.push_back({std::move(message.schema), *std::move(table)});
}

void Listener::add(Message& message) {
  auto const& layout = layout_of(message);
  expect_of(order_rule, static_cast<bool>(message.batch), "OAR_MSG_BATCH without a batch");
  auto const where = "table " + layout.table.name() + ": ";
  if (auto const fault = fault_of(*layout.schema, *message.batch)) throw Broken{"source.rows.valid", where + *fault};
  if (auto const fault = misspelled_value(*layout.schema, *message.batch))
    throw Broken{"source.rows.spelling", where + *fault};
  auto const batch = oar::Batch::make(layout.table, std::move(message.batch));
  expect_of("source.rows.valid", static_cast<bool>(batch), where, batch ? "" : batch.error().message());
  check_required(*batch);
  auto& rows = reading_.rows[layout.table.name()];
  for (std::int64_t row = 0; row < batch->rows(); ++row)
    rows.push_back({exact_key(*batch, layout.table.primary_key(), row), exact_row(*batch, row)});
}

void Listener::mark(Message& message) {
  Mark mark{std::move(message.cursor), {}, reading_.found.size(), message.kind == OAR_MSG_END};
  for (auto const& [table, rows] : reading_.rows) mark.rows[table] = rows.size();
  reading_.marks.push_back(std::move(mark));
}

bool Listener::hear(Message message) {
  expect_of(order_rule, !ended_, "a message after OAR_MSG_END");
  switch (message.kind) {
    case OAR_MSG_TABLE:
      declare(message);
      return true;
    case OAR_MSG_BATCH:
      add(message);
      return true;
    case OAR_MSG_CHECKPOINT:
      expect_of(order_rule, !message.cursor.empty(), "a checkpoint without a cursor");
      mark(message);
      return true;
    case OAR_MSG_END:
      mark(message);
      ended_ = true;
      return false;
    case OAR_MSG_SPLIT:
      expect_of(order_rule, message.found.has_value(), "OAR_MSG_SPLIT without a split");
      reading_.found.push_back(*std::move(message.found));
      return true;
    case OAR_MSG_TABLE_ERROR:
      throw Broken{"source.scan", "table " + layout_of(message).table.name() + " could not be read"};
    case OAR_MSG_NONE:
    case OAR_MSG_DELETE:
      return true;
    default:
      expect_of(order_rule, message.kind >= OAR_MSG_HINTS, "a message of unknown kind ", message.kind);
      return true;
  }
}

Reading read_piece(Instance& instance, std::vector<Offer> const& offers, Piece const& piece, std::string_view cursor,
                   std::uint64_t batch_rows) {
  Scan scan{instance, piece, cursor, batch_rows};
  Listener listener{offers};
  for (bool more = true; more;) {
    auto message = scan.next();
    expect_of(cursor.empty() ? "source.scan" : "source.resume.no-gap", message.status == OAR_OK, "next() of split ",
              piece.id, ": ", message.status == OAR_OK ? "" : scan.last_error(message.status));
    more = listener.hear(std::move(message));
  }
  return listener.take();
}

Rows read_all(Instance& instance, std::vector<Offer> const& offers, std::uint64_t batch_rows) {
  Plan const plan{instance, all_of(offers)};
  Rows all;
  auto pieces = plan.pieces;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    auto reading = read_piece(instance, offers, pieces[i], pieces[i].start, batch_rows);
    for (auto& [table, rows] : reading.rows)
      all[table].insert(all[table].end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
    for (auto& found : reading.found) pieces.push_back(std::move(found));
  }
  return all;
}

std::vector<std::string> whole_rows(std::vector<Row> const& rows) {
  std::vector<std::string> out;
  for (auto const& row : rows) out.push_back(row.all);
  return out;
}

}  // namespace conformance
