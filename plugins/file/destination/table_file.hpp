#pragma once
// The rows of one table in one transaction, on their way into a file that appears when they are committed.

#include <oar/durable_file.hpp>
#include <oar/view.hpp>

#include <memory>
#include <string>

#include "plugins/file/destination/file_names.hpp"
#include "plugins/file/formats/compress_write.hpp"
#include "plugins/file/formats/rows_write.hpp"

namespace oar::file {

// Destroyed before publish(): no file. After an error only destroying it is left.
class TableFile {
 public:
  static Result<std::unique_ptr<TableFile>> create(Table const& table, FileNames const& names,
                                                   std::string const& sync_id);
  TableFile(std::string path, std::unique_ptr<RowsWriter> rows, std::unique_ptr<Compressor> compressor);

  Result<void> write(Batch const& batch);
  // No more rows come; what the compressor still holds is written.
  Result<void> seal();
  // When this returns, the file is there and outlives a power cut.
  Result<void> publish() { return file_.publish(); }
  // Removes it again, though it may be published.
  void withdraw();

 private:
  Result<void> pass_on();

  std::string path_;
  DurableFile file_;
  std::unique_ptr<RowsWriter> rows_;
  std::unique_ptr<Compressor> compressor_;  // none: the text as it is
  Text text_;
};

}  // namespace oar::file
