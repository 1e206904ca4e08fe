#include "plugins/file/source/sample.hpp"

#include "plugins/file/formats/csv.hpp"
#include "plugins/file/formats/csv_header.hpp"
#include "plugins/file/formats/utf8.hpp"

#include <algorithm>

namespace oar::file {
namespace {

constexpr std::size_t rows_at_once = 256;

}  // namespace

std::size_t Sample::index_of(std::string const& name) {
  auto const [at, added] = indices_.try_emplace(name, columns_.size());
  if (added) columns_.push_back({name, {}, {}});
  return at->second;
}

Result<void> Sample::look_at(SourceFile const& file, SampleLimits const& limits) {
  auto opened = OAR_TRY(open_file(file.path));
  Window window{OAR_TRY(bytes_of(std::move(opened), file.path, file.compression)), file.path};
  return file.format == Format::csv ? look_at_csv(file, window, limits) : look_at_ndjson(file, window, limits);
}

Result<void> Sample::look_at_csv(SourceFile const& file, Window& window, SampleLimits const& limits) {
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
      if (field.size > 0) columns_[places[i % places.size()]].texts.see(field.in(window.rest().data()));
    }
    rows += records.rows;
    window.take(taken.bytes);
    if (taken.bytes > 0) continue;
    auto const more = window.more();
    if (!more || (!*more && at_end == AtEnd::yes)) break;  // what cannot be read, the file's own split says
  }
  rows_ += rows;
  return {};
}

Result<void> Sample::look_at_ndjson(SourceFile const& file, Window& window, SampleLimits const& limits) {
  OAR_TRY(take_byte_order_mark(window, file.path));
  for (std::size_t lines = 0; lines < limits.rows && window.offset() < static_cast<std::int64_t>(limits.bytes);) {
    auto const end = window.rest().find('\n');
    if (end == std::string_view::npos) {
      auto more = window.more();
      if (!more && lines > 0) break;  // the file's own split says it
      if (OAR_TRY(std::move(more))) continue;
    }
    if (window.rest().empty()) break;
    look_at_line(window.rest().substr(0, end));
    window.take(std::min(end, window.rest().size() - 1) + 1);
    ++lines;
  }
  return {};
}

// What is no object, or has a member that cannot be a column, will be a reject.
void Sample::look_at_line(std::string_view line) {
  if (!is_utf8(line) || split_object(line, members_)) return;
  for (auto const& member : members_) {
    auto const name = member.name_escaped ? unescape_json(member.name) : std::string{member.name};
    if (name && can_name_column(*name)) columns_[index_of(*name)].values.see(member.kind, member.raw);
  }
  ++rows_;
}

}  // namespace oar::file
