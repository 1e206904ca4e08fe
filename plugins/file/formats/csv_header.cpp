#include "plugins/file/formats/csv_header.hpp"

#include "plugins/file/formats/csv.hpp"
#include "plugins/file/formats/utf8.hpp"

#include <unordered_set>

namespace oar::file {
namespace {

std::vector<std::string> unique_names(std::vector<std::string> names) {
  std::unordered_set<std::string> const written{names.begin(), names.end()};
  std::unordered_set<std::string> used;
  for (std::size_t i = 0; i < names.size(); ++i) {
    auto const wanted = names[i].empty() ? "column_" + std::to_string(i + 1) : names[i];
    auto name = wanted;
    for (int n = 2; used.contains(name) || (name != names[i] && written.contains(name)); ++n)
      name = wanted + "_" + std::to_string(n);
    used.insert(name);
    names[i] = std::move(name);
  }
  return names;
}

Result<std::vector<std::string>> names_of(CsvRecords const& header, std::string_view bytes, std::string const& path) {
  if (!header.faulty.empty())
    return Error::of(Errc::data, path, ": in its header, something stands behind a closing quote");
  std::vector<std::string> names;
  for (auto const& field : header.fields) {
    auto const text = field.in(bytes.data());
    if (!is_utf8(text)) return Error::of(Errc::data, path, ": its header is not UTF-8; convert the file with iconv");
    if (text.find('\0') != text.npos)
      return Error::of(Errc::data, path, ": a name in its header has a NUL character, which no column's name can have");
    names.push_back(field.escaped ? unescape(text) : std::string{text});
  }
  return unique_names(std::move(names));
}

}  // namespace

Result<void> take_byte_order_mark(Window& window, std::string const& path) {
  while (window.rest().size() < 3 && OAR_TRY(window.more())) {
  }
  auto const rest = window.rest();
  if (rest.starts_with("\xEF\xBB\xBF")) window.take(3);
  if (rest.starts_with("\xFF\xFE") || rest.starts_with("\xFE\xFF"))
    return Error::of(Errc::data, path, ": is UTF-16 or UTF-32; convert it to UTF-8 with iconv");
  return {};
}

Result<std::optional<std::vector<std::string>>> read_csv_header(Window& window, std::string const& path,
                                                                WholeLines whole) {
  using Names = std::vector<std::string>;
  OAR_TRY(take_byte_order_mark(window, path));
  CsvRecords header;
  while (true) {
    header.clear();
    auto const last = window.at_end() && whole == WholeLines::no ? AtEnd::yes : AtEnd::no;
    auto const taken = split_csv(window.rest(), last, {}, header);
    if (header.rows + header.faulty.size() > 0) {
      auto names = OAR_TRY(names_of(header, window.rest(), path));
      window.take(taken.bytes);
      return std::optional<Names>{std::move(names)};
    }
    if (!OAR_TRY(window.more()) && last == AtEnd::yes) break;
    if (window.at_end() && whole == WholeLines::yes) break;
  }
  if (window.rest().find('"') != std::string_view::npos && whole == WholeLines::no)
    return Error::of(Errc::data, path, ": in its header, a quote is not closed");
  if (window.rest().find_first_not_of("\r\n") == std::string_view::npos) return std::optional<Names>{Names{}};
  return std::optional<Names>{};
}

}  // namespace oar::file
