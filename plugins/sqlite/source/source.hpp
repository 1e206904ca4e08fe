#pragma once
// The SQLite source: tables and views of one file, all as they were at one moment.

#include <oar/source.hpp>

#include <memory>
#include <mutex>
#include <string>

#include "plugins/sqlite/source/catalog.hpp"
#include "plugins/sqlite/source/config.hpp"
#include "plugins/sqlite/source/snapshot.hpp"

namespace oar::sqlite::source {

class SqliteSource final : public Source {
 public:
  using Config = SourceConfig;

  static Result<std::unique_ptr<SqliteSource>> open(SourceConfig config, Host host);
  SqliteSource(SourceConfig config, std::string path, Host host);

  Result<Catalog> discover() override;
  Result<Plan> plan(PlanRequest const& request) override;
  Result<std::unique_ptr<Reader>> read(Split const& split, Cursor const& from) override;
  std::string scope() const override;
  // `where` is SQL of the user's, put into the statement in parentheses.
  bool filters() const override { return true; }

 private:
  Result<std::shared_ptr<SourceCatalog const>> look(Connection const& connection);
  Result<std::shared_ptr<SourceCatalog const>> known();
  Result<Split> split_of(Snapshot& snapshot, SourceCatalog const& catalog, Selection const& selection,
                         PlanRequest const& request) const;

  SourceConfig config_;
  std::string path_;
  Host host_;
  Snapshots snapshots_;
  std::mutex mutex_;
  std::shared_ptr<SourceCatalog const> catalog_;  // guarded by mutex_
};

}  // namespace oar::sqlite::source
