#include "unit/sync/fake_source.hpp"

#include <algorithm>
#include <cstring>
#include <deque>
#include <optional>

namespace oar::test {
namespace {

std::string_view view(oar_str text) { return {text.data, static_cast<std::size_t>(text.size)}; }
std::string text_of(oar_bytes bytes) {
  return {reinterpret_cast<char const*>(bytes.data), static_cast<std::size_t>(bytes.size)};
}
oar_str str(std::string const& text) { return {text.data(), text.size()}; }
oar_bytes bytes(std::string const& text) { return {reinterpret_cast<std::uint8_t const*>(text.data()), text.size()}; }

oar_status failed(oar_error* error, oar_status code, std::string const& message, bool retryable,
                  std::int64_t retry_after_ms = 0) {
  error->code = code;
  error->flags = retryable ? std::uint32_t{OAR_ERR_RETRYABLE} : 0U;
  error->retry_after_ms = retry_after_ms;
  error->vendor_code[0] = '\0';
  std::strncpy(error->message, message.c_str(), sizeof error->message - 1);
  error->message[sizeof error->message - 1] = '\0';
  return code;
}

oar_buf buffer(std::string const& text) {
  oar_buf out{};
  auto* copy = new std::string{text};
  out.data = reinterpret_cast<std::uint8_t const*>(copy->data());
  out.size = copy->size();
  out.private_data = copy;
  out.release = [](oar_buf* self) {
    delete static_cast<std::string*>(self->private_data);
    *self = oar_buf{};
  };
  return out;
}

Table const& table_named(std::vector<Table> const& tables, std::string const& name) {
  return *std::find_if(tables.begin(), tables.end(), [&](Table const& table) { return table.name() == name; });
}

OwnedArray batch_of(Table const& table, Step const& step) {
  Rows batch{table};
  for (std::int64_t id = step.from; id <= step.to; ++id) {
    for (std::size_t i = 0; i < table.columns().size(); ++i) {
      Column& column = batch.column(i);
      if (table.columns()[i].type.kind == Kind::int64) {
        (void)append_value(column, table.columns()[i].name == "parent" ? step.from : id);
      } else {
        (void)append_value(column, step.text);
      }
    }
    batch.add_rows(1);
  }
  return batch.finish();
}

OwnedArray keys_of(Step const& step) {
  Table table{"keys"};
  table.key("id", Type::int64);
  return batch_of(table, step);
}

// A split as the ABI has it, with its texts.
struct RawSplit {
  FakeSplit const* of;
  std::string descriptor, start;
  std::vector<oar_str> tables;
  oar_split raw{};

  RawSplit(FakeSplit const& split, std::vector<std::string> const& wanted, std::string cursor)
      : of{&split}, descriptor{split.id}, start{std::move(cursor)} {
    for (std::string const& table : split.tables) {
      if (std::find(wanted.begin(), wanted.end(), table) != wanted.end()) tables.push_back(str(table));
    }
    raw.struct_size = sizeof raw;
    raw.flags = split.flags;
    raw.split_id = str(split.id);
    raw.scope = str(split.scope);
    raw.descriptor = bytes(descriptor);
    raw.start_cursor = bytes(start);
    raw.n_tables = tables.size();
    raw.tables = tables.data();
    raw.est_rows = -1;
    raw.est_bytes = -1;
  }
};

struct FakePlan {
  oar_plan raw{};
  std::deque<RawSplit> splits;
};

struct FakeCatalog {
  oar_catalog raw{};
  std::vector<Table> tables;
};

}  // namespace

struct FakeScan {
  oar_scan raw{};
  FakeSource* source;
  FakeSplit* split;
  std::size_t step;
  std::vector<Table> tables;  // by layout
  std::size_t declared = 0;
  std::atomic<bool> cancelled = false;
  std::optional<RawSplit> found;

