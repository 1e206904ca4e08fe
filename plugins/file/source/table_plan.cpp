#include "plugins/file/source/table_plan.hpp"

#include "plugins/file/source/sample.hpp"
#include "plugins/file/source/siblings.hpp"

#include <algorithm>

namespace oar::file {
namespace {

struct Looked {
  std::string table;
  Format format;
  std::string first_file;
  Sample sample;
  std::size_t files = 0;
  std::optional<Error> failed;  // the first file's that could not be looked at
};

Result<Looked*> table_of(std::vector<Looked>& tables, SourceFile const& file) {
  auto found = std::ranges::find(tables, file.table, &Looked::table);
  if (found == tables.end()) {
    tables.push_back({.table = file.table, .format = file.format, .first_file = file.path});
    return &tables.back();
  }
  if (found->format != file.format)
    return Error::of(Errc::config, "table ", file.table, " would be of CSV and NDJSON files (", found->first_file, ", ",
                     file.path, "); read each format by a source of its own, or name the files apart");
  return &*found;
}

// A log that was just rotated is empty: its older parts tell what it will hold.
Result<void> look_beside(SourceFile const& file, SampleLimits const& limits, Sample& sample) {
  auto const siblings = OAR_TRY(siblings_of(file.path));
  for (auto const& sibling : siblings) {
    if (!is_rotated_name(sibling.path, file.path) || !sample.columns().empty()) continue;
    auto older = file;
    older.path = sibling.path;
    older.compression = parts_of(sibling.path).compression;
    OAR_TRY(sample.look_at(older, limits));
  }
  return {};
}

Result<std::vector<Looked>> look_at(std::vector<SourceFile> const& files, Settings const& settings, Host const& host,
                                    SampleLimits const& limits) {
  std::vector<Looked> tables;
  for (auto const& file : files) {
    auto* const table = OAR_TRY(table_of(tables, file));
    auto looked = table->sample.look_at(file, limits);
    if (looked && settings.incremental && table->sample.columns().empty())
      looked = look_beside(file, limits, table->sample);
    if (looked) {
      ++table->files;
      continue;
    }
    host.warn(looked.error().message());
    if (!table->failed) table->failed = looked.error();
  }
  return tables;
}

std::string list(std::vector<std::string> const& names, std::size_t at_most) {
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), at_most); ++i) text += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > at_most) text += " and " + std::to_string(names.size() - at_most) + " more";
  return text;
}

void announce(Looked const& looked, std::vector<std::string> const& guessed, Host const& host) {
  if (guessed.empty()) return;
  host.info("table ", looked.table, ": by the first ", looked.sample.rows(), " rows of ", looked.files,
            looked.files == 1 ? " file: " : " files: ", list(guessed, 100), "; the setting columns overrides it");
}

Result<void> add_key(Settings const& settings, TablePlan& plan) {
  plan.key = settings.primary_key;
  for (auto const& key : plan.key) {
    auto const found = std::ranges::find(plan.columns, key, [](auto const& column) { return column.field.name; });
    if (found == plan.columns.end())
      return Error::of(Errc::config, "/primary_key: table ", plan.name, " has no column ", key);
    found->field.nullable = false;
  }
  return {};
}

ColumnPlan overridden(std::string const& name, Type const& type) {
  return {.field = {name, type, true, "As the settings say"}, .overridden = true};
}

ColumnPlan guessed_column(Sample::Column const& column, Format format, std::size_t rows) {
  auto const type = format == Format::csv ? column.texts.type() : column.values.type();
  auto const digits_as_text = format == Format::ndjson && column.values.only_numbers() && type == Type::text;
  return {.field = {column.name, type, true, "Guessed from the first " + std::to_string(rows) + " rows"},
          .digits_as_text = digits_as_text};
}

// NDJSON's values are JSON already.
void trust_json(TablePlan& plan) {
  for (auto& column : plan.columns)
    if (column.field.type.extension == Extension::json) column.storage = Storage::text;
}

// What the settings name and no file has: with a header there, it is a typo.
Result<void> add_missing(Settings const& settings, bool has_header, TablePlan& plan) {
  for (auto const& [name, type] : settings.columns) {
    auto const known = std::ranges::find(plan.columns, name, [](auto const& column) { return column.field.name; });
    if (known != plan.columns.end()) continue;
    if (has_header)
      return Error::of(Errc::config, "/columns/", name, ": no file of table ", plan.name, " has this column");
    plan.columns.push_back(overridden(name, type));
  }
  return {};
}

Result<std::shared_ptr<TablePlan const>> plan_table(Looked const& looked, Settings const& settings, Host const& host) {
  auto plan = std::make_shared<TablePlan>();
  plan->name = looked.table;
  plan->format = looked.format;
  std::vector<std::string> guessed;
  for (auto const& column : looked.sample.columns()) {
    auto const setting = settings.columns.find(column.name);
    if (setting != settings.columns.end()) {
      plan->columns.push_back(overridden(column.name, setting->second));
      continue;
    }
    plan->columns.push_back(guessed_column(column, looked.format, looked.sample.rows()));
    guessed.push_back(column.name + " " + describe(plan->columns.back().field.type));
  }
  auto const has_header = !plan->columns.empty() && looked.format == Format::csv;
  OAR_TRY(add_missing(settings, has_header, *plan));
  if (plan->columns.empty()) return std::shared_ptr<TablePlan const>{};
  OAR_TRY(add_key(settings, *plan));
  if (plan->format == Format::ndjson) trust_json(*plan);
  announce(looked, guessed, host);
  return std::shared_ptr<TablePlan const>{std::move(plan)};
}

}  // namespace

Table TablePlan::table(bool incremental) const {
  Table made{name, format == Format::csv ? "From CSV files" : "From NDJSON files"};
  for (auto const& column : columns) made.column(column.field.name, column.field.type, column.field.description);
  if (!key.empty()) made.key(key);
  if (incremental) made.incremental({});
  return made;
}

Result<TablePlans> plan_tables(std::vector<SourceFile> const& files, Settings const& settings, Host const& host,
                               SampleLimits const& limits) {
  TablePlans plans;
  for (auto const& looked : OAR_TRY(look_at(files, settings, host, limits))) {
    if (looked.files == 0) return *looked.failed;
    auto plan = OAR_TRY(plan_table(looked, settings, host));
    if (plan)
      plans.push_back(std::move(plan));
    else
      host.warn("table ", looked.table, " is not offered: ", looked.first_file,
                " is empty, so its columns are unknown; the setting columns can name them");
  }
  return plans;
}

}  // namespace oar::file
