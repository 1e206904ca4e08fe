// The summary as text: a line per table, then what needs attention, then one sentence.
#include <algorithm>

#include "host/report/grid.hpp"
#include "host/report/summary.hpp"
#include "host/report/text.hpp"
#include "host/report/warnings.hpp"

namespace oar::report {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t warning_groups_shown = 8;

struct Totals {
  std::uint64_t tables = 0, rows = 0, deleted = 0, rejects = 0, warnings = 0;
  std::uint64_t done_tables = 0;
  std::uint64_t table_warnings = 0;  // those that name a table
};

Totals totals_of(sync::Summary const& summary) {
  Totals totals;
  for (auto const& route : summary.routes) {
    for (auto const& table : route.tables) {
      ++totals.tables;
      totals.rows += table.counts.rows;
      totals.deleted += table.counts.deleted;
      totals.rejects += table.rejects;
      if (table.status == sync::Status::done) ++totals.done_tables;
      totals.table_warnings += table.warnings;
    }
  }
  totals.warnings = summary.warnings_count;
  return totals;
}

std::string route_name(sync::Route const& route) { return one_line(route.source + " -> " + route.destination); }

class Text {
 public:
  Text(sync::Summary const& summary, SummaryContext const& context, Style const& style)
      : summary_{summary}, context_{context}, style_{style}, totals_{totals_of(summary)} {}

  std::string write() {
    tables();
    resumed();
    notes();
    warnings();
    failures();
    verdict();
    return std::move(out_);
  }

 private:
  void tables() {
    if (totals_.tables == 0 || !summary_.refused.empty()) return;  // refused: nothing ran
    std::vector<Grid::Column> columns{{"SOURCE -> DESTINATION"}, {"TABLE"}, {"ROWS", Align::right}};
    if (totals_.deleted > 0) columns.push_back({"DELETED", Align::right});
    if (totals_.rejects > 0) columns.push_back({"REJECTS", Align::right});
    if (totals_.table_warnings > 0) columns.push_back({"WARNINGS", Align::right});
    columns.push_back({"TIME", Align::right});
    columns.push_back({"STATE"});
    Grid grid{std::move(columns)};
    for (auto const& route : summary_.routes)
      for (std::size_t i = 0; i < route.tables.size(); ++i) grid.add(cells(route, route.tables[i], i == 0));
    out_ += grid.text("", [this](std::string_view text) { return style_.strong(text); });
  }

  std::vector<Grid::Cell> cells(sync::RouteSummary const& route, sync::TableSummary const& table, bool first) const {
    // A number that is zero everywhere has no column; zero in a column stays blank, so that the others stand out.
    auto const number = [](std::uint64_t value) { return value == 0 ? std::string() : with_commas(value); };
    auto const warn = [this](std::string_view text) { return style_.warn(text); };
    std::vector<Grid::Cell> row{first ? route_name(route.route) : std::string(), one_line(table.table),
                                with_commas(table.counts.rows)};
    if (totals_.deleted > 0) row.emplace_back(number(table.counts.deleted));
    if (totals_.rejects > 0) row.emplace_back(number(table.rejects), warn);
    if (totals_.table_warnings > 0) row.emplace_back(number(table.warnings), warn);
    auto const time = context_.time_of ? context_.time_of(route.route, table.table) : milliseconds{0};
    row.emplace_back(time.count() > 0 ? duration_text(time) : std::string());
    row.emplace_back(state_of(table),
                     [this, status = table.status](std::string_view text) { return paint(status, text); });
    return row;
  }

  static std::string state_of(sync::TableSummary const& table) {
    auto out = std::string(sync::name_of(table.status));
    return table.incremental && table.status == sync::Status::done ? out + ", incremental" : out;
  }

  std::string paint(sync::Status status, std::string_view text) const {
    switch (status) {
      case sync::Status::done:
        return style_.good(text);
      case sync::Status::failed:
        return style_.bad(text);
      default:
        return style_.warn(text);
    }
  }

  void resumed() {
    std::string lines;
    for (auto const& route : summary_.routes) {
      if (route.cursors_resumed > 0) {
        lines += "  " + route_name(route.route) + ": " + plural(route.cursors_resumed, "saved cursor");
        if (!route.resumed_from.empty()) lines += ", the latest of " + one_line(route.resumed_from);
        lines += "\n";
      }
      if (route.removed_rows > 0)
        lines += "  " + route_name(route.route) + ": removed " + plural(route.removed_rows, "row") +
                 " that an unfinished earlier sync had left\n";
    }
    section("Resumed", lines, Style{});
  }

