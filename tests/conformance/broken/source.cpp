// A source that keeps the whole contract, or breaks one rule of it: the one that OAR_BROKEN names.
//
// The SDK makes breaking rules hard, so most faults sit between it and the host.

#include <oar/source.hpp>

#include <atomic>
#include <cstdio>
#include <cstring>
#include <deque>

#include "fault.hpp"

namespace {

using broken::is;

struct Config {
  std::int64_t count = 120;
};
BOOST_DESCRIBE_STRUCT(Config, (), (count))
constexpr auto oar_settings(Config const*) {
  return std::to_array<oar::Setting>({{"count", "How many rows there are", R"({"minimum": 0})"}});
}

std::atomic<int> readings = 0;  // whole ones of 8192 rows a batch
std::atomic<int> open_scans = 0;
std::atomic<int> plans = 0;
std::atomic<int> discoveries = 0;
std::atomic<bool> orphaned = false;  // an instance ended while another one's scan was open

oar::Catalog tables() {
  oar::Table items{"items"};
  items.key("id", oar::Type::int64).column("name", oar::Type::text).required("note", oar::Type::text);
  items.column("extra", oar::Type::json).column("list", oar::Type::list(oar::Type::int64));
  items.incremental({is("cursor_column_missing") ? "nowhere" : "id"});
  if (is("two_columns_of_one_name")) items.column("name", oar::Type::text);
  oar::Table parts{"parts"};
  parts.key("item", oar::Type::int64).key("part", oar::Type::int32);
  parts.child_of("items", {{"item", is("parent_column_missing") ? "nowhere" : "id"}}).incremental({"item"});
  oar::Table plain{"plain"};
  plain.column("number", oar::Type::int64);
  oar::Table last{"last"};
  last.key("number", oar::Type::int64);
  return {items, parts, plain, last};
}

void add_item(oar::Rows& rows, std::int64_t id) {
  if (is("null_key") && id == 5)
    rows.column(0).append_null();
  else
    rows.column(0).append(is("key_twice") && id == 6 ? 5 : id);
  rows.column(1).append_bytes("item " + std::to_string(id) + (is("unstable") && readings > 1 && id == 7 ? "!" : ""));
  if (is("null_where_none_may_be") && id == 5)
    rows.column(2).append_null();
  else
    rows.column(2).append_bytes("n");
  rows.column(3).append_bytes(is("json_that_is_none") && id == 5 ? "{" : "{\"a\": 1}");
  rows.column(4).child(0).append(id);
  rows.column(4).close_list();
  if (is("two_columns_of_one_name")) rows.column(5).append_null();
  rows.add_rows(1);
}

class Reading final : public oar::Reader {
 public:
  Reading(std::vector<std::string> tables, std::int64_t last, std::int64_t end)
      : tables_{std::move(tables)}, last_{last}, end_{end}, resumed_{last > 0} {
    ++open_scans;
  }
  ~Reading() override { --open_scans; }

  oar::Result<oar::More> next(oar::Output& out) override {
    auto const size = out.limits().rows;
    if (last_ == 0 && size == 8192 && tables_.front() == "items") ++readings;
    while (last_ < end_ && !out.full()) {
      ++last_;
      if (is("scan_fails") && last_ == 50 && size == 100) return oar::Error::of(oar::Errc::io, "made to fail");
      if (lost(size)) continue;
      add(out);
    }
    out.checkpoint(last_);
    resumed_ = false;
    return last_ < end_ ? oar::More::yes : oar::More::no;
  }

 private:
  bool lost(std::uint64_t size) {
    auto const items = tables_.front() == "items";
    return (is("gap_after_a_checkpoint") && std::exchange(resumed_, false) && !items) ||
           (is("batch_size_matters") && size == 1 && last_ == 9) || (is("rows_missing") && last_ == 11) ||
           (is("side_by_side_loses") && open_scans > 2 && last_ == 12) || (is("instances_share") && orphaned && items);
  }

  void add(oar::Output& out) {
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      auto& rows = out.to(i);
      if (tables_[i] == "items")
        add_item(rows, last_);
      else if (tables_[i] != "parts")
        rows.row(last_);
      else if (last_ % 10 == 0)
        rows.row(last_, 1);
    }
  }

