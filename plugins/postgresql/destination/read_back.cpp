#include "plugins/postgresql/destination/read_back.hpp"

#include <oar/detail/column_build.hpp>

#include "plugins/postgresql/connection/names.hpp"
#include "plugins/postgresql/destination/read_text.hpp"

namespace oar::postgresql {
namespace {

// A field of COPY's text format.
std::string unescaped(std::string_view field) {
  static constexpr std::string_view names = "bfnrtv";
  static constexpr std::string_view meanings = "\b\f\n\r\t\v";
  std::string out;
  for (std::size_t at = 0; at < field.size(); ++at) {
    if (field[at] != '\\' || at + 1 == field.size()) {
      out += field[at];
      continue;
    }
    auto const known = names.find(field[++at]);
    out += known == names.npos ? field[at] : meanings[known];
  }
  return out;
}

// The SDK's columns build dictionaries of text and bytes only.
bool can_build(Type const& type) {
  return !type.dictionary || detail::is_bytes(type.kind) || type.kind == Kind::fixed_binary;
}

}  // namespace

Result<std::unique_ptr<Reader>> RowReader::open(std::unique_ptr<Connection> connection, std::string const& schema,
                                                Table const& table) {
  std::vector<std::string> names;
  std::string columns;
  for (auto const& field : table.columns()) {
    if (!can_build(field.type))
      return Error::of(Errc::unsupported, "reading back ", describe(field.type), " is not supported");
    names.push_back(field.name);
    columns.append(columns.empty() ? "" : ", ").append(text_of("t." + quoted(fitted(field.name)), field.type));
  }
  auto const from = qualified(schema, fitted(table.name()));
  auto rows = OAR_TRY(CopyOut::start(*connection, "COPY (SELECT " + columns + " FROM " + from + " AS t) TO STDOUT",
                                     "read table " + table.name()));
  return std::unique_ptr<Reader>{std::make_unique<RowReader>(std::move(connection), std::move(rows), std::move(names))};
}

Result<More> RowReader::next(Output& out) {
  auto& into = out.to(std::size_t{0});
  while (!out.full()) {
    auto line = OAR_TRY(rows_.next());
    if (line.empty()) return More::no;
    line.remove_suffix(1);  // the line break
    OAR_TRY(read_row(into, line));
    into.add_rows(1);
  }
  return More::yes;
}

Result<void> RowReader::read_row(Rows& into, std::string_view line) const {
  for (std::size_t i = 0; i < names_.size(); ++i) {
    auto const size = std::min(line.find('\t'), line.size());
    auto const field = line.substr(0, size);
    line.remove_prefix(std::min(size + 1, line.size()));
    auto& column = into.column(i);
    if (field == "\\N") {
      column.append_null();
      continue;
    }
    if (!read_text(column, unescaped(field)))
      return Error::of(Errc::data, "column ", names_[i], ": a stored value is no ", describe(column.type()));
  }
  return {};
}

}  // namespace oar::postgresql
