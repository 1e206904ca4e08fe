// Records of CSV as rows: a few thousand fields are split, then read column by column.
#include "plugins/file/formats/utf8.hpp"
#include "plugins/file/source/decoder.hpp"
#include "plugins/file/source/row_builder.hpp"

#include <algorithm>
#include <deque>
#include <map>

namespace oar::file {
namespace {

// What was split stays in the second level cache until it is read.
constexpr std::size_t fields_at_once = 16 * 1024;

constexpr std::size_t absent = static_cast<std::size_t>(-1);

// The fields of a grid by the table's columns.
class CsvCells {
 public:
  CsvCells(std::string_view bytes, CsvRecords const& records, std::vector<std::size_t> const& places, std::size_t width)
      : bytes_{bytes.data()}, fields_{records.fields.data()}, places_{places}, width_{width}, utf8_{is_utf8(bytes)} {}

  bool utf8() const { return utf8_; }
  bool has(std::size_t column) const { return places_[column] != absent; }
  bool null(std::size_t row, std::size_t column) const { return field(row, column).empty(); }
  std::string_view text(std::size_t row, std::size_t column) {
    auto const& found = field(row, column);
    auto const text = found.in(bytes_);
    return found.escaped ? std::string_view{unescaped_.emplace_back(unescape(text))} : text;
  }

 private:
  CsvField const& field(std::size_t row, std::size_t column) const { return fields_[row * width_ + places_[column]]; }

  char const* bytes_;
  CsvField const* fields_;
  std::vector<std::size_t> const& places_;
  std::size_t width_;
  bool utf8_;
  std::deque<std::string> unescaped_;
};

class CsvDecoder final : public Decoder {
 public:
  CsvDecoder(std::shared_ptr<TablePlan const> plan, std::vector<std::size_t> places, std::size_t width)
      : plan_{std::move(plan)}, places_{std::move(places)}, width_{width}, builder_{plan_->columns} {}

  Result<Decoded> decode(std::string_view bytes, AtEnd at_end, std::size_t rows, Rows& out) override {
    records_.clear();
    misfits_.clear();
    auto const most = std::max<std::size_t>(fields_at_once / width_, 1);
    auto const taken = split_csv(bytes, at_end, {width_, std::min(rows, most)}, records_);
    Decoded decoded{.bytes = taken.bytes, .open_quote = taken.open_quote};
    if (records_.rows > 0) {
      CsvCells cells{bytes.substr(0, taken.bytes), records_, places_, width_};
      builder_.add(cells, records_.rows, out, misfits_);
    }
    refuse(decoded);
    return decoded;
  }

 private:
  void refuse(Decoded& decoded) const {
    for (auto const& record : records_.faulty) decoded.refused.push_back({record.begin, record.end, reason(record)});
    for (auto const& misfit : misfits_) {
      auto const& record = records_.records[misfit.row];
      decoded.refused.push_back({record.begin, record.end, misfit.reason});
    }
    std::ranges::sort(decoded.refused, {}, &Refused::begin);
  }

  std::string reason(CsvRecord const& record) const {
    if (record.fault == CsvFault::behind_quote) return "something stands behind a closing quote";
    return "has " + std::to_string(record.fields) + " fields, but the header has " + std::to_string(width_);
  }

  std::shared_ptr<TablePlan const> plan_;
  std::vector<std::size_t> places_;  // of each column of the table in the file
  std::size_t width_;
  RowBuilder builder_;
  CsvRecords records_;
  std::vector<Misfit> misfits_;
};

}  // namespace

Result<std::unique_ptr<Decoder>> csv_decoder(std::shared_ptr<TablePlan const> plan,
                                             std::vector<std::string> const& header, std::string const& path) {
  std::map<std::string_view, std::size_t> columns;
  for (std::size_t i = 0; i < plan->columns.size(); ++i) columns.emplace(plan->columns[i].field.name, i);
  std::vector<std::size_t> places(plan->columns.size(), absent);
  for (std::size_t i = 0; i < header.size(); ++i) {
    auto const found = columns.find(header[i]);
    if (found == columns.end())
      return Error::of(Errc::data, path, ": has a column ", header[i], " that was not there when this sync began");
    places[found->second] = i;
  }
  for (auto const& key : plan->key)
    if (places[columns.at(key)] == absent)
      return Error::of(Errc::data, path, ": has no column ", key, ", which is part of the primary key");
  return std::unique_ptr<Decoder>{std::make_unique<CsvDecoder>(std::move(plan), std::move(places), header.size())};
}

}  // namespace oar::file
