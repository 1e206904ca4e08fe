// `oarlock tables`: documents the tables that the sources of a configuration offer.
#include <algorithm>

#include "host/cli/catalog.hpp"
#include "host/cli/commands.hpp"
#include "host/cli/prepare.hpp"
#include "host/cli/signals.hpp"
#include "host/cli/table_docs.hpp"
#include "oar/glob.hpp"

namespace oar::cli {
namespace {

namespace json = boost::json;

bool wanted(Table const& table, std::vector<std::string> const& globs) {
  return globs.empty() || std::any_of(globs.begin(), globs.end(),
                                      [&](std::string const& glob) { return glob_matches(glob, table.name()); });
}

Result<SourceDocs> docs_of(End const& end, std::vector<std::string> const& only) {
  auto tables = OAR_TRY(discover(end.instance()));
  std::erase_if(tables, [&](Table const& table) { return !wanted(table, only); });
  auto const& descriptor = end.instance().descriptor();
  return SourceDocs{end.name(), descriptor.name, descriptor.version, std::move(tables)};
}

int exit_code(std::size_t failed, std::size_t all, Signals const& signals) {
  if (signals.interrupted()) return exit_interrupted;
  if (failed == 0) return exit_done;
  return failed == all ? exit_nothing_moved : exit_partly;
}

}  // namespace

int run_tables(Options const& options, Console& console) {
  Signals const signals;
  auto const prepared = prepare(options, Which::sources, console, {signals.soft(), signals.soft()});
  if (!prepared.ok()) return refuse(prepared, console);
  json::array all;
  json::array errors;
  std::string text;
  for (auto const& source : prepared.ends.sources) {
    auto const docs = docs_of(*source, options.only).within(source->name());
    if (!docs) {
      console.error(docs.error().message());
      errors.emplace_back(docs.error().message());
      continue;
    }
    text += (text.empty() ? "" : "\n") + to_markdown(*docs);
    all.push_back(to_json(*docs));
  }
  int const code = exit_code(errors.size(), prepared.ends.sources.size(), signals);
  if (console.json()) {
    console.document({{"exit_code", code}, {"sources", std::move(all)}, {"errors", std::move(errors)}});
  } else {
    console.result(text);
  }
  return code;
}

}  // namespace oar::cli
