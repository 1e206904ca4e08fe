// Lines of JSON objects as rows: each member is a cell of its column, then all rows are read column by column.
#include "plugins/file/formats/json_scan.hpp"
#include "plugins/file/formats/utf8.hpp"
#include "plugins/file/source/decoder.hpp"
#include "plugins/file/source/row_builder.hpp"

#include <algorithm>
#include <cstring>
#include <deque>
#include <unordered_map>

namespace oar::file {
namespace {

constexpr std::size_t cells_at_once = 16 * 1024;

struct JsonCell {
  std::string_view text;
  bool null = true;
};

// Every line was UTF-8, or it is no row.
class JsonCells {
 public:
  JsonCells(std::vector<JsonCell> const& grid, std::size_t width) : grid_{grid}, width_{width} {}

  bool utf8() const { return true; }
  bool has(std::size_t) const { return true; }
  bool null(std::size_t row, std::size_t column) const { return grid_[row * width_ + column].null; }
  std::string_view text(std::size_t row, std::size_t column) const { return grid_[row * width_ + column].text; }

 private:
  std::vector<JsonCell> const& grid_;
  std::size_t width_;
};

bool is_number(Kind kind) { return kind >= Kind::int8 && kind <= Kind::decimal128; }

// May a value of this kind stand in the column? Its text is then read as one.
bool takes(ColumnPlan const& plan, JsonKind kind) {
  auto const& type = plan.field.type;
  if (type.extension == Extension::json) return true;
  if (type.kind == Kind::boolean) return kind == JsonKind::boolean;
  // A number is written as text where its digits matter: it is taken where the settings say what it is.
  if (is_number(type.kind)) return kind == JsonKind::number || (plan.overridden && kind == JsonKind::string);
  return kind == JsonKind::string || (plan.digits_as_text && kind == JsonKind::number);
}

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

// As it stands in the line.
std::string_view json_of(JsonMember const& member) {
  if (member.kind != JsonKind::string) return member.raw;
  return {member.raw.data() - 1, member.raw.size() + 2};
}

class NdjsonDecoder final : public Decoder {
 public:
  explicit NdjsonDecoder(std::shared_ptr<TablePlan const> plan)
      : plan_{std::move(plan)}, builder_{plan_->columns}, seen_in_(width(), 0) {
    for (std::size_t i = 0; i < width(); ++i) columns_.emplace(plan_->columns[i].field.name, i);
  }

  Result<Decoded> decode(std::string_view bytes, AtEnd at_end, std::size_t rows, Rows& out) override {
    grid_.clear();
    unescaped_.clear();
    records_.clear();
    Decoded decoded;
    auto const most = std::min(rows, std::max<std::size_t>(cells_at_once / width(), 1));
    while (records_.size() < most && decoded.bytes < bytes.size()) {
      auto const rest = bytes.substr(decoded.bytes);
      auto const end = rest.find('\n');
      if (end == std::string_view::npos && at_end == AtEnd::no) break;
      take_line(rest.substr(0, end), decoded);
      decoded.bytes += std::min(end, rest.size() - 1) + 1;
    }
    build(out, decoded);
    return decoded;
  }

 private:
  struct Place {
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  std::size_t width() const { return plan_->columns.size(); }

  void take_line(std::string_view line, Decoded& decoded) {
    if (is_blank(line)) return;
    Place const place{decoded.bytes, decoded.bytes + line.size()};
    auto const first = grid_.size();
    grid_.resize(first + width());
    if (auto why = read_line(line, first); why.empty()) {
      records_.push_back(place);
    } else {
      grid_.resize(first);
      decoded.refused.push_back({place.begin, place.end, std::move(why)});
    }
  }

  // Why the line is no row; empty = it is one.
  std::string read_line(std::string_view line, std::size_t first) {
    if (!is_utf8(line)) return "is not UTF-8";
    if (auto const fault = split_object(line, members_))
      return "is no JSON object: expected " + std::string{fault->expected} + " at its byte " +
             std::to_string(fault->at);
    ++line_;
    std::size_t expected = 0;  // lines mostly name their members in one order
    for (auto const& member : members_) {
      auto const column = find(member, expected);
      if (column == width()) return unknown(member);
      expected = column + 1;
      if (std::exchange(seen_in_[column], line_) == line_)
        return "has the member " + plan_->columns[column].field.name + " twice";
      if (!fill(plan_->columns[column], member, grid_[first + column]))
        return misfit_of(plan_->columns[column], json_of(member));
    }
    return {};
  }

  std::size_t find(JsonMember const& member, std::size_t expected) const {
    if (expected < width() && !member.name_escaped && plan_->columns[expected].field.name == member.name)
      return expected;
    auto const name = member.name_escaped ? unescape_json(member.name).value_or("") : std::string{member.name};
    auto const found = columns_.find(name);
    return found == columns_.end() ? width() : found->second;
  }

  static std::string unknown(JsonMember const& member) {
    auto const name = member.name_escaped ? unescape_json(member.name).value_or("") : std::string{member.name};
    if (!can_name_column(name)) return "has a member that no column can be named after";
    return "has the member " + std::string{member.name} +
           ", which the first rows do not have; name it in the setting columns";
  }

  bool fill(ColumnPlan const& plan, JsonMember const& member, JsonCell& cell) {
    if (member.kind == JsonKind::null) return true;
    if (!takes(plan, member.kind)) return false;
    cell.null = false;
    cell.text = member.raw;
    if (plan.field.type.extension == Extension::json) {
      cell.text = json_of(member);
      return true;
    }
    if (member.kind != JsonKind::string) return true;
    if (member.raw.empty() && plan.storage == Storage::fixed) return false;
    if (!member.escaped) return true;
    auto text = unescape_json(member.raw);
    if (!text) return false;
    cell.text = unescaped_.emplace_back(*std::move(text));
    return true;
  }

  void build(Rows& out, Decoded& decoded) {
    if (records_.empty()) return;
    misfits_.clear();
    JsonCells cells{grid_, width()};
    builder_.add(cells, records_.size(), out, misfits_);
    for (auto const& misfit : misfits_) {
      auto const& place = records_[misfit.row];
      decoded.refused.push_back({place.begin, place.end, misfit.reason});
    }
    std::ranges::sort(decoded.refused, {}, &Refused::begin);
  }

  std::shared_ptr<TablePlan const> plan_;
  RowBuilder builder_;
  std::unordered_map<std::string, std::size_t> columns_;
  std::vector<std::uint64_t> seen_in_;  // the line in which each column was met last
  std::uint64_t line_ = 0;
  std::vector<JsonMember> members_;
  std::vector<JsonCell> grid_;
  std::vector<Place> records_;
  std::deque<std::string> unescaped_;
  std::vector<Misfit> misfits_;
};

}  // namespace

std::unique_ptr<Decoder> ndjson_decoder(std::shared_ptr<TablePlan const> plan) {
  return std::make_unique<NdjsonDecoder>(std::move(plan));
}

}  // namespace oar::file
