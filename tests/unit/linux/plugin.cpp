// Loads linux.so with dlopen and drives it.
#include "plugin.hpp"

#include <oar/abi/host/log.h>
#include <oar/abi/source.h>

#include <catch2/catch.hpp>

#include <dlfcn.h>
#include <memory>

namespace machine::test {
namespace {

std::string_view view(oar_str text) { return text.size ? std::string_view{text.data, text.size} : std::string_view{}; }
oar_str str(std::string_view text) { return {text.data(), text.size()}; }
oar_bytes bytes(std::string_view text) { return {reinterpret_cast<std::uint8_t const*>(text.data()), text.size()}; }

oar_error no_error() {
  oar_error error{};
  error.struct_size = sizeof error;
  return error;
}

int32_t OAR_CALL log_enabled(oar_host const*, int32_t level) { return level >= OAR_LOG_WARN; }
void OAR_CALL log_line(oar_host const* host, int32_t, oar_str message, oar_str) {
  static_cast<Plugin*>(host->self)->warnings.emplace_back(view(message));
}
void const* OAR_CALL service(oar_host const*, char const* id) {
  static constexpr oar_host_log log{sizeof(oar_host_log), 0, log_enabled, log_line};
  return std::string_view{id} == OAR_HOST_LOG ? &log : nullptr;
}

oar_entry const* entry() {
  static oar_entry const* const loaded = [] {
    auto* const library = ::dlopen(OAR_PLUGINS "/linux.so", RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (!library) FAIL(::dlerror());
    auto const get = reinterpret_cast<oar_entry_fn>(::dlsym(library, "oar_plugin_entry_v1"));
    auto error = no_error();
    auto const* table = get(nullptr, &error);
    if (!table) FAIL(error.message);
    return table;
  }();
  return loaded;
}

struct Scan {
  oar_scan* scan;
  ~Scan() { scan->close(scan); }
};

}  // namespace

Plugin::Plugin(std::string const& config_json) {
  host_ = {sizeof host_, OAR_ABI_MAJOR, OAR_ABI_MINOR, 0, this, "test", "0", service};
  auto error = no_error();
  if (entry()->create(&host_, str(entry()->descriptor(0)->id), &plugin_, &error) != OAR_OK) FAIL(error.message);
  if (plugin_->configure(plugin_, str(config_json), &error) != OAR_OK) refused_ = error.message;
}

Plugin::~Plugin() { plugin_->destroy(plugin_); }

oar_source const* Plugin::source() const {
  return static_cast<oar_source const*>(plugin_->get_extension(plugin_, OAR_SOURCE));
}

std::vector<oar::Table> Plugin::discover() {
  auto error = no_error();
  oar_catalog* catalog = nullptr;
  if (source()->discover(plugin_, str("{}"), &catalog, &error) != OAR_OK) FAIL(error.message);
  std::vector<oar::Table> tables;
  for (std::uint64_t i = 0; i < catalog->count; ++i) {
    oar::OwnedSchema schema;
    if (catalog->table(catalog, i, schema.get(), &error) != OAR_OK) FAIL(error.message);
    auto table = oar::Table::from_schema(*schema);
    if (!table) FAIL(table.error().message());
    tables.push_back(*table);
  }
  catalog->release(catalog);
  return tables;
}

std::vector<PlannedSplit> Plugin::plan(std::vector<std::string> const& tables, std::string* why) {
  auto const all = discover();
  std::vector<oar_selection> selections;
  for (auto const& name : tables) {
    oar_selection selection{};
    selection.struct_size = sizeof selection;
    selection.table = str(name);
    selection.read_mode =
        static_cast<std::int32_t>(std::ranges::find(all, name, &oar::Table::name)->read_modes().front());
    selections.push_back(selection);
  }
  std::vector<oar_selection const*> pointers;
  for (auto const& selection : selections) pointers.push_back(&selection);
  oar_plan_options options{};
  options.struct_size = sizeof options;
  options.n_selected = pointers.size();
  options.selected = pointers.data();
  auto error = no_error();
  oar_plan* plan = nullptr;
  if (source()->plan(plugin_, &options, &plan, &error) != OAR_OK) {
    if (!why) FAIL(error.message);
    *why = error.message;
    return {};
  }
  std::vector<PlannedSplit> splits;
  for (std::uint64_t i = 0; i < plan->count; ++i) {
    auto const* split = plan->split(plan, i);
    std::string const descriptor{reinterpret_cast<char const*>(split->descriptor.data), split->descriptor.size};
    splits.push_back({std::string{view(split->split_id)}, std::string{view(split->scope)}, descriptor, {}});
    for (std::uint64_t t = 0; t < split->n_tables; ++t) splits.back().tables.emplace_back(view(split->tables[t]));
  }
  plan->release(plan);
  return splits;
}

Scanned Plugin::scan(PlannedSplit const& split, std::string const& cursor, std::uint64_t batch_rows) {
  oar_scan_options options{};
  options.struct_size = sizeof options;
  options.host = &host_;
  options.max_batch_rows = batch_rows;
  options.max_batch_bytes = 1 << 20;
  auto error = no_error();
  Scan scan{};
  Scanned scanned;
  if (source()->open_scan(plugin_, bytes(split.descriptor), bytes(cursor), &options, &scan.scan, &error) != OAR_OK)
    FAIL(split.id << ": " << error.message);
  std::map<std::uint32_t, std::string> names;
  while (true) {
    oar_message message{};
    message.struct_size = sizeof message;
    if (scan.scan->next(scan.scan, -1, &message, &error) != OAR_OK) {
      scanned.error = error.message;
      return scanned;
    }
    auto const schema = oar::OwnedSchema::from(&message.schema);
    auto const batch = oar::OwnedArray::from(&message.batch);
    if (message.kind == OAR_MSG_TABLE) names[message.table] = oar::Table::from_schema(*schema)->name();
    if (message.kind == OAR_MSG_BATCH) {
      scanned.rows[names.at(message.table)] += batch->length;
      ++scanned.batches[names.at(message.table)];
    }
    if (message.kind == OAR_MSG_CHECKPOINT || message.kind == OAR_MSG_END)
      scanned.cursor.assign(reinterpret_cast<char const*>(message.cursor.data), message.cursor.size);
    if (message.cursor.release) message.cursor.release(&message.cursor);
    if (message.kind == OAR_MSG_END) return scanned;
  }
}

}  // namespace machine::test
