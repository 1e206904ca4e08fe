#include "client.hpp"

#include <oar/json_text.hpp>

#include <stdexcept>

namespace oar::postgresql::source::test {
namespace {

std::string quoted_json(std::string const& text) {
  std::string out;
  oar::detail::append_quoted(out, text);
  return out;
}

// Takes one message; false at the end.
bool take(oar_message& message, std::map<std::uint32_t, std::unique_ptr<Table>>& tables, ScanResult& into) {
  auto const cursor = [&] {
    std::string bytes{reinterpret_cast<char const*>(message.cursor.data), message.cursor.size};
    if (message.cursor.release) message.cursor.release(&message.cursor);
    return bytes;
  };
  switch (message.kind) {
    case OAR_MSG_TABLE: {
      OwnedSchema const schema{message.schema};
      tables[message.table] = std::make_unique<Table>(*Table::from_schema(*schema));
      return true;
    }
    case OAR_MSG_BATCH: {
      auto const batch = Batch::make(*tables.at(message.table), OwnedArray{message.batch});
      REQUIRE(batch);
      for (std::int64_t row = 0; row < batch->rows(); ++row) append_json(into.rows.emplace_back(), *batch, row);
      return true;
    }
    case OAR_MSG_CHECKPOINT:
      into.cursors.push_back(cursor());
      into.rows_before.push_back(into.rows.size());
      return true;
    case OAR_MSG_END:
      into.last_cursor = cursor();
      return false;
    default:
      return true;
  }
}

}  // namespace

Client::Client(std::string const& connection_string, std::string const& settings) {
  auto const text =
      "{\"connection_string\": " + quoted_json(connection_string) + (settings.empty() ? "" : ", ") + settings + "}";
  auto config = read_config<SourceConfig>(text);
  if (!config) FAIL(config.error().message());
  auto source = PostgresqlSource::open(*std::move(config), Host{});
  if (!source) FAIL(source.error().message());
  source_ = *std::move(source);
  calls_ = std::make_unique<SourceCalls>(*source_);
}

Catalog Client::catalog() {
  auto catalog = source_->discover();
  if (!catalog) FAIL(catalog.error().message());
  return *std::move(catalog);
}

Result<PlanOfClient> Client::plan(std::vector<Wanted> const& wanted, std::map<std::string, std::string> const& cursors,
                                  oar_plan* bounds_of) {
  if (!std::exchange(discovered_, true)) {
    auto* const offered = OAR_TRY(calls_->discover());
    offered->release(offered);
  }
  std::vector<oar_selection> selections;
  std::vector<std::vector<oar_str>> columns(wanted.size());
  std::vector<std::string> filters;
  filters.reserve(wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    for (auto const& column : wanted[i].columns) columns[i].push_back(detail::borrow(column));
    filters.push_back(wanted[i].where.empty() ? "" : "{\"where\": " + quoted_json(wanted[i].where) + "}");
    oar_selection one{};
    one.struct_size = sizeof one;
    one.table = detail::borrow(wanted[i].table);
    one.read_mode = static_cast<std::int32_t>(wanted[i].mode);
    one.n_columns = columns[i].size();
    one.columns = columns[i].data();
    one.filter_json = detail::borrow(filters[i]);
    selections.push_back(one);
  }
  std::vector<oar_selection const*> selected;
  for (auto const& one : selections) selected.push_back(&one);
  std::vector<oar_state> states;
  for (auto const& [id, cursor] : cursors)
    states.push_back({sizeof(oar_state), 0, detail::borrow(id), 1, detail::borrow_bytes(cursor)});
  std::vector<oar_state const*> saved;
  for (auto const& one : states) saved.push_back(&one);
  oar_plan_options options{};
  options.struct_size = sizeof options;
  options.want_splits = 2;
  options.n_selected = selected.size();
  options.selected = selected.data();
  options.n_states = saved.size();
  options.states = saved.data();
  options.bounds_of = bounds_of;
  return PlanOfClient{OAR_TRY(calls_->plan(options))};
}

ScanResult Client::read(oar_split const& split, std::string const& cursor,
                        std::function<bool(ScanResult const&)> const& go_on) {
  ScanResult out;
  oar_scan_options options{};
  options.struct_size = sizeof options;
  options.max_batch_rows = batch_rows;
  options.max_batch_bytes = batch_bytes;
  auto opened = calls_->open_scan(split.descriptor, detail::borrow_bytes(cursor), options);
  if (!opened) {
    out.error = opened.error();
    return out;
  }
  auto* const scan = *opened;
  std::map<std::uint32_t, std::unique_ptr<Table>> tables;
  for (bool more = true; more;) {
    oar_message message{};
    message.struct_size = sizeof message;
    auto error = detail::empty_error();
    auto const status = scan->next(scan, -1, &message, &error);
    if (status != OAR_OK) {
      out.error = detail::read_error(error, status);
      break;
    }
    more = take(message, tables, out);
    if (more && go_on && message.kind == OAR_MSG_CHECKPOINT && !go_on(out)) break;
  }
  scan->close(scan);
  return out;
}

Rows Client::all(std::string const& table) {
  auto const planned = plan({{table}});
  if (!planned) FAIL(planned.error().message());
  Rows rows;
  for (std::size_t i = 0; i < planned->count(); ++i) {
    auto result = read(planned->split(i));
    if (result.error) FAIL(result.error->message());
    rows.insert(rows.end(), result.rows.begin(), result.rows.end());
  }
  return rows;
}

Writer& Writer::run(std::string const& sql) {
  auto* const result = PQexec(handle_, sql.c_str());
  auto const status = PQresultStatus(result);
  PQclear(result);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw std::runtime_error{PQerrorMessage(handle_)};
  return *this;
}

std::string database(std::string const& sql) {
  auto& cluster = oar::test::Cluster::shared();
  auto const where = cluster.connection_string(cluster.create_database());
  oar::test::ask(where, sql);
  return where;
}

}  // namespace oar::postgresql::source::test
