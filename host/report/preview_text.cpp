// Previews as text: a block per route, then what needs attention, then one sentence.
#include <algorithm>
#include <map>

#include "host/report/grid.hpp"
#include "host/report/preview.hpp"
#include "host/report/text.hpp"
#include "host/report/warnings.hpp"

namespace oar::report {
namespace {

constexpr std::size_t splits_shown = 20;

std::string route_title(sync::Route const& route) { return one_line(route.source + " -> " + route.destination); }

std::string write_words(sync::TablePreview const& table) {
  switch (table.write) {
    case sync::Write::append:
      return "append";
    case sync::Write::replace:
      return "replace";
    case sync::Write::upsert:
      break;
  }
  if (table.marks_stale) return "upsert, mark stale";
  return table.deletes_stale ? "upsert, delete stale" : "upsert";
}

std::string joined(std::vector<std::string> const& texts) {
  std::string out;
  for (auto const& text : texts) out.append(out.empty() ? "" : ", ").append(text);
  return out;
}

class PreviewText {
 public:
  explicit PreviewText(Style const& style) : style_{style} {}

  void route(sync::RoutePreview const& route) {
    auto const promise = promise_of(route);
    head(route_title(route.route) + (promise.empty() ? "" : ": " + promise));
    tables(route);
    splits(route);
    statements(route, "Statements to run");
    made_anew(route);
    stale(route);
  }

  void migration(sync::RoutePreview const& route, std::string_view title) {
    auto const before = out_.size();
    head(route_title(route.route));
    auto const empty = out_.size();
    statements(route, title);
    made_anew(route);
    if (out_.size() == empty) out_.resize(before);
  }

  void summary(sync::Summary const& summary) {
    notes(summary);
    warnings(summary);
    failures(summary);
  }

  void verdict(std::string const& sentence) {
    if (!out_.empty()) out_ += "\n";
    out_ += sentence + "\n";
  }

  std::string take() { return std::move(out_); }

 private:
  void head(std::string const& text) {
    if (!out_.empty()) out_ += "\n";
    out_ += style_.strong(text) + "\n";
  }

  void section(std::string_view title, std::string const& lines) {
    if (!lines.empty()) out_.append("  ").append(title).append(":\n").append(lines);
  }

  // One promise for all tables, or each with those that it holds for.
  static std::string promise_of(sync::RoutePreview const& route) {
    std::map<sync::Delivery, std::vector<std::string>> tables;
    for (auto const& table : route.tables) tables[table.delivery].push_back(one_line(table.table));
    if (tables.size() == 1) return std::string(sync::words_of(tables.begin()->first));
    std::string out;
    for (auto const& [delivery, names] : tables)
      out.append(out.empty() ? "" : "; ").append(sync::words_of(delivery)).append(" (").append(joined(names) + ")");
    return out;
  }

  void tables(sync::RoutePreview const& route) {
    if (route.tables.empty()) return;
    Grid grid{{{"TABLE"}, {"READ"}, {"WRITE"}, {"SPLITS", Align::right}, {"RESUME", Align::right}}};
    for (auto const& table : route.tables) {
      std::size_t splits = 0;
      std::size_t resume = 0;
      for (auto const& split : route.splits) {
        if (std::find(split.tables.begin(), split.tables.end(), table.table) == split.tables.end()) continue;
        ++splits;
        resume += split.resumes ? 1 : 0;
      }
      grid.add({one_line(table.table), std::string(sync::name_of(table.read)), write_words(table), with_commas(splits),
                resume == 0 ? std::string() : with_commas(resume)});
    }
    out_ += grid.text("  ", {});
  }

  static std::string start_of(sync::SplitPreview const& split) {
    if (split.again) return "is read again from the beginning";
    if (!split.resumes) return "from the beginning";
    return "goes on" +
           (split.resumes_from.empty() ? std::string() : " where the sync of " + split.resumes_from + " stopped");
  }

  static std::string estimate_of(sync::SplitPreview const& split) {
    if (split.est_rows < 0) return {};
    return ", about " + plural(static_cast<std::uint64_t>(split.est_rows), "row");
  }

  void splits(sync::RoutePreview const& route) {
    std::string lines;
    for (std::size_t i = 0; i < std::min(route.splits.size(), splits_shown); ++i) {
      auto const& split = route.splits[i];
      lines += "    " + one_line(split.id) + ": " + start_of(split) + estimate_of(split) + "\n";
    }
    if (route.splits.size() > splits_shown)
      lines += "    and " + with_commas(route.splits.size() - splits_shown) + " more; --output json lists all\n";
    if (route.idle_cursors > 0)
      lines += "    " + plural(route.idle_cursors, "saved cursor") + " of splits that are not read now\n";
    section("Splits", lines);
  }

  void statements(sync::RoutePreview const& route, std::string_view title) {
    std::string lines;
    for (auto const& table : route.tables)
      for (auto const& statement : table.statements) lines += "    " + printable(statement, "      ") + ";\n";
    section(title, lines);
  }

