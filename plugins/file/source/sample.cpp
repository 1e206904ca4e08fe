#include "plugins/file/source/sample.hpp"

#include "plugins/file/formats/csv.hpp"
#include "plugins/file/formats/csv_header.hpp"

#include <algorithm>

namespace oar::file {
namespace {

constexpr std::size_t rows_at_once = 256;

}  // namespace

std::size_t Sample::index_of(std::string const& name) {
  auto const [at, added] = indices_.try_emplace(name, columns_.size());
  if (added) columns_.push_back({name, {}});
  return at->second;
}

Result<void> Sample::look_at(SourceFile const& file, SampleLimits const& limits) {
  if (file.format == Format::csv) return look_at_csv(file, limits);
  return Error::of(Errc::unsupported, file.path, ": NDJSON cannot be read yet");
}

Result<void> Sample::look_at_csv(SourceFile const& file, SampleLimits const& limits) {
  auto opened = OAR_TRY(open_file(file.path));
  Window window{OAR_TRY(bytes_of(std::move(opened), file.path, file.compression)), file.path};
  auto const header = OAR_TRY(read_csv_header(window, file.path, WholeLines::no));
  std::vector<std::size_t> places;
  for (auto const& name : *header) places.push_back(index_of(name));
  if (places.empty()) return {};
  CsvRecords records;
  std::size_t rows = 0;
  while (rows < limits.rows && window.offset() < static_cast<std::int64_t>(limits.bytes)) {
    records.clear();
    auto const at_end = window.at_end() ? AtEnd::yes : AtEnd::no;
    auto const taken =
        split_csv(window.rest(), at_end, {places.size(), std::min(rows_at_once, limits.rows - rows)}, records);
    for (std::size_t i = 0; i < records.fields.size(); ++i) {
      auto const& field = records.fields[i];
      if (field.size > 0) columns_[places[i % places.size()]].guess.see(field.in(window.rest().data()));
    }
    rows += records.rows;
    window.take(taken.bytes);
    if (taken.bytes == 0 && !OAR_TRY(window.more()) && at_end == AtEnd::yes) break;
  }
  rows_ += rows;
  return {};
}

}  // namespace oar::file
