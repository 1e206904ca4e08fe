#include "store.hpp"

#include <oar/json_text.hpp>

#include <algorithm>
#include <fstream>

#include "arrow_check.hpp"
#include "json_cell.hpp"
#include "values.hpp"

namespace conformance {
namespace {

constexpr std::string_view rule = "destination.read-back";

struct StreamRelease {
  void operator()(ArrowArrayStream* stream) const {
    if (stream->release) stream->release(stream);
  }
};

std::vector<std::string> rows_of(ArrowArrayStream& stream, oar::Table const& table) {
  oar::OwnedSchema schema;
  expect_of(rule, stream.get_schema(&stream, schema.get()) == 0, "get_schema failed for table ", table.name());
  auto const found = oar::Table::from_schema(*schema);
  expect_of(rule, found && found->columns().size() == table.columns().size(), "table ", table.name(),
            " comes back with another schema than was asked for");
  for (std::size_t i = 0; i < table.columns().size(); ++i)
    expect_of(rule, found->columns()[i].type == table.columns()[i].type, "table ", table.name(), ", column ",
              table.columns()[i].name, " comes back as ", oar::describe(found->columns()[i].type));
  std::vector<std::string> rows;
  for (;;) {
    oar::OwnedArray array;
    auto const status = stream.get_next(&stream, array.get());
    expect_of("", status == 0, "table ", table.name(),
              " cannot be read back: ", status == 0 ? "" : stream.get_last_error(&stream));
    if (!array) return rows;
    auto const fault = fault_of(*schema, *array);
    expect_of(rule, !fault, "table ", table.name(), ": ", fault.value_or(""));
    auto const batch = oar::Batch::make(*found, std::move(array));
    expect_of(rule, static_cast<bool>(batch), batch ? "" : batch.error().message());
    for (std::int64_t row = 0; row < batch->rows(); ++row) rows.push_back(exact_row(*batch, row));
  }
}

std::string hex_of(std::string_view bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (auto const c : bytes) {
    out += digits[static_cast<unsigned char>(c) >> 4];
    out += digits[static_cast<unsigned char>(c) & 15];
  }
  return out;
}

std::string spelling_name(oar::Type const& type) {
  if (type.extension != oar::Extension::none) return std::string{oar::name_of(type.extension)};
  auto const name = oar::describe(type);
  return name.substr(0, name.find_first_of("(<"));
}

// One value in the SDK's JSON, or as the quirks spell its kind.
std::string cell(LineFiles const& lines, oar::ColumnView const& column, std::int64_t row) {
  std::string out;
  auto const spelled = lines.spelling.find(spelling_name(column.type()));
  if (spelled == lines.spelling.end() || column.is_null(row))
    oar::append_json(out, column, row);
  else if (spelled->second == "integer")
    out = std::to_string(column.integer(row));
  else if (spelled->second == "text")
    oar::detail::append_quoted(out, column.bytes(row));
  else
    out = "\"" + hex_of(column.bytes(row)) + "\"";
  return canonical_json(out).value_or(out);
}

bool is_uuid(std::string_view text) {
  return text.size() == 36 && text.find_first_not_of("0123456789abcdef-") == text.npos;
}

bool fits(std::string_view pattern, std::string_view path) {
  auto const mark = pattern.find("{{UUID}}");
  if (mark == pattern.npos) return pattern == path;
  auto const tail = pattern.substr(mark + 8);
  return path.size() == mark + 36 + tail.size() && path.starts_with(pattern.substr(0, mark)) && path.ends_with(tail) &&
         is_uuid(path.substr(mark, 36));
}

std::vector<fs::path> files_below(fs::path const& folder) {
  std::vector<fs::path> files;
  for (auto const& entry : fs::recursive_directory_iterator{folder})
    if (entry.is_regular_file()) files.push_back(entry.path());
  return files;
}

// The row of one line, when it is one of that table.
std::optional<std::string> row_of(LineFiles const& lines, std::string const& line, oar::Table const& table) {
  auto const members = members_of_json(line);
  expect(members.has_value(), "a line is no JSON object: ", line);
  if (!lines.table_member.empty()) {
    auto const named = members->find(lines.table_member);
    if (named == members->end() || named->second != "\"" + std::to_string(table.name().size()) + ":" + table.name())
      return std::nullopt;
  }
  auto row = *members;
  if (!lines.row_member.empty()) {
    auto const at = line.find("\"" + lines.row_member + "\":");
    expect(at != line.npos, "a line without ", lines.row_member, ": ", line);
    auto const text = std::string_view{line}.substr(at + lines.row_member.size() + 3);
    auto const inner = members_of_json(text.substr(0, text.rfind('}')));
    expect(inner.has_value(), "a line's ", lines.row_member, " is no JSON object: ", line);
    row = *inner;
  }
  std::string out;
  for (auto const& field : table.columns()) {
    auto const found = row.find(field.name);
    out += (found == row.end() ? "null" : found->second) + " ";
  }
  return out;
}

}  // namespace

std::vector<std::string> operator+(std::vector<std::string> one, std::vector<std::string> const& other) {
  one.insert(one.end(), other.begin(), other.end());
  return one;
}

Store::Store(Run const& run) : run_{run} {
  Instance const instance{run};
  can_read_back_ = instance->get_extension(instance.get(), OAR_READ_BACK) != nullptr;
  if (!can_read_back_ || run.quirks.lines) can_read_back_ = !run.quirks.lines;
  if (!can_read_back_ && !run.quirks.lines)
    not_asked("the plugin offers no oar.read-back/1, and the quirks name no lines to read instead");
}

std::vector<std::string> Store::read_back(oar::Table const& table) const {
  Instance instance{run_};
  auto const* extension = static_cast<oar_read_back const*>(instance->get_extension(instance.get(), OAR_READ_BACK));
  expect_of(rule, extension != nullptr, "get_extension(oar.read-back/1) is NULL; the quirks may name lines instead");
  Writer const writer{instance, {.flags = OAR_WRITER_READ_ONLY}};
  auto const schema = table.to_schema();
  ArrowArrayStream stream{};
  ErrorBox error;
  must("", extension->read(writer.get(), schema.get(), &stream, error.get()), error, "read back table " + table.name());
  std::unique_ptr<ArrowArrayStream, StreamRelease> const owner{&stream};
  return rows_of(stream, table);
}

std::vector<std::string> Store::read_lines(oar::Table const& table) const {
  auto const& lines = *run_.quirks.lines;
  auto names = run_.names();
  names["TABLE"] = table.name();
  auto const pattern = filled(*lines.path, names);
  std::vector<std::string> rows;
  for (auto const& file : files_below(run_.dir())) {
    if (!fits(pattern, file.string())) continue;
    std::ifstream in{file};
    for (std::string line; std::getline(in, line);)
      if (auto row = row_of(lines, line, table)) rows.push_back(*std::move(row));
  }
  return rows;
}

bool Store::finds_by_name() const { return can_read_back_ || !run_.quirks.lines->table_member.empty(); }

std::vector<std::string> Store::rows(oar::Table const& table) const {
  return can_read_back_ ? read_back(table) : read_lines(table);
}

std::vector<std::string> Store::looks(Data const& data) const {
  auto const batch = oar::Batch::make(data.table, data.share());
  expect(static_cast<bool>(batch), "the suite's own batch: ", batch ? "" : batch.error().message());
  std::vector<std::string> rows;
  for (std::int64_t row = 0; row < batch->rows(); ++row) {
    if (can_read_back_) {
      rows.push_back(exact_row(*batch, row));
      continue;
    }
    auto& text = rows.emplace_back();
    for (auto const& column : batch->columns()) text += cell(*run_.quirks.lines, column, row) + " ";
  }
  return rows;
}

bool Store::is_empty(oar::Table const& table) const {
  try {
    return rows(table).empty();
  } catch (Broken const& fault) {
    if (fault.rule.empty()) return true;  // there is no such table
    throw;
  }
}

void Store::expect_rows(oar::Table const& table, std::vector<std::string> const& wanted, std::string_view when) const {
  auto const difference = conformance::difference(wanted, rows(table));
  expect(difference.empty(), "table ", table.name(), ", ", when, ": ", difference);
}

}  // namespace conformance