  std::vector<std::string> tables_;
  std::int64_t last_, end_;
  bool resumed_;
};

class Broken final : public oar::Source {
 public:
  using Config = ::Config;
  explicit Broken(Config config) : config_{config} {
    if (is("prints")) std::printf("hello, world\n");
  }
  ~Broken() override {
    if (open_scans > 0) orphaned = true;
  }

  oar::Result<oar::Catalog> discover() override { return tables(); }

  oar::Result<oar::Plan> plan(oar::PlanRequest const& request) override {
    ++plans;
    auto plan = OAR_TRY(Source::plan(request));
    auto& splits = plan.splits;
    if (is("forgets_a_table") && splits.size() > 1) splits.pop_back();
    if (is("other_split_ids") && plans > 1) splits.front().id += "!";
    if (is("child_apart")) {
      splits.push_back(splits.front());
      splits.back().id = "parts";
      splits.back().tables = {"parts"};
      splits.front().tables = {"items"};
    }
    if (is("plan_skips") && !splits.front().start.empty()) {
      auto const last = OAR_TRY(splits.front().start.value_or<std::int64_t>(0));
      splits.front().start = oar::Cursor{last + 1};
    }
    return plan;
  }

  oar::Result<std::unique_ptr<oar::Reader>> read(oar::Split const& split, oar::Cursor const& from) override {
    return std::make_unique<Reading>(split.tables, OAR_TRY(from.value_or<std::int64_t>(0)), config_.count);
  }

 private:
  Config config_;
};

using Role = oar::detail::SourceRole<Broken>;

// ---- between the SDK and the host ----

struct Wrapped {
  oar_scan inner{};
  bool from_cursor = false;
};

// Memory that is overwritten when the instance goes.
std::deque<std::vector<std::int64_t>>& borrowed() {
  static auto* const memory = new std::deque<std::vector<std::int64_t>>;
  return *memory;
}

void spoil_batch(ArrowArray& batch) {
  auto& name = *batch.children[batch.n_children > 1 ? 1 : 0];
  if (is("message_of_no_layout") || batch.n_children < 5) return;
  if (is("text_not_utf8")) *static_cast<char*>(const_cast<void*>(name.buffers[2])) = '\xff';
  if (is("offsets_backwards")) static_cast<std::int32_t*>(const_cast<void*>(name.buffers[1]))[name.offset] = 1'000;
  if (is("child_too_short")) --name.length;
  if (is("wrong_null_count")) name.null_count = 1;
  if (is("batches_borrow")) {
    auto& key = *batch.children[0];
    auto const* values = static_cast<std::int64_t const*>(key.buffers[1]);
    key.buffers[1] = borrowed().emplace_back(values, values + key.offset + key.length).data();
  }
}

oar_status OAR_CALL next(oar_scan* scan, std::int64_t timeout, oar_message* message, oar_error* error) {
  auto& wrapped = *static_cast<Wrapped*>(scan->self);
  auto const status = wrapped.inner.next(&wrapped.inner, timeout, message, error);
  if (status != OAR_OK) return is("cancel_is_an_error") && status == OAR_E_CANCELLED ? OAR_E_IO : status;
  if (message->kind == OAR_MSG_BATCH) spoil_batch(message->batch);
  if (is("message_of_no_layout") && message->kind == OAR_MSG_BATCH) message->table += 1;
  if (is("layout_differs") && message->kind == OAR_MSG_TABLE) message->schema.children[0]->name = "renamed";
  if (is("writes_behind")) reinterpret_cast<unsigned char*>(message)[sizeof(oar_message)] = 0;
  if (is("end_forgets") && message->kind == OAR_MSG_END && wrapped.from_cursor) message->cursor.size = 0;
  return status;
}

void OAR_CALL cancel(oar_scan* scan) {
  auto& inner = static_cast<Wrapped*>(scan->self)->inner;
  if (!is("cancel_does_nothing")) inner.cancel(&inner);
}
void OAR_CALL close(oar_scan* scan) {
  auto* const wrapped = static_cast<Wrapped*>(scan->self);
  wrapped->inner.close(&wrapped->inner);
  delete wrapped;
  delete scan;
}

