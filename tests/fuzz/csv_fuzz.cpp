// A CSV is split into the same records wherever its bytes are cut.
#include "plugins/file/formats/csv.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <vector>

namespace {

using namespace oar::file;

struct Found {
  std::vector<std::string> fields;
  std::vector<std::string> faulty;
  std::string rest;
  bool open_quote = false;
  bool operator==(Found const&) const = default;
};

void split(std::string const& text, std::size_t width, AtEnd at_end, Found& into) {
  auto const padded = text + std::string(64, '\0');
  CsvRecords records;
  auto const taken = split_csv(std::string_view{padded}.substr(0, text.size()), at_end, {width, 10'000}, records);
  oar::fuzz::must(taken.bytes <= text.size(), "no more is taken than there is");
  oar::fuzz::must(records.fields.size() == records.rows * width, "each row has all its fields");
  for (auto const& field : records.fields) {
    oar::fuzz::must(std::size_t{field.begin} + field.size <= text.size(), "a field lies inside");
    auto const raw = field.in(padded.data());
    into.fields.push_back(field.empty() ? "NULL" : "=" + (field.escaped ? unescape(raw) : std::string{raw}));
  }
  for (auto const& one : records.faulty) into.faulty.push_back(text.substr(one.begin, one.end - one.begin));
  into.rest = text.substr(taken.bytes);
  into.open_quote = taken.open_quote;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  oar::fuzz::Input input{data, size};
  auto const width = 1 + input.below(4);
  auto const at = input.below(4096);
  std::string const text{input.rest()};
  auto const cut = text.empty() ? 0 : at % (text.size() + 1);
  Found whole, pieces;
  split(text, width, AtEnd::yes, whole);
  split(text.substr(0, cut), width, AtEnd::no, pieces);
  auto const rest = pieces.rest;
  split(rest + text.substr(cut), width, AtEnd::yes, pieces);
  oar::fuzz::must(whole == pieces, "cut or whole, a CSV is the same", text);
  return 0;
}
