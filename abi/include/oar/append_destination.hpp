#pragma once
// The short way to a destination that only appends: say how one table's rows are kept, and the rest is done.

#include <oar/destination.hpp>

#include <map>

namespace oar {

// The rows of one table in one transaction. Destroyed without commit(): nothing was written.
class TableWriter {
 public:
  virtual ~TableWriter() = default;
  virtual Result<void> write(Batch const& batch) = 0;
  // When this returns, the rows outlive a power cut, and only then does the host record the checkpoint.
  virtual Result<void> commit() = 0;
};

// At least once: a commit that fails between two tables is repeated whole.
class AppendDestination : public Destination {
 public:
  // Called once for each table and transaction.
  virtual Result<std::unique_ptr<TableWriter>> load(Table const& table) = 0;

  Result<std::unique_ptr<Writer>> open(WriterOptions) final;
  Result<void> test_connection() override { return {}; }
};

namespace detail {

class AppendTransaction final : public Transaction {
 public:
  explicit AppendTransaction(AppendDestination& destination) : destination_{destination} {}

  Result<void> write(Layout const& layout, Batch batch) override {
    auto& table = tables_[layout.index];
    if (!table) table = OAR_TRY(destination_.load(layout.table));
    if (!table) return Error::of(Errc::internal, "the destination gave no writer for table ", layout.table.name());
    return table->write(batch);
  }
  Result<void> commit(std::span<StoredState const>) override {
    for (auto& [index, table] : tables_) {
      if (!table) return Error::of(Errc::invalid_state, "commit after a table could not be opened");
      OAR_TRY(table->commit());
    }
    tables_.clear();
    return {};
  }

 private:
  AppendDestination& destination_;
  std::map<std::uint32_t, std::unique_ptr<TableWriter>> tables_;
};

class AppendWriter final : public Writer {
 public:
  explicit AppendWriter(AppendDestination& destination) : destination_{destination} {}

  Result<std::vector<std::string>> migrate(Layout const& layout, MigrateMode) override {
    if (layout.mode == WriteMode::append) return std::vector<std::string>{};
    return Error::of(Errc::unsupported, "table ", layout.table.name(),
                     ": this destination only appends; set write_mode: append");
  }
  Result<std::unique_ptr<Transaction>> begin(std::string, Host) override {
    return std::make_unique<AppendTransaction>(destination_);
  }

 private:
  AppendDestination& destination_;
};

}  // namespace detail

inline Result<std::unique_ptr<Writer>> AppendDestination::open(WriterOptions) {
  return std::make_unique<detail::AppendWriter>(*this);
}

}  // namespace oar
