// `oarlock test-connection`: connects every source and destination, and reads nothing.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

#include "host/cli/commands.hpp"
#include "host/cli/prepare.hpp"
#include "host/cli/signals.hpp"
#include "host/report/grid.hpp"
#include "host/report/text.hpp"

namespace oar::cli {
namespace {

namespace json = boost::json;

enum class Answer { connected, refused, untested };

std::string_view name_of(Answer answer) {
  switch (answer) {
    case Answer::connected:
      return "connected";
    case Answer::refused:
      return "failed";
    case Answer::untested:
      return "not tested";
  }
  return {};
}

struct Tested {
  End const* end = nullptr;
  Answer answer = Answer::connected;
  std::string text;  // the plugin's report, or the error
};

Tested test(End& end) {
  auto report = end.instance().test_connection();
  if (report) return {&end, Answer::connected, std::move(*report)};
  if (report.error().code() == Errc::unsupported) return {&end, Answer::untested, "the plugin cannot test by itself"};
  return {&end, Answer::refused, report.error().message()};
}

std::vector<Tested> test_all(std::vector<std::unique_ptr<End>> const& ends, Signals const& signals) {
  std::vector<Tested> out;
  for (auto const& end : ends) {
    if (signals.interrupted()) break;
    out.push_back(test(*end));
  }
  return out;
}

bool failed(Tested const& tested) { return tested.answer == Answer::refused; }

int exit_code(std::vector<Tested> const& sources, std::vector<Tested> const& destinations, Signals const& signals) {
  if (signals.interrupted()) return exit_interrupted;
  bool const no_source = !sources.empty() && std::all_of(sources.begin(), sources.end(), failed);
  bool const no_destination = !destinations.empty() && std::all_of(destinations.begin(), destinations.end(), failed);
  if (no_source || no_destination) return exit_nothing_moved;
  bool const some = std::any_of(sources.begin(), sources.end(), failed) ||
                    std::any_of(destinations.begin(), destinations.end(), failed);
  return some ? exit_partly : exit_done;
}

json::object to_json(Tested const& tested) {
  json::object out{{"role", plugins::name_of(tested.end->role())},
                   {"name", tested.end->name()},
                   {"plugin", tested.end->instance().descriptor().name},
                   {"answer", name_of(tested.answer)}};
  if (tested.answer == Answer::connected) {
    json::error_code not_json;
    auto report = json::parse(tested.text, not_json);
    if (!not_json) out["report"] = std::move(report);
  } else {
    out["message"] = tested.text;
  }
  return out;
}

// {"version":"3.40","latency_ms":2} as "version 3.40, latency_ms 2"
std::string report_text(std::string const& text) {
  json::error_code not_json;
  auto const report = json::parse(text, not_json);
  if (not_json || !report.is_object()) return report::one_line(text);
  std::string out;
  for (auto const& [key, value] : report.get_object()) {
    auto const shown = value.is_string() ? std::string(value.get_string()) : json::serialize(value);
    out.append(out.empty() ? "" : ", ").append(std::string_view(key.data(), key.size())).append(" ").append(shown);
  }
  return report::one_line(out);
}

std::string to_text(std::vector<Tested> const& all, report::Style const& style) {
  report::Grid grid{{{"ROLE"}, {"NAME"}, {"PLUGIN"}, {"ANSWER"}, {""}}};
  for (auto const& tested : all) {
    auto const paint = [&style, answer = tested.answer](std::string_view text) {
      if (answer == Answer::connected) return style.good(text);
      return answer == Answer::refused ? style.bad(text) : style.dim(text);
    };
    auto const& descriptor = tested.end->instance().descriptor();
    grid.add({{std::string(plugins::name_of(tested.end->role()))},
              {tested.end->name()},
              {descriptor.name + " " + descriptor.version},
              {std::string(name_of(tested.answer)), paint},
              {tested.answer == Answer::connected ? report_text(tested.text) : report::one_line(tested.text)}});
  }
  return grid.text("", [&style](std::string_view text) { return style.strong(text); });
}

}  // namespace

int run_test_connection(Options const& options, Console& console) {
  Signals const signals;
  auto const prepared = prepare(options, Which::all, console, {signals.soft(), signals.soft()});
  if (!prepared.ok()) return refuse(prepared, console);
  auto all = test_all(prepared.ends.sources, signals);
  auto const destinations = test_all(prepared.ends.destinations, signals);
  int const code = exit_code(all, destinations, signals);
  all.insert(all.end(), destinations.begin(), destinations.end());
  if (!console.json()) {
    console.result(to_text(all, console.style()));
    return code;
  }
  json::array ends;
  for (auto const& tested : all) ends.push_back(to_json(tested));
  console.document({{"exit_code", code}, {"ends", std::move(ends)}});
  return code;
}

}  // namespace oar::cli
