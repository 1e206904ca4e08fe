#include "plugins/sqlite/source/source.hpp"

#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid_io.hpp>

#include <filesystem>
#include <utility>

#include "plugins/sqlite/destination.hpp"
#include "plugins/sqlite/names.hpp"
#include "plugins/sqlite/source/reader.hpp"
#include "plugins/sqlite/statement.hpp"

namespace oar::sqlite::source {
namespace {

// A split's own: which moment it is of, and what the user wants of the table.
struct SplitData {
  std::string snapshot, where;
  std::vector<std::string> columns;
};
BOOST_DESCRIBE_STRUCT(SplitData, (), (snapshot, where, columns))

struct Filter {
  std::string where;
};
BOOST_DESCRIBE_STRUCT(Filter, (), (where))

std::string split_id(std::string const& scope, std::string const& table) {
  constexpr std::size_t longest = 255;
  auto id = scope + "/" + table;
  if (id.size() <= longest) return id;
  boost::uuids::name_generator_sha1 const number{boost::uuids::ns::oid()};
  return "file " + boost::uuids::to_string(number(id));
}

// The largest row number is quick to find, and about how many rows there are.
std::int64_t estimate(Connection const& connection, SourceTable const& table) {
  if (table.rowid.empty() || !table.cursor.empty()) return -1;
  auto statement = Statement::prepare(
      connection, "SELECT max(" + table.rowid + ") FROM " + sqlite::quoted(table.table.name()), "count");
  if (!statement) return -1;
  auto const found = statement->step();
  return found && *found ? statement->integer(0) : -1;
}

}  // namespace

Result<std::unique_ptr<SqliteSource>> SqliteSource::open(SourceConfig config, Host host) {
  auto const path = std::filesystem::path{OAR_TRY(file_of(*config.connection_string))};
  std::error_code failed;
  auto const absolute = std::filesystem::weakly_canonical(std::filesystem::absolute(path), failed);
  return std::make_unique<SqliteSource>(std::move(config), (failed ? path : absolute).string(), host);
}

SqliteSource::SqliteSource(SourceConfig config, std::string path, Host host)
    : config_{std::move(config)}, path_{std::move(path)}, host_{host} {}

std::string SqliteSource::scope() const { return "file=" + path_; }

Result<std::shared_ptr<SourceCatalog const>> SqliteSource::look(Connection const& connection) {
  auto catalog = std::make_shared<SourceCatalog const>(OAR_TRY(read_catalog(connection, config_, host_)));
  std::scoped_lock const lock{mutex_};
  return catalog_ = std::move(catalog);
}

Result<std::shared_ptr<SourceCatalog const>> SqliteSource::known() {
  {
    std::scoped_lock const lock{mutex_};
    if (catalog_) return catalog_;
  }
  return look(OAR_TRY(open_to_read(path_)));
}

Result<Catalog> SqliteSource::discover() {
  auto const connection = OAR_TRY(open_to_read(path_));
  auto const found = OAR_TRY(look(connection));
  Catalog catalog;
  for (auto const& each : found->tables) catalog.push_back(each.table);
  return catalog;
}

Result<Plan> SqliteSource::plan(PlanRequest const& request) {
  auto const snapshot = request.bounds_of && request.bounds_of->shared
                            ? std::static_pointer_cast<Snapshot>(request.bounds_of->shared)
                            : OAR_TRY(Snapshot::take(path_));
  snapshots_.add(snapshot);
  auto const catalog = OAR_TRY(known());
  std::scoped_lock const lock{snapshot->mutex()};
  std::vector<Split> splits;
  for (auto const& selection : request.selected)
    splits.push_back(OAR_TRY(split_of(*snapshot, *catalog, selection, request)));
  return Plan{std::move(splits), snapshot};
}

Result<Split> SqliteSource::split_of(Snapshot& snapshot, SourceCatalog const& catalog, Selection const& selection,
                                     PlanRequest const& request) const {
  auto const* const table = catalog.find(selection.table);
  if (!table) return Error::of(Errc::not_found, path_, " has no table ", selection.table);
  SplitData data{snapshot.id(), {}, selection.columns};
  if (!selection.filter_json.empty()) data.where = OAR_TRY(read_config<Filter>(selection.filter_json)).where;
  auto const sql = select_rows(*table, {table->table.columns().front().name}, data.where, false);
  auto checked = Statement::prepare(snapshot.connection(), sql, "plan table " + selection.table);
  if (!checked && !data.where.empty())
    return Error::of(Errc::config, "table ", selection.table, ": where: ", checked.error().message());
  if (!checked) return std::move(checked).error();
  Split split{.id = split_id(scope(), selection.table), .scope = scope(), .tables = {selection.table}};
  split.data = Cursor{data}.bytes();
  if (!table->cursor.empty()) split.start = request.cursor_of(split.id);
  split.est_rows = estimate(snapshot.connection(), *table);
  return split;
}

Result<std::unique_ptr<Reader>> SqliteSource::read(Split const& split, Cursor const& from) {
  auto const data = OAR_TRY(Cursor{split.data}.value_or(SplitData{}));
  auto snapshot = snapshots_.find(data.snapshot);
  if (!snapshot) snapshot = OAR_TRY(Snapshot::take(path_));  // its plan is gone: of now
  auto catalog = OAR_TRY(known());
  auto const* const table = catalog->find(split.tables.front());
  if (!table) return Error::of(Errc::not_found, path_, " has no table ", split.tables.front());
  return TableScan::open(std::move(snapshot), catalog, *table, {data.columns, data.where}, from);
}

}  // namespace oar::sqlite::source
