// Fields end where the next delimiter is; quoted ones where memchr finds their quote.
#include "plugins/file/formats/csv.hpp"

#include "plugins/file/formats/delimiters.hpp"

#include <cstring>

namespace oar::file {
namespace {

enum class Ended { field, record, never };

class Splitter {
 public:
  Splitter(std::string_view bytes, AtEnd at_end, CsvRecords& into)
      : begin_{bytes.data()},
        end_{bytes.data() + bytes.size()},
        at_end_{at_end},
        delimiters_{begin_, end_},
        into_{into},
        place_{begin_} {}

  CsvTaken split(CsvLimits limits) {
    while (place_ < end_ && into_.rows < limits.rows) {
      auto const* const start = place_;
      auto const first = into_.fields.size();
      fault_ = CsvFault::none;
      if (!record()) {
        into_.fields.resize(first);
        return {static_cast<std::size_t>(start - begin_), open_quote_};
      }
      keep(start, first, limits.width);
    }
    return {static_cast<std::size_t>(place_ - begin_)};
  }

 private:
  // One record's fields, place_ behind it; false when it is not whole.
  bool record() {
    while (true) {
      auto const ended = *place_ == '"' && place_ < end_ ? quoted() : plain();
      if (ended == Ended::record) return true;
      if (ended == Ended::never) return false;
    }
  }

  Ended plain() {
    auto const* const from = place_;
    auto const* const to = delimiters_.next();
    if (to == end_ && at_end_ == AtEnd::no) return Ended::never;
    if (to < end_ && *to == ',') [[likely]] {
      add(from, to);
      place_ = to + 1;
      return Ended::field;
    }
    line_end(from, to);
    add(from, record_end_);
    return Ended::record;
  }

  // `to` is a line feed or the end: a carriage return before it belongs to it.
  void line_end(char const* from, char const* to) {
    record_end_ = to > from && to[-1] == '\r' ? to - 1 : to;
    place_ = to < end_ ? to + 1 : end_;
  }

  void add(char const* from, char const* to) {
    into_.fields.push_back(
        {static_cast<std::uint32_t>(from - begin_), static_cast<std::uint32_t>(to - from) & size_mask});
  }

  Ended quoted() {
    auto const* const from = place_ + 1;
    bool escaped = false;
    auto const* close = from;
    while (true) {
      close = static_cast<char const*>(std::memchr(close, '"', static_cast<std::size_t>(end_ - close)));
      if (!close) {
        open_quote_ = true;
        return Ended::never;
      }
      if (close + 1 == end_ && at_end_ == AtEnd::no) return Ended::never;
      if (close + 1 == end_ || close[1] != '"') break;
      escaped = true;
      close += 2;
    }
    into_.fields.push_back({static_cast<std::uint32_t>(from - begin_),
                            static_cast<std::uint32_t>(close - from) & size_mask, 1, escaped ? 1u : 0u});
    return behind_quote(close + 1);
  }

  // Nothing may stand between a closing quote and the delimiter, but the carriage return of a line end.
  Ended behind_quote(char const* behind) {
    delimiters_.go_to(behind);
    auto const* const to = delimiters_.next();
    if (to == end_ && at_end_ == AtEnd::no) return Ended::never;
    auto const is_comma = to < end_ && *to == ',';
    if (to > behind && (is_comma || to - behind > 1 || *behind != '\r')) fault_ = CsvFault::behind_quote;
    if (is_comma) {
      place_ = to + 1;
      return Ended::field;
    }
    line_end(behind, to);
    return Ended::record;
  }

  void keep(char const* start, std::size_t first, std::size_t width) {
    auto const fields = into_.fields.size() - first;
    if (fields == 1 && width != 1 && start == record_end_) {  // an empty line
      into_.fields.resize(first);
      return;
    }
    if (width != 0 && fields != width && fault_ == CsvFault::none) fault_ = CsvFault::width;
    CsvRecord const record{static_cast<std::size_t>(start - begin_), static_cast<std::size_t>(record_end_ - begin_),
                           fields, fault_};
    if (fault_ != CsvFault::none) {
      into_.fields.resize(first);
      into_.faulty.push_back(record);
      return;
    }
    into_.records.push_back(record);
    ++into_.rows;
  }

  static constexpr std::uint32_t size_mask = (1u << 30) - 1;

  char const* begin_;
  char const* end_;
  AtEnd at_end_;
  Delimiters delimiters_;
  CsvRecords& into_;
  char const* place_;                 // where the next field begins
  char const* record_end_ = nullptr;  // of the record that ended last
  CsvFault fault_ = CsvFault::none;   // of the record that is being split
  bool open_quote_ = false;
};

}  // namespace

std::string unescape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    out.push_back(text[i]);
    if (text[i] == '"') ++i;  // its double
  }
  return out;
}

void CsvRecords::clear() {
  rows = 0;
  fields.clear();
  records.clear();
  faulty.clear();
}

CsvTaken split_csv(std::string_view bytes, AtEnd at_end, CsvLimits limits, CsvRecords& into) {
  if (bytes.empty()) return {};
  return Splitter{bytes, at_end, into}.split(limits);
}

}  // namespace oar::file