  std::uint32_t layout_of(std::string const& table) const {
    for (std::size_t i = tables.size(); i-- > 0;) {
      if (tables[i].name() == table) return static_cast<std::uint32_t>(i);
    }
    return 99;
  }
  oar_status next(oar_message* message, oar_error* error);
  oar_status obey(Step& now, oar_message* message, oar_error* error);
};

oar_status FakeScan::next(oar_message* message, oar_error* error) {
  if (cancelled) return failed(error, OAR_E_CANCELLED, "cancelled", false);
  if (declared < tables.size()) {
    message->kind = OAR_MSG_TABLE;
    message->table = static_cast<std::uint32_t>(declared);
    tables[declared++].to_schema().move_to(&message->schema);
    return OAR_OK;
  }
  if (step >= split->steps.size()) {
    message->kind = OAR_MSG_END;
    if (split->end_cursor) message->cursor = buffer(std::to_string(step));
    return OAR_OK;
  }
  return obey(split->steps[step], message, error);
}

oar_status FakeScan::obey(Step& now, oar_message* message, oar_error* error) {
  message->kind = OAR_MSG_NONE;
  message->table = now.table.empty() ? now.layout : layout_of(now.table);
  switch (now.kind) {
    case Step::Kind::rows:
      message->kind = OAR_MSG_BATCH;
      batch_of(tables.at(message->table), now).move_to(&message->batch);
      break;
    case Step::Kind::keys:
      message->kind = OAR_MSG_DELETE;
      keys_of(now).move_to(&message->batch);
      break;
    case Step::Kind::checkpoint:
      message->kind = OAR_MSG_CHECKPOINT;
      message->cursor = buffer(std::to_string(step + 1));
      break;
    case Step::Kind::declare: {
      Table wider = tables.at(message->table);
      wider.column("more", Type::text);
      tables.push_back(wider);
      break;
    }
    case Step::Kind::table_error:
      message->kind = OAR_MSG_TABLE_ERROR;
      failed(error, now.status, now.text, now.retryable);
      break;
    case Step::Kind::fail:
      if (now.times-- > 0) return failed(error, now.status, now.text, now.retryable, now.retry_after_ms);
      break;
    case Step::Kind::kind:
      message->kind = now.raw_kind;
      if (now.raw_kind == OAR_MSG_BATCH) batch_of(tables.front(), {.from = 1, .to = 1}).move_to(&message->batch);
      break;
    case Step::Kind::for_ever: {
      message->kind = now.raw_kind;
      std::lock_guard const lock{source->mutex_};
      ++source->seen_.empty_messages;
      return OAR_OK;
    }
    case Step::Kind::gate:
      now.door->pass(cancelled);
      break;
    case Step::Kind::found:
      message->kind = OAR_MSG_SPLIT;
      found.emplace(source->split(now.split), now.tables, "");
      message->split = &found->raw;
      break;
  }
  if (cancelled) return failed(error, OAR_E_CANCELLED, "cancelled", false);
  ++step;
  return OAR_OK;
}

struct FakeSourceCalls {
  static FakeSource& of(oar_plugin* plugin) { return *static_cast<FakeSource*>(plugin->self); }

  static oar_status discover(oar_plugin* plugin, oar_str, oar_catalog** out, oar_error* error) {
    FakeSource& self = of(plugin);
    if (self.unreachable) return failed(error, OAR_E_IO, "no such host", false);
    if (self.busy_discovers > 0) return --self.busy_discovers, failed(error, OAR_E_IO, "busy", true);
    auto* catalog = new FakeCatalog{.tables = self.tables};
    catalog->raw.struct_size = sizeof(oar_catalog);
    catalog->raw.self = catalog;
    catalog->raw.count = catalog->tables.size();
    catalog->raw.table = [](oar_catalog* raw, std::uint64_t i, ArrowSchema* schema, oar_error*) -> oar_status {
      static_cast<FakeCatalog*>(raw->self)->tables[i].to_schema().move_to(schema);
      return OAR_OK;
    };
    catalog->raw.release = [](oar_catalog* raw) { delete static_cast<FakeCatalog*>(raw->self); };
    *out = &catalog->raw;
    return OAR_OK;
  }

