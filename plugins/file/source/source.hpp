#pragma once
// The source "file": files of records as tables, a split per file.

#include "plugins/file/source/table_plan.hpp"

#include <oar/source.hpp>

#include <memory>
#include <mutex>

namespace oar::file {

class FileSource final : public Source {
 public:
  using Config = SourceConfig;

  static Result<std::unique_ptr<FileSource>> open(SourceConfig config, Host host);
  FileSource(Settings settings, Host host) : settings_{std::move(settings)}, host_{host} {}

  Result<Catalog> discover() override;
  Result<Plan> plan(PlanRequest const& request) override;
  Result<std::unique_ptr<Reader>> read(Split const& split, Cursor const& from) override;

 private:
  // What is known of the files, looked up once.
  struct Known {
    std::vector<SourceFile> files;
    TablePlans tables;

    std::shared_ptr<TablePlan const> table(std::string_view name) const;
  };
  Result<std::shared_ptr<Known const>> known();

  Settings const settings_;
  Host const host_;
  std::mutex mutex_;
  std::shared_ptr<Known const> known_;  // guarded by mutex_
};

}  // namespace oar::file
