// The test support's insides.
#include "support.hpp"

#include <oar/json_text.hpp>

#include <algorithm>
#include <cstring>
#include <filesystem>

#include <sqlite3.h>
#include <stdlib.h>

namespace oar::sqlite::source::test {

namespace fs = std::filesystem;

File::File() {
  folder_ = (fs::temp_directory_path() / "oar-sqlite-source-XXXXXX").string();
  REQUIRE(::mkdtemp(folder_.data()) != nullptr);
}
File::~File() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void File::run(std::string const& sql) const {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(path().c_str(), &database) == SQLITE_OK);
  auto const code = sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr);
  INFO(sql << ": " << sqlite3_errmsg(database));
  REQUIRE(code == SQLITE_OK);
  sqlite3_close(database);
}

std::unique_ptr<SqliteSource> source(SourceConfig config) { return ok(SqliteSource::open(std::move(config), Host{})); }

std::unique_ptr<SqliteSource> source(File const& file) {
  SourceConfig config;
  config.connection_string.value = file.path();
  return source(std::move(config));
}

Planned planned(SqliteSource& from, std::string const& name, std::string const& cursor, Plan const* bounds_of,
                std::string const& where) {
  auto const catalog = ok(from.discover());
  auto const table = std::ranges::find(catalog, name, &Table::name);
  REQUIRE(table != catalog.end());
  PlanRequest request{.selected = {{.table = name, .mode = table->read_modes().front()}}, .bounds_of = bounds_of};
  if (!where.empty()) request.selected.front().filter_json = json::serialize(json::object{{"where", where}});
  auto plan = ok(from.plan(request));
  if (!cursor.empty()) {
    request.saved.push_back({plan.splits.front().id, Cursor{cursor}});
    plan = ok(from.plan(request));
  }
  return {std::move(plan), *table};
}

namespace {

// A host that keeps what it is told.
struct Listener {
  oar_host host{};
  oar_host_log log{};
  oar_host_reject reject{};
  Read* into = nullptr;

  explicit Listener(Read& all) : into{&all} {
    host.struct_size = sizeof host;
    host.self = this;
    host.get_extension = [](oar_host const* self, char const* id) -> void const* {
      auto const& listener = *static_cast<Listener const*>(self->self);
      if (std::strcmp(id, OAR_HOST_REJECT) == 0) return &listener.reject;
      return std::strcmp(id, OAR_HOST_LOG) == 0 ? &listener.log : nullptr;
    };
    log.struct_size = sizeof log;
    log.enabled = [](oar_host const*, std::int32_t) -> std::int32_t { return 1; };
    log.log = [](oar_host const* self, std::int32_t, oar_str text, oar_str) {
      static_cast<Listener const*>(self->self)->into->warnings.emplace_back(detail::view(text));
    };
    reject.struct_size = sizeof reject;
    reject.reject = [](oar_host const* self, oar_str, oar_bytes row, oar_str reason, oar_error*) -> oar_status {
      static_cast<Listener const*>(self->self)
          ->into->rejects.push_back(std::string{detail::view(row)} + ": " + std::string{detail::view(reason)});
      return OAR_OK;
    };
  }
};

void keep(oar_message& message, Table const& table, Read& into) {
  if (message.schema.release) message.schema.release(&message.schema);
  if (message.kind == OAR_MSG_BATCH) {
    auto const batch = ok(Batch::make(table, OwnedArray::from(&message.batch)));
    for (std::int64_t row = 0; row < batch.rows(); ++row) append_json(into.rows.emplace_back(), batch, row);
  }
  if (message.kind == OAR_MSG_CHECKPOINT)
    into.cursor = detail::view(oar_bytes{message.cursor.data, message.cursor.size});
  if (message.cursor.release) message.cursor.release(&message.cursor);
}

}  // namespace

Read read(SqliteSource& from, Planned const& plan, std::string const& cursor, std::uint64_t batch) {
  Read all;
  Listener const listener{all};
  auto reader = ok(from.read(plan.split(), cursor.empty() ? plan.split().start : Cursor{cursor}));
  std::vector<bool> const keep_all(plan.table.columns().size(), true);
  Output output{{{plan.table, keep_all}}, {.rows = batch}, Host{&listener.host}};
  ScanState scan{std::move(reader), std::move(output), {}, false, {plan.split(), {}}};
  for (bool ended = false; !ended;) {
    oar_message message{};
    message.struct_size = sizeof message;
    auto error = detail::empty_error();
    auto const done = scan.next(&message, &error);
    INFO((done ? std::string{} : done.error().message()));
    REQUIRE(done);
    ended = message.kind == OAR_MSG_END;
    keep(message, plan.table, all);
  }
  return all;
}

Read read(SqliteSource& from, std::string const& table, std::string const& cursor) {
  return read(from, planned(from, table, cursor));
}

}  // namespace oar::sqlite::source::test
