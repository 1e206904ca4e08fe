#include "plugins/file/source/records.hpp"

#include "plugins/file/formats/csv_header.hpp"
#include "plugins/file/formats/utf8.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace oar::file {
namespace {

// Of a rejected record that is longer, the beginning is kept.
constexpr std::size_t longest_kept = std::size_t{16} << 10;

std::string raw_json(std::string const& path, std::int64_t byte, std::string_view record) {
  auto const cut = record.size() > longest_kept;
  boost::json::object row{{"file", path}, {"byte", byte}};
  row["raw"] = with_bytes_spelled(record.substr(0, longest_kept));
  if (cut) row["bytes"] = record.size();
  return boost::json::serialize(row);
}

}  // namespace

Result<std::optional<Records>> Records::open(Descriptor file, SourceFile const& named,
                                             std::shared_ptr<TablePlan const> plan, std::int64_t offset,
                                             WholeLines whole) {
  auto bytes = OAR_TRY(bytes_of(std::move(file), named.path, named.compression));
  Records records{Window{std::move(bytes), named.path}, named, std::move(plan), whole};
  if (!OAR_TRY(records.start(named.format))) return std::optional<Records>{};
  if (offset > records.offset()) OAR_TRY(records.window_.skip_to(offset));
  return std::optional<Records>{std::move(records)};
}

Result<bool> Records::start(Format format) {
  if (format == Format::ndjson) {
    OAR_TRY(take_byte_order_mark(window_, path_));
    decoder_ = ndjson_decoder(plan_);
    return true;
  }
  auto const header = OAR_TRY(read_csv_header(window_, path_, whole_));
  if (!header || header->empty()) return false;
  decoder_ = OAR_TRY(csv_decoder(plan_, *header, path_));
  return true;
}

Result<More> Records::read(Output& out) {
  auto& rows = out.to(std::size_t{0});
  while (!out.full() && refused_ < refused_between_checkpoints) {
    auto const at_end = window_.at_end() && whole_ == WholeLines::no ? AtEnd::yes : AtEnd::no;
    auto const room = out.limits().rows - static_cast<std::uint64_t>(rows.length());
    auto const decoded = OAR_TRY(decoder_->decode(window_.rest(), at_end, room, rows));
    OAR_TRY(reject(decoded.refused, out));
    window_.take(decoded.bytes);
    if (decoded.bytes > 0) continue;
    if (window_.rest().empty() || at_end == AtEnd::no) {
      if (OAR_TRY(window_.more())) continue;
      if (window_.rest().empty() || whole_ == WholeLines::yes) return More::no;
      if (at_end == AtEnd::no) continue;  // once more, to its end
    }
    return open_quote();
  }
  ++batches_;
  return More::yes;
}

Error Records::open_quote() const {
  return Error::of(Errc::data, path_, ": the quote in the record at byte ", window_.offset(),
                   " is not closed until the end of the file");
}

Result<void> Records::reject(std::vector<Refused> const& refused, Output const& out) {
  refused_ += refused.size();
  for (auto const& one : refused) {
    auto const record = window_.rest().substr(one.begin, one.end - one.begin);
    auto const byte = window_.offset() + static_cast<std::int64_t>(one.begin);
    OAR_TRY(out.host().reject(plan_->name, raw_json(path_, byte, record), one.reason));
  }
  return {};
}

}  // namespace oar::file
