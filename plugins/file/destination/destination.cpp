// The SDK's three objects: settings, a writer per source, a transaction per commit.
#include "plugins/file/destination/destination.hpp"

#include <map>
#include <string>

#include "plugins/file/destination/folders.hpp"
#include "plugins/file/destination/table_file.hpp"

namespace oar::file {
namespace {

// Rolled back: no file. At least once: after a failed commit all of it is written again.
class FileTransaction final : public Transaction {
 public:
  FileTransaction(FileNames const& names, std::string const& sync_id) : names_{names}, sync_id_{sync_id} {}

  Result<void> write(Layout const& layout, Batch batch) override {
    if (batch.rows() == 0) return {};  // a table without rows makes no file
    auto& file = files_[layout.index];
    if (!file) file = OAR_TRY(TableFile::create(layout.table, names_, sync_id_).within(layout.table.name()));
    return file->write(batch).within(layout.table.name());
  }

  Result<void> commit(std::span<StoredState const>) override {
    auto done = publish();
    if (!done)
      for (auto& [index, file] : files_)
        if (file) file->withdraw();
    files_.clear();
    return done;
  }

 private:
  Result<void> publish() {
    for (auto& [index, file] : files_) {
      if (!file) return Error::of(Errc::invalid_state, "commit after a file could not be made");
      OAR_TRY(file->seal());
    }
    for (auto& [index, file] : files_) OAR_TRY(file->publish());
    return {};
  }

  FileNames const& names_;
  std::string const& sync_id_;
  std::map<std::uint32_t, std::unique_ptr<TableFile>> files_;  // by layout
};

class FileWriter final : public Writer {
 public:
  FileWriter(FileNames names, std::string sync_id) : names_{std::move(names)}, sync_id_{std::move(sync_id)} {}

  // Each file has the columns of its own layout, so no change of a table is one too many.
  Result<std::vector<std::string>> migrate(Layout const& layout, MigrateMode) override {
    if (layout.mode == WriteMode::append) return std::vector<std::string>{};
    return Error::of(Errc::unsupported, "table ", layout.table.name(),
                     ": files are only appended; write `write_mode: append`");
  }
  Result<std::unique_ptr<Transaction>> begin(std::string, Host) override {
    return std::make_unique<FileTransaction>(names_, sync_id_);
  }

 private:
  FileNames names_;
  std::string sync_id_;
};

}  // namespace

Result<std::unique_ptr<FileDestination>> FileDestination::open(Config const& config, Host) {
  return std::make_unique<FileDestination>(OAR_TRY(FileNames::from(config)));
}

Result<std::unique_ptr<Writer>> FileDestination::open(WriterOptions options) {
  if (!options.read_only) {
    OAR_TRY(make_folder(names_.folder()));
    OAR_TRY(check_can_write(names_.folder()));
  }
  return std::make_unique<FileWriter>(names_, std::move(options.sync_id));
}

Result<void> FileDestination::test_connection() { return check_can_write(names_.folder()); }

}  // namespace oar::file
