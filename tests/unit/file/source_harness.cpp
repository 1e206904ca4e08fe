#include "tests/unit/file/source_harness.hpp"

#include <oar/abi/host/log.h>
#include <oar/abi/host/reject.h>
#include <oar/json_text.hpp>

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>

namespace oar::file::test {
namespace {

std::string text_of(oar_str text) { return text.size == 0 ? std::string{} : std::string{text.data, text.size}; }
std::string text_of(oar_bytes bytes) {
  return bytes.size == 0 ? std::string{} : std::string{reinterpret_cast<char const*>(bytes.data), bytes.size};
}

Told& told_by(oar_host const* host) { return *static_cast<Told*>(host->self); }

int32_t OAR_CALL log_enabled(oar_host const*, int32_t) { return 1; }
void OAR_CALL log_line(oar_host const* host, int32_t level, oar_str message, oar_str) {
  if (level == OAR_LOG_WARN) told_by(host).warnings.push_back(text_of(message));
  if (level == OAR_LOG_INFO) told_by(host).infos.push_back(text_of(message));
}
oar_status OAR_CALL reject_row(oar_host const* host, oar_str table, oar_bytes row, oar_str reason, oar_error*) {
  told_by(host).rejects.push_back({text_of(table), text_of(row), text_of(reason)});
  return OAR_OK;
}
void const* OAR_CALL service(oar_host const*, char const* id) {
  static constexpr oar_host_log log{sizeof(oar_host_log), 0, log_enabled, log_line};
  static constexpr oar_host_reject reject{sizeof(oar_host_reject), 0, reject_row};
  if (std::string_view{id} == OAR_HOST_LOG) return &log;
  if (std::string_view{id} == OAR_HOST_REJECT) return &reject;
  return nullptr;
}

std::string cell(ColumnView const& column, std::int64_t row) {
  if (column.is_null(row)) return "NULL";
  auto const& type = column.type();
  if (detail::is_bytes(type.kind)) return std::string{column.bytes(row)};
  std::string text;
  append_json(text, column, row);
  return text;
}

void add_rows(Batch const& batch, std::vector<std::string>& into) {
  for (std::int64_t row = 0; row < batch.rows(); ++row) {
    std::string line;
    for (auto const& column : batch.columns()) line += (line.empty() ? "" : "|") + cell(column, row);
    into.push_back(std::move(line));
  }
}

}  // namespace

Files::Files() {
  auto name = (std::filesystem::temp_directory_path() / "oar-file-XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()));
  folder_ = std::filesystem::canonical(name);
}
Files::~Files() { std::filesystem::remove_all(folder_); }

std::string Files::write(std::string const& name, std::string_view content) const {
  std::ofstream{path(name), std::ios::binary} << content;
  return path(name);
}
std::string Files::append(std::string const& name, std::string_view content) const {
  std::ofstream{path(name), std::ios::binary | std::ios::app} << content;
  return path(name);
}
void Files::rename(std::string const& from, std::string const& to) const {
  std::filesystem::rename(path(from), path(to));
}

Driver::Driver(std::string const& config_json) : config_{config_json} {
  handle_ = {sizeof handle_, OAR_ABI_MAJOR, OAR_ABI_MINOR, 0, &told, "test", "0", service};
  restart();
}

void Driver::restart() {
  auto config = read_config<SourceConfig>(config_);
  if (!config) FAIL(config.error().message());
  auto source = FileSource::open(*std::move(config), host());
  refused_ = source ? "" : source.error().message();
  source_ = source ? *std::move(source) : nullptr;
}

std::string Driver::refused() {
  if (!source_) return refused_;
  auto const catalog = source_->discover();
  return catalog ? "" : catalog.error().message();
}

Catalog Driver::catalog() {
  INFO(refused_);
  REQUIRE(source_);
  auto catalog = source_->discover();
  if (!catalog) FAIL(catalog.error().message());
  return *std::move(catalog);
}

Table Driver::table_named(std::string const& name) {
  auto const all = catalog();
  for (auto const& table : all)
    if (table.name() == name) return table;
  FAIL("there is no table " << name);
  return Table{""};
}

std::vector<std::string> Driver::columns(std::string const& table) {
  std::vector<std::string> texts;
  auto const found = table_named(table);
  for (auto const& field : found.columns()) texts.push_back(field.name + " " + describe(field.type));
  return texts;
}

std::vector<Split> Driver::splits(std::vector<SavedCursor> const& saved) {
  PlanRequest request{.saved = saved};
  auto const all = catalog();
  for (auto const& table : all) request.selected.push_back({.table = table.name(), .mode = table.read_modes().front()});
  auto plan = source_->plan(request);
  if (!plan) FAIL(plan.error().message());
  return plan->splits;
}

Scanned Driver::scan(Split const& split, std::string const& cursor, BatchLimits limits) {
  Scanned scanned{.cursor = cursor};
  auto const table = table_named(split.tables.front());
  auto reader = source_->read(split, Cursor{cursor});
  if (!reader) {
    scanned.error = reader.error().message();
    return scanned;
  }
  std::vector<Output::Wanted> wanted{{table, std::vector<bool>(table.columns().size(), true)}};
  ScanState state{*std::move(reader), Output{std::move(wanted), limits, host()}, Cursor{cursor}, true,
                  detail::SplitText{split, {}}};
  while (true) {
    oar_message message{};
    message.struct_size = sizeof message;
    auto error = detail::empty_error();
    if (auto const next = state.next(&message, &error); !next) {
      scanned.error = next.error().message();
      return scanned;
    }
    auto const schema = OwnedSchema::from(&message.schema);
    auto array = OwnedArray::from(&message.batch);
    if (message.kind == OAR_MSG_BATCH) {
      auto const batch = Batch::make(table, std::move(array));
      if (!batch) FAIL(batch.error().message());
      add_rows(*batch, scanned.rows);
    }
    if (message.kind == OAR_MSG_CHECKPOINT) ++scanned.checkpoints;
    if (message.kind == OAR_MSG_CHECKPOINT || message.kind == OAR_MSG_END)
      scanned.cursor.assign(reinterpret_cast<char const*>(message.cursor.data), message.cursor.size);
    if (message.cursor.release) message.cursor.release(&message.cursor);
    if (message.kind == OAR_MSG_END) return scanned;
  }
}

std::vector<std::string> Driver::sync(BatchLimits limits) {
  std::vector<SavedCursor> saved;
  for (auto const& [split, cursor] : cursors) saved.push_back({split, Cursor{cursor}});
  std::vector<std::string> rows;
  for (auto const& split : splits(saved)) {
    auto const scanned = scan(split, split.start.bytes(), limits);
    INFO(scanned.error);
    REQUIRE(scanned.error.empty());
    rows.insert(rows.end(), scanned.rows.begin(), scanned.rows.end());
    cursors[split.id] = scanned.cursor;
  }
  restart();
  return rows;
}

std::string json_of(std::vector<std::string> const& texts) { return json::serialize(json::value_from(texts)); }

}  // namespace oar::file::test
