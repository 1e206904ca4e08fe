#include "host/config/tables.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "host/config/wording.hpp"
#include "oar/glob.hpp"

namespace oar::config {
namespace {

bool any_matches(std::vector<std::string> const& patterns, std::string_view name) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](auto const& pattern) { return glob_matches(pattern, name); });
}

// One decision per offered table, in their order; unset: not selected.
class Selector {
 public:
  Selector(Source const& source, std::vector<OfferedTable> const& offered) : source_{source}, offered_{offered} {
    for (std::size_t i = 0; i < offered.size(); ++i) index_.emplace(offered[i].name, i);
    chosen_.resize(offered.size());
  }

  Selection select() {
    for (std::size_t i = 0; i < offered_.size(); ++i)
      if (any_matches(source_.tables, offered_[i].name) && !is_skipped(i)) chosen_[i] = Chosen::by_pattern;
    if (!source_.skip_dependent_tables) add_descendants();
    add_ancestors();
    Selection selection;
    for (std::size_t i = 0; i < offered_.size(); ++i)
      if (chosen_[i]) selection.tables.push_back({offered_[i].name, *chosen_[i]});
    return selection;
  }

 private:
  // The ancestors of a table, nearest first; a parent that is not offered, or a circle, ends them.
  std::vector<std::size_t> ancestors_of(std::size_t table) const {
    std::vector<std::size_t> ancestors;
    for (auto at = index_.find(offered_[table].parent); at != index_.end() && ancestors.size() < offered_.size();
         at = index_.find(offered_[at->second].parent))
      ancestors.push_back(at->second);
    return ancestors;
  }

  bool is_skipped(std::size_t table) const {
    auto const skipped = [&](std::size_t i) { return any_matches(source_.skip_tables, offered_[i].name); };
    auto const ancestors = ancestors_of(table);
    return skipped(table) || std::any_of(ancestors.begin(), ancestors.end(), skipped);
  }

  void add_descendants() {
    auto const matched = chosen_;
    for (std::size_t i = 0; i < offered_.size(); ++i) {
      auto const ancestors = ancestors_of(i);
      bool const descends =
          std::any_of(ancestors.begin(), ancestors.end(), [&](auto at) { return matched[at].has_value(); });
      if (!chosen_[i] && descends && !is_skipped(i)) chosen_[i] = Chosen::as_descendant;
    }
  }

  void add_ancestors() {
    auto const selected = chosen_;
    for (std::size_t i = 0; i < offered_.size(); ++i)
      for (auto const at : selected[i] ? ancestors_of(i) : std::vector<std::size_t>{})
        if (!chosen_[at]) chosen_[at] = Chosen::as_ancestor;
  }

  Source const& source_;
  std::vector<OfferedTable> const& offered_;
  std::map<std::string, std::size_t> index_;
  std::vector<std::optional<Chosen>> chosen_;
};

// The lines of an error about patterns that match nothing.
class PatternCheck {
 public:
  PatternCheck(Source const& source, std::vector<OfferedTable> const& offered) : source_{source} {
    for (auto const& table : offered) names_.push_back(table.name);
  }

  std::string lines() {
    check_list(source_.tables, "/spec/tables");
    check_list(source_.skip_tables, "/spec/skip_tables");
    for (std::size_t i = 0; i < source_.table_options.size(); ++i)
      check(source_.table_options[i].tables, child_pointer("/spec/table_options", i) + "/tables");
    return lines_;
  }

 private:
  void check_list(std::vector<std::string> const& patterns, std::string const& pointer) {
    for (std::size_t i = 0; i < patterns.size(); ++i) check(patterns[i], child_pointer(pointer, i));
  }

  void check(std::string const& pattern, std::string const& pointer) {
    if (std::any_of(names_.begin(), names_.end(), [&](auto const& name) { return glob_matches(pattern, name); }))
      return;
    bool const hidden = source_.origin.spot(pointer).substituted;
    auto const accepted = names_.empty() ? std::string("; the source offers no tables")
                                         : ", expected the name of a table, or one with *: " + listed(names_);
    add(pointer, "found " + (hidden ? std::string("a text") : in_quotes(pattern)) + ", which matches no table" +
                     accepted + (hidden ? "" : did_you_mean(pattern, names_)));
  }

  void add(std::string const& pointer, std::string message) {
    if (!lines_.empty()) lines_ += '\n';
    lines_ += to_string(problem_at(source_.origin, pointer, std::move(message)));
  }

  Source const& source_;
  std::vector<std::string> names_;
  std::string lines_;
};

}  // namespace

bool Selection::contains(std::string_view name) const {
  return std::any_of(tables.begin(), tables.end(), [&](SelectedTable const& table) { return table.name == name; });
}

Result<Selection> select_tables(Source const& source, std::vector<OfferedTable> const& offered) {
  auto const lines = PatternCheck(source, offered).lines();
  if (!lines.empty()) return Error::of(Errc::config, lines);
  auto selection = Selector(source, offered).select();
  if (selection.tables.empty())
    return Error::of(Errc::config, to_string(problem_at(source.origin, "/spec/skip_tables",
                                                        "found patterns that skip every table that tables asks for, "
                                                        "expected at least one to remain")));
  return selection;
}

Selection narrowed(Source const& source, std::vector<OfferedTable> const& offered, Selection const& selection,
                   std::vector<std::string> const& globs) {
  auto remaining = offered;
  std::erase_if(remaining, [&](OfferedTable const& table) { return !selection.contains(table.name); });
  auto part = source;
  part.tables = globs;
  return Selector(part, remaining).select();
}

TableOption table_option(Source const& source, std::string_view table) {
  TableOption merged;
  auto const take = [](auto& into, auto const& from) {
    if (from) into = from;
  };
  for (auto const& option : source.table_options) {
    if (!glob_matches(option.tables, table)) continue;
    take(merged.read_mode, option.read_mode);
    take(merged.cursor, option.cursor);
    take(merged.primary_key, option.primary_key);
    take(merged.columns, option.columns);
    take(merged.skip_columns, option.skip_columns);
    take(merged.where, option.where);
    take(merged.write_mode, option.write_mode);
  }
  merged.tables = table;
  return merged;
}

}  // namespace oar::config
