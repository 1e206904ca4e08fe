#include "plugins/postgresql/destination/layout_plan.hpp"

#include <algorithm>
#include <functional>

#include "plugins/postgresql/connection/names.hpp"

namespace oar::postgresql {
namespace {

bool delivers(LayoutPlan const& plan, std::vector<std::string> const& names) {
  return std::ranges::all_of(
      names, [&](auto const& name) { return std::ranges::find(plan.columns, quoted(name)) != plan.columns.end(); });
}

// NOT NULL and CHECK stand there too, so that a row is refused when it is copied, and not when all of them are merged.
std::string definition_of(LayoutPlan const& plan, TableShape const& shape) {
  std::string definition;
  for (std::size_t i = 0; i < plan.columns.size(); ++i) {
    auto const* column = shape.column(fitted(plan.table.columns()[i].name));
    definition.append(plan.columns[i]).append(" ").append(column->sql_type);
    if (column->not_null) definition += " NOT NULL";
    definition += ", ";
  }
  definition.append(quoted(stage_number)).append(" bigint");
  for (auto const& check : shape.checks)
    if (!check.columns.empty() && delivers(plan, check.columns)) definition.append(", ").append(check.definition);
  return definition;
}

}  // namespace

std::string joined(std::vector<std::string> const& names) {
  std::string out;
  for (auto const& name : names) out.append(out.empty() ? "" : ", ").append(name);
  return out;
}

Result<LayoutPlan> plan_layout(Layout const& layout, TableShape const& shape, std::string const& schema) {
  LayoutPlan plan{.table = layout.table, .mode = layout.mode};
  plan.target = qualified(schema, shape.name);
  for (auto const& field : layout.table.columns()) {
    auto const* column = shape.column(fitted(field.name));
    if (!column) return Error::of(Errc::schema, "table ", shape.name, " has no column ", field.name);
    plan.columns.push_back(quoted(column->name));
    plan.natives.push_back(column->native);
  }
  if (layout.mode == WriteMode::upsert)
    for (auto const& name : layout.table.primary_key()) {
      plan.key.push_back(*layout.table.index_of(name));
      plan.key_names.push_back(quoted(fitted(name)));
    }
  if (auto const ours = provenance_of(layout.table)) {
    plan.mark = quoted(fitted(ours->deleted_at()));
    plan.has_mark = shape.column(fitted(ours->deleted_at()));
  }
  plan.stage_definition = definition_of(plan, shape);
  name_stage(plan, "rows");
  return plan;
}

void name_stage(LayoutPlan& plan, std::string_view of) {
  auto const hash = std::hash<std::string>{}(plan.target + plan.stage_definition);
  plan.stage = "pg_temp." + quoted(fitted("_oar_" + std::string{of} + "_" + std::to_string(hash)));
}

std::string copy_sql(LayoutPlan const& plan) {
  return "COPY " + plan.target + " (" + joined(plan.columns) + ") FROM STDIN (FORMAT binary)";
}

std::string copy_to_stage_sql(LayoutPlan const& plan) {
  return "COPY " + plan.stage + " (" + joined(plan.columns) + ", " + quoted(stage_number) +
         ") FROM STDIN (FORMAT binary)";
}

std::string create_stage_sql(LayoutPlan const& plan) {
  return "CREATE TEMPORARY TABLE IF NOT EXISTS " + plan.stage.substr(std::string_view{"pg_temp."}.size()) + " (" +
         plan.stage_definition + ") ON COMMIT DELETE ROWS";
}

}  // namespace oar::postgresql