oar_status OAR_CALL open_scan(oar_plugin* plugin, oar_bytes descriptor, oar_bytes cursor,
                              oar_scan_options const* options, oar_scan** out, oar_error* error) {
  oar_scan* inner = nullptr;
  auto const status = Role::open_scan(plugin, descriptor, cursor, options, &inner, error);
  if (status != OAR_OK) return status;
  auto* const wrapped = new Wrapped{*inner, cursor.size > 0};
  *out = new oar_scan{sizeof(oar_scan), 0, wrapped, next, nullptr, cancel, close};
  return OAR_OK;
}

oar_status OAR_CALL discover(oar_plugin* plugin, oar_str options, oar_catalog** out, oar_error* error) {
  auto const status = Role::discover(plugin, options, out, error);
  if (is("discover_fails")) return OAR_E_IO;
  if (is("discover_differs") && ++discoveries == 2) (*out)->count -= 1;
  return status;
}

oar_status OAR_CALL plan(oar_plugin* plugin, oar_plan_options const* options, oar_plan** out, oar_error* error) {
  std::deque<oar_selection> copies;
  std::vector<oar_selection const*> selected;
  for (std::uint64_t i = 0; i < options->n_selected; ++i) {
    copies.push_back(*options->selected[i]);
    if (is("all_columns")) copies.back().n_columns = 0;
    selected.push_back(&copies.back());
  }
  auto changed = *options;
  changed.selected = selected.data();
  return Role::plan(plugin, &changed, out, error);
}

// The text with one word changed.
oar_status OAR_CALL get_spec(oar_plugin*, oar_buf* out, oar_error*) {
  auto text = oar::json_schema<Config>();
  auto const replace = [&](std::string_view from, std::string_view to) {
    text.replace(text.find(from), from.size(), to);
  };
  if (is("spec_is_none")) replace("\"object\"", "\"objekt\"");
  if (is("spec_takes_anything")) replace("\"additionalProperties\":false", "\"additionalProperties\":true");
  if (is("spec_without_limits")) replace("\"minimum\":0", "\"minimum\":-9");
  if (is("spec_refuses_all"))
    replace("\"additionalProperties\":false", "\"additionalProperties\":false,\"required\":[\"nowhere\"]");
  oar::detail::give(std::move(text), out);
  return OAR_OK;
}

oar_status OAR_CALL test_connection(oar_plugin*, oar_buf* report, oar_error*) {
  oar::detail::give(is("report_is_no_object") ? "[]" : "{}", report);
  return OAR_OK;
}

void const* OAR_CALL get_extension(oar_plugin*, char const* id) {
  static constexpr oar_source source{sizeof source, 0, discover, plan, open_scan};
  if (is("any_extension")) return &source;
  return std::strcmp(id, OAR_SOURCE) == 0 && !is("no_source") ? &source : nullptr;
}

void(OAR_CALL* inner_destroy)(oar_plugin*) = nullptr;

void OAR_CALL destroy(oar_plugin* plugin) {
  for (auto& values : borrowed()) std::fill(values.begin(), values.end(), -1);
  inner_destroy(plugin);
}

oar_entry const* inner_entry() {
  return oar::detail::Entry<Role>::get({.id = "org.example.broken-source",
                                        .name = "broken-source",
                                        .version = "1.0.0",
                                        .summary = is("no_summary") ? "" : "Breaks one rule"});
}

oar_status OAR_CALL create(oar_host const* host, oar_str id, oar_plugin** out, oar_error* error) {
  auto const status =
      inner_entry()->create(host, is("any_id") ? oar::detail::borrow("org.example.broken-source") : id, out, error);
  if (status != OAR_OK && is("error_without_message")) error->message[0] = '\0';
  if (status != OAR_OK) return status;
  inner_destroy = (*out)->destroy;
  (*out)->destroy = destroy;
  (*out)->get_spec = get_spec;
  (*out)->test_connection = test_connection;
  (*out)->get_extension = get_extension;
  return OAR_OK;
}

}  // namespace

extern "C" OAR_EXPORT oar_entry const* OAR_CALL oar_plugin_entry_v1(oar_host const*, oar_error*) {
  static auto* const entries = new std::deque<oar_entry>;
  if (entries->empty() || is("another_entry")) entries->push_back(*inner_entry());
  entries->back().create = create;
  if (is("later_host_wanted")) entries->back().required_minor = 99;
  return &entries->back();
}