  void notes() {
    std::string lines;
    for (auto const& route : summary_.routes) {
      for (auto const& note : route.notes) lines += item(route_name(route.route), note);
      for (auto const& table : route.tables)
        for (auto const& note : table.notes) lines += item(route_name(route.route) + ": " + table.table, note);
    }
    section("Note", lines, Style{});
  }

  void warnings() {
    auto const groups = group_warnings(summary_.warnings);
    std::string lines;
    for (std::size_t i = 0; i < std::min(groups.size(), warning_groups_shown); ++i)
      lines += "  " + to_string(groups[i]) + "\n";
    auto const untold =
        summary_.warnings_count - std::min<std::uint64_t>(summary_.warnings_count, summary_.warnings.size());
    if (groups.size() > warning_groups_shown || untold > 0)
      lines += "  and others; -v shows each, --log-file keeps them\n";
    section(totals_.warnings == 1 ? "1 warning" : with_commas(totals_.warnings) + " warnings", lines, style_,
            &Style::warn);
  }

  void failures() {
    std::string lines;
    if (summary_.fault) lines += item("", summary_.fault->message());
    for (auto const& reason : summary_.refused) lines += item("", reason);
    for (auto const& end : summary_.failed_sources) lines += item("source " + end.name, end.error);
    for (auto const& end : summary_.failed_destinations) lines += item("destination " + end.name, end.error);
    for (auto const& route : summary_.routes) {
      for (auto const& error : route.errors)
        if (!is_of_an_end(route.route, error)) lines += item(route_name(route.route), error);
      for (auto const& table : route.tables)
        for (auto const& error : table.errors) lines += item(route_name(route.route) + ": " + table.table, error);
    }
    section("Failed", lines, style_, &Style::bad);
  }

  // What kept a source or a destination from being opened is told once, not again for each of its routes.
  bool is_of_an_end(sync::Route const& route, std::string const& error) const {
    auto const says_so = [&](auto const& ends, std::string const& name) {
      return std::any_of(ends.begin(), ends.end(),
                         [&](auto const& end) { return end.name == name && end.error == error; });
    };
    return says_so(summary_.failed_sources, route.source) || says_so(summary_.failed_destinations, route.destination);
  }

  static std::string item(std::string const& where, std::string const& what) {
    return "  " + (where.empty() ? "" : one_line(where) + ": ") + printable(what, "    ") + "\n";
  }

  using Paint = std::string (Style::*)(std::string_view) const;
  void section(std::string_view title, std::string const& lines, Style const& style, Paint how = &Style::strong) {
    if (lines.empty()) return;
    if (!out_.empty()) out_ += "\n";
    out_ += (style.*how)(title) + ":\n" + lines;
  }

  void verdict() {
    if (!out_.empty()) out_ += "\n";
    int const code = summary_.exit_code();
    auto const words = plural(totals_.rows, "row") + " in " + plural(totals_.tables, "table") + " in " +
                       duration_text(milliseconds{summary_.elapsed_ms});
    switch (code) {
      case 0:
        out_ += style_.good("Done") + ": " + words + ".";
        break;
      case 1:
        out_ += style_.bad("Stopped by a fault") + ": " + words + " are durable.";
        break;
      case 2:
        out_ += style_.bad("Refused") + ": nothing was moved.";
        break;
      case 4:
        out_ += style_.bad("Nothing moved") + ": no source, or no destination, could be reached.";
        break;
      case 130:
        out_ += style_.warn("Interrupted") + ": " + words +
                " are durable. `oarlock sync --resume` goes on from there; "
                "without --resume, incremental tables do, and full tables are read anew.";
        break;
      default:
        out_ += totals_.done_tables == 0 ? style_.bad("Failed") : style_.warn("Partly done");
        out_ += ": " + words + unfinished() + ". The next sync tries again what failed.";
        break;
    }
    out_ += "\nState: " + context_.state_file.string() + "\n";
  }

  std::string unfinished() const {
    auto const tables = totals_.tables - totals_.done_tables;
    return tables == 0 ? std::string() : "; " + with_commas(tables) + " of them not completely";
  }

  sync::Summary const& summary_;
  SummaryContext const& context_;
  Style const& style_;
  Totals const totals_;
  std::string out_;
};

}  // namespace

std::string summary_text(sync::Summary const& summary, SummaryContext const& context, Style const& style) {
  return Text{summary, context, style}.write();
}

}  // namespace oar::report