  void made_anew(sync::RoutePreview const& route) {
    std::string lines;
    for (auto const& table : route.tables) {
      if (!table.replaced) continue;
      auto const& how = *table.replaced;
      lines += "    " + one_line(table.table) + ": " + one_line(how.why) +
               (how.copied ? "; its rows are copied" : "; its rows cannot be copied");
      if (!how.kept_as.empty()) lines += ", the old table is kept as " + one_line(how.kept_as);
      lines += "\n";
    }
    section("Tables made anew", lines);
  }

  void stale(sync::RoutePreview const& route) {
    for (bool const marks : {false, true}) {
      std::string unless;
      std::string gone;
      for (auto const& table : route.tables) {
        if (table.marks_stale == marks) add_stale(table, unless, gone);
      }
      std::string const done = marks ? "Marked as deleted" : "Deleted";
      section(done + ", since their scope is gone", gone);
      section(done + " unless read again", unless);
    }
  }

  static void add_stale(sync::TablePreview const& table, std::string& unless, std::string& gone) {
    std::uint64_t rows = 0;
    for (auto const& scope : table.stale_among) {
      if (!scope.vanished) rows += scope.rows;
      if (scope.vanished)
        gone += "    " + one_line(table.table) + ": " + plural(scope.rows, "row") + " of scope " +
                one_line(scope.scope) + "\n";
    }
    if (rows > 0) unless += "    " + one_line(table.table) + ": " + plural(rows, "row") + " there now\n";
  }

  void notes(sync::Summary const& summary) {
    std::string lines;
    for (auto const& route : summary.routes) {
      if (route.removed_rows > 0)
        lines += item(route_title(route.route),
                      plural(route.removed_rows, "row") + " that an unfinished sync left will be removed first");
      for (auto const& note : route.notes) lines += item(route_title(route.route), note);
      for (auto const& table : route.tables)
        for (auto const& note : table.notes) lines += item(route_title(route.route) + ": " + table.table, note);
    }
    attention("Note", lines, &Style::strong);
  }

  void warnings(sync::Summary const& summary) {
    std::string lines;
    for (auto const& group : group_warnings(summary.warnings)) lines += "  " + to_string(group) + "\n";
    attention("Warnings", lines, &Style::warn);
  }

  void failures(sync::Summary const& summary) {
    std::string lines;
    if (summary.fault) lines += item("", summary.fault->message());
    for (auto const& reason : summary.refused) lines += item("", reason);
    for (auto const& end : summary.failed_sources) lines += item("source " + end.name, end.error);
    for (auto const& end : summary.failed_destinations) lines += item("destination " + end.name, end.error);
    for (auto const& route : summary.routes) {
      if (!route.never_started)  // its end says it
        for (auto const& error : route.errors) lines += item(route_title(route.route), error);
      for (auto const& table : route.tables)
        for (auto const& error : table.errors) lines += item(route_title(route.route) + ": " + table.table, error);
    }
    attention("Would fail", lines, &Style::bad);
  }

  static std::string item(std::string const& where, std::string const& what) {
    return "  " + (where.empty() ? "" : one_line(where) + ": ") + printable(what, "    ") + "\n";
  }

  using Paint = std::string (Style::*)(std::string_view) const;
  void attention(std::string_view title, std::string const& lines, Paint how) {
    if (lines.empty()) return;
    if (!out_.empty()) out_ += "\n";
    out_ += (style_.*how)(title) + ":\n" + lines;
  }

  Style const& style_;
  std::string out_;
};

bool shown(sync::Preview const& preview) { return !preview.summary.fault && preview.summary.refused.empty(); }

std::size_t count_statements(sync::Preview const& preview) {
  std::size_t count = 0;
  for (auto const& route : preview.routes)
    for (auto const& table : route.tables) count += table.statements.size();
  return count;
}

}  // namespace

std::string preview_text(sync::Preview const& preview, std::filesystem::path const& state_file, Style const& style) {
  PreviewText text{style};
  if (shown(preview))
    for (auto const& route : preview.routes) text.route(route);
  text.summary(preview.summary);
  text.verdict("Nothing was changed. State: " + state_file.string());
  return text.take();
}

std::string migration_text(sync::Preview const& preview, Told told, Style const& style) {
  bool const dry = told == Told::would_run;
  PreviewText text{style};
  if (shown(preview))
    for (auto const& route : preview.routes) text.migration(route, dry ? "Statements to run" : "Statements run");
  text.summary(preview.summary);
  auto const count = count_statements(preview);
  auto const well = preview.summary.exit_code() == 0;
  auto const statements = count > 0 ? plural(count, "statement")
                          : well    ? std::string("the tables are ready as they are")
                                    : std::string("no statement");
  text.verdict(dry ? "Nothing was changed: " + statements + (count == 0 && well ? "." : " to run.")
                   : (well ? style.good("Done") : style.warn("Not all done")) + ": " + statements + ".");
  return text.take();
}

}  // namespace oar::report
