// Reads etc/apt/sources.list, sources.list.d/*.list and *.sources, as sources.list(5) describes them.
#include "apt_sources.hpp"

#include "../paragraphs.hpp"
#include "../text.hpp"

#include <algorithm>

namespace machine {
namespace {

constexpr char apt_sources_name[] = "linux_apt_sources";
constexpr char apt_sources_folder[] = "etc/apt/";

// A key written into the file itself is long; that it is there is enough.
std::optional<std::string> signed_by(std::string_view value) {
  if (value.find("BEGIN PGP") != std::string_view::npos) return "(in this file)";
  return or_null(value);
}

std::optional<bool> yes_no(std::string_view value) {
  if (value.empty()) return std::nullopt;
  return value == "yes" || value == "true" || value == "1" || value == "on";
}

// "[arch=amd64,arm64 signed-by=/usr/share/keyrings/x.gpg]", without the brackets.
void read_options(std::string_view text, AptSource& row) {
  for (auto const option : words(text)) {
    auto const [name, value, found] = halve(option, '=');
    if (name == "arch") row.architectures = strings(split(value, ','));
    if (name == "signed-by") row.signed_by = signed_by(value);
    if (name == "trusted") row.trusted = yes_no(value);
  }
}

// deb [options] uri suite component...
bool read_one_line(std::string_view line, AptSource& row) {
  auto const open = line.find('[');
  auto const close = line.find(']');
  if (open != std::string_view::npos && close != std::string_view::npos && open < close && open < line.find("://")) {
    read_options(line.substr(open + 1, close - open - 1), row);
    return read_one_line(std::string{line.substr(0, open)}.append(line.substr(close + 1)), row);
  }
  auto const fields = words(line);
  if (fields.size() < 3 || (fields[0] != "deb" && fields[0] != "deb-src")) return false;
  row.type = fields[0];
  row.uri = fields[1];
  row.suite = fields[2];
  row.components = strings({fields.begin() + 3, fields.end()});
  return true;
}

void read_list(Machine& machine, std::string const& path, std::string_view text, Emit<AptSource> const& emit) {
  std::int64_t position = 0;
  for_each_line(text, [&](std::string_view line, std::int64_t line_number) {
    line = trim(halve(line, '#').before);
    if (line.empty()) return;
    AptSource row;
    row.host = machine.host;
    row.file = "/" + utf8(path);
    row.line = line_number;
    if (!read_one_line(line, row)) return machine.problems.malformed(apt_sources_name, "lines", path);
    row.position = ++position;
    emit(std::move(row));
  });
}

std::vector<std::string> list_of(Paragraph const& paragraph, std::string_view name) {
  std::string value{paragraph.get(name)};
  std::ranges::replace(value, '\n', ' ');
  return strings(words(value));
}

void read_deb822(Machine& machine, std::string const& path, std::string_view text, Emit<AptSource> const& emit) {
  std::int64_t position = 0;
  Paragraphs paragraphs{text};
  for (Paragraph paragraph; paragraphs.next(paragraph);) {
    AptSource row;
    row.host = machine.host;
    row.file = "/" + utf8(path);
    row.line = paragraph.line;
    row.enabled = yes_no(paragraph.get("Enabled")).value_or(true);
    row.components = list_of(paragraph, "Components");
    row.architectures = list_of(paragraph, "Architectures");
    row.signed_by = signed_by(paragraph.get("Signed-By"));
    row.trusted = yes_no(paragraph.get("Trusted"));
    auto const before = position;
    for (auto const& type : list_of(paragraph, "Types"))
      for (auto const& uri : list_of(paragraph, "URIs"))
        for (auto const& suite : list_of(paragraph, "Suites")) {
          row.type = type;
          row.uri = uri;
          row.suite = suite;
          row.position = ++position;
          emit(row);
        }
    if (position == before) machine.problems.malformed(apt_sources_name, "paragraphs", path);
  }
}

}  // namespace

oar::Table apt_sources_table() {
  return oar::Table::of<AptSource>(
             apt_sources_name, "Where Debian packages are taken from: a row per kind, address and suite",
             {host_column,
              {"file", "The file that says so"},
              {"position", "The place in the file, from 1"},
              {"line", "The line where it begins, from 1"},
              {"enabled", "False for a paragraph with Enabled: no; lines that are commented out are no rows"},
              {"type", "deb for packages, deb-src for their sources"},
              {"uri", "The archive's address"},
              {"suite", "The release: bookworm-updates; or a path, ending in a slash"},
              {"components", "Parts of the release: main, contrib"},
              {"architectures", "Only these, where any are named"},
              {"signed_by", "The key that the archive must be signed with"},
              {"trusted", "True: signatures are not looked at"}})
      .key({"host", "file", "position"});
}

oar::Result<void> read_apt_sources(Machine& machine, Emit<AptSource> const& emit) {
  std::vector<std::string> paths{std::string{apt_sources_folder} + "sources.list"};
  auto const names = OAR_TRY(machine.main_list(apt_sources_name, std::string{apt_sources_folder} + "sources.list.d"));
  for (auto const& name : names.value_or(std::vector<std::string>{}))
    if (name.ends_with(".list") || name.ends_with(".sources"))
      paths.push_back(std::string{apt_sources_folder} + "sources.list.d/" + name);
  for (auto const& path : paths) {
    auto const text = machine.part_text(apt_sources_name, "files", path);
    if (!text) continue;
    if (path.ends_with(".sources"))
      read_deb822(machine, path, *text, emit);
    else
      read_list(machine, path, *text, emit);
  }
  return {};
}

}  // namespace machine