  static oar_status plan(oar_plugin* plugin, oar_plan_options const* options, oar_plan** out, oar_error* error) {
    FakeSource& self = of(plugin);
    if (self.busy_plans > 0) return --self.busy_plans, failed(error, OAR_E_IO, "busy", true);
    std::map<std::string, std::string> states;
    for (std::uint64_t i = 0; i < options->n_states; ++i)
      states[std::string{view(options->states[i]->split_id)}] = text_of(options->states[i]->cursor);
    std::vector<std::string> wanted;
    for (std::uint64_t i = 0; i < options->n_selected; ++i) wanted.emplace_back(view(options->selected[i]->table));
    auto* plan = new FakePlan;
    for (FakeSplit const& split : self.splits) {
      bool again = false;
      for (std::uint64_t i = 0; i < options->n_found; ++i)
        again = again || view(options->found[i]->split_id) == split.id;
      if (!split.planned && !again) continue;
      plan->splits.emplace_back(split, wanted, states.contains(split.id) ? states[split.id] : "");
    }
    plan->raw.struct_size = sizeof(oar_plan);
    plan->raw.self = plan;
    plan->raw.count = plan->splits.size();
    plan->raw.split = [](oar_plan* raw, std::uint64_t i) -> oar_split const* {
      return &static_cast<FakePlan*>(raw->self)->splits[i].raw;
    };
    plan->raw.release = [](oar_plan* raw) { delete static_cast<FakePlan*>(raw->self); };
    *out = &plan->raw;
    std::lock_guard const lock{self.mutex_};
    self.seen_.plans.push_back(std::move(states));
    return OAR_OK;
  }

  static oar_status open_scan(oar_plugin* plugin, oar_bytes descriptor, oar_bytes cursor, oar_scan_options const*,
                              oar_scan** out, oar_error*) {
    FakeSource& self = of(plugin);
    std::string const from = text_of(cursor);
    auto* scan = new FakeScan;
    scan->source = &self;
    scan->split = &self.split(text_of(descriptor));
    scan->step = from.empty() || scan->split->starts_anew ? 0 : static_cast<std::size_t>(std::stoul(from));
    for (std::string const& table : scan->split->tables) scan->tables.push_back(table_named(self.tables, table));
    scan->raw.struct_size = sizeof(oar_scan);
    scan->raw.self = scan;
    scan->raw.next = [](oar_scan* raw, std::int64_t, oar_message* message, oar_error* error) {
      return static_cast<FakeScan*>(raw->self)->next(message, error);
    };
    scan->raw.committed = &committed;
    scan->raw.cancel = &cancel;
    scan->raw.close = &close;
    *out = &scan->raw;
    std::lock_guard const lock{self.mutex_};
    self.seen_.scans.emplace_back(scan->split->id, from);
    ++self.seen_.open_scans;
    return OAR_OK;
  }

  static void committed(oar_scan* raw, oar_bytes cursor) {
    auto* scan = static_cast<FakeScan*>(raw->self);
    std::lock_guard const lock{scan->source->mutex_};
    scan->source->seen_.acknowledged.emplace_back(scan->split->id, text_of(cursor));
  }
  static void cancel(oar_scan* raw) {
    auto* scan = static_cast<FakeScan*>(raw->self);
    scan->cancelled = true;
    for (Step& step : scan->split->steps) {
      if (step.door) step.door->wake();
    }
  }
  static void close(oar_scan* raw) {
    auto* scan = static_cast<FakeScan*>(raw->self);
    {
      std::lock_guard const lock{scan->source->mutex_};
      --scan->source->seen_.open_scans;
    }
    delete scan;
  }
};

FakeSource::FakeSource() {
  plugin_.struct_size = sizeof plugin_;
  plugin_.self = this;
  api_.struct_size = sizeof api_;
  api_.discover = &FakeSourceCalls::discover;
  api_.plan = &FakeSourceCalls::plan;
  api_.open_scan = &FakeSourceCalls::open_scan;
}

FakeSplit& FakeSource::split(std::string const& id) {
  return *std::find_if(splits.begin(), splits.end(), [&](FakeSplit const& split) { return split.id == id; });
}

FakeSource::Seen FakeSource::seen() const {
  std::lock_guard const lock{mutex_};
  return seen_;
}

}  // namespace oar::test
