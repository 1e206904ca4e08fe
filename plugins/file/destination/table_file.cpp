#include "plugins/file/destination/table_file.hpp"

#include <algorithm>
#include <utility>

#include <unistd.h>

#include "plugins/file/destination/folders.hpp"
#include "plugins/file/formats/csv_write.hpp"
#include "plugins/file/formats/ndjson_write.hpp"

namespace oar::file {
namespace {

constexpr std::size_t enough_text = std::size_t{128} << 10;
constexpr std::int64_t rows_between_looks = 64;

Result<std::unique_ptr<Compressor>> compressor_for(WriteCompression compression) {
  switch (compression) {
    case WriteCompression::gzip:
      return gzip_compressor();
    case WriteCompression::zstd:
      return zstd_compressor();
    case WriteCompression::none:
      break;
  }
  return std::unique_ptr<Compressor>{};
}

}  // namespace

Result<std::unique_ptr<TableFile>> TableFile::create(Table const& table, FileNames const& names,
                                                     std::string const& sync_id) {
  auto path = names.fresh(table.name(), sync_id);
  OAR_TRY(make_folder(folder_of(path)));
  auto rows = names.format() == WriteFormat::csv ? csv_writer(table) : ndjson_writer(table);
  auto compressor = OAR_TRY(compressor_for(names.compression()));
  return std::make_unique<TableFile>(std::move(path), std::move(rows), std::move(compressor));
}

TableFile::TableFile(std::string path, std::unique_ptr<RowsWriter> rows, std::unique_ptr<Compressor> compressor)
    : path_{std::move(path)}, file_{path_}, rows_{std::move(rows)}, compressor_{std::move(compressor)} {
  rows_->begin(text_);
}

Result<void> TableFile::write(Batch const& batch) {
  for (std::int64_t row = 0; row < batch.rows(); row += rows_between_looks) {
    rows_->write(text_, batch, row, std::min(row + rows_between_looks, batch.rows()));
    if (text_.size() >= enough_text) OAR_TRY(pass_on());
  }
  return {};
}

Result<void> TableFile::pass_on() {
  OAR_TRY(compressor_ ? compressor_->add(text_.view(), file_) : file_.append(text_.view()));
  text_.clear();
  return {};
}

Result<void> TableFile::seal() {
  OAR_TRY(pass_on());
  return compressor_ ? compressor_->finish(file_) : Result<void>{};
}

void TableFile::withdraw() {
  file_.discard();
  ::unlink(path_.c_str());
}

}  // namespace oar::file
