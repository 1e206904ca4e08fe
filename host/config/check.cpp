#include "host/config/check.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "host/config/wording.hpp"

namespace oar::config {
namespace {

constexpr std::size_t longest_name = 100;

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

// A text of the config, for a message; one that came out of ${...} stays hidden.
std::string shown(Located const& origin, std::string const& pointer, std::string_view text) {
  return origin.spot(pointer).substituted ? "a text" : in_quotes(text);
}

// Names for messages, without those that came out of ${...}.
template <class Member>
std::vector<std::string> written_names(std::vector<Member> const& members) {
  std::vector<std::string> names;
  for (auto const& member : members)
    if (!member.origin.spot("/spec/name").substituted) names.push_back(member.name);
  return names;
}

template <class Member>
void check_name(Member const& member, std::vector<Problem>& problems) {
  auto const sane = [](char c) { return is_word(c) || c == '-' || c == '.'; };
  if (std::all_of(member.name.begin(), member.name.end(), sane) && member.name.size() <= longest_name) return;
  problems.push_back(problem_at(member.origin, "/spec/name",
                                "found " + shown(member.origin, "/spec/name", member.name) +
                                    ", expected up to 100 letters (a to z), digits, \"-\", \"_\" and \".\""));
}

template <class Member>
void check_registry(Member const& member, std::vector<Problem>& problems) {
  if (!member.registry || *member.registry == "local") return;
  std::map<std::string, std::string> const remedies{
      {"cloudquery", "write only the plugin's name as path, and install it with `oarlock plugin install`"},
      {"grpc", "plugins are libraries that run inside of oarlock; write the plugin's name or its library as path"},
      {"docker", "plugins are libraries, not images; write the plugin's name or its library as path"},
  };
  auto const known = remedies.find(*member.registry);
  auto const remedy = known == remedies.end() ? std::string("remove it") : "remove it: " + known->second;
  problems.push_back(
      problem_at(member.origin, "/spec/registry",
                 "found " + shown(member.origin, "/spec/registry", *member.registry) + ", expected local; " + remedy));
}

template <class Member>
void check_each(std::vector<Member> const& members, std::string const& kind, std::vector<Problem>& problems) {
  std::map<std::string, Place> first;
  for (auto const& member : members) {
    if (member.name.empty()) continue;
    check_name(member, problems);
    check_registry(member, problems);
    auto const [before, fresh] = first.emplace(member.name, member.origin.spot("/spec/name").value);
    if (!fresh)
      problems.push_back(problem_at(member.origin, "/spec/name",
                                    "found a second " + kind +
                                        " of this name, expected each name once; the first is at " +
                                        to_string(before->second) + ", rename one of them"));
  }
}

void check_list_is_filled(Source const& source, std::vector<std::string> const& list, std::string const& name,
                          std::string const& remedy, std::vector<Problem>& problems) {
  auto const pointer = "/spec/" + name;
  auto const* fields = source.origin.value.at("spec").if_object();
  auto const* written = fields == nullptr ? nullptr : fields->if_contains(name);
  if (!list.empty() || written == nullptr || !written->is_array() || !written->get_array().empty()) return;
  problems.push_back(problem_at(source.origin, pointer, "found an empty list, expected at least one; " + remedy));
}

void check_destinations_of(Source const& source, Config const& config, Whole whole, std::vector<Problem>& problems) {
  auto const names = written_names(config.destinations);
  std::set<std::string> seen;
  for (std::size_t i = 0; i < source.destinations.size(); ++i) {
    auto const& name = source.destinations[i];
    auto const pointer = child_pointer("/spec/destinations", i);
    if (name.empty()) continue;
    auto const found = "found " + shown(source.origin, pointer, name);
    if (!seen.insert(name).second)
      problems.push_back(
          problem_at(source.origin, pointer, found + " twice, expected each destination once; remove one"));
    else if (whole == Whole::yes && !config.destinations.empty() && config.destination(name) == nullptr)
      problems.push_back(problem_at(source.origin, pointer,
                                    found + ", expected the name of a destination" +
                                        (names.empty() ? "" : ": " + listed(names)) +
                                        (source.origin.spot(pointer).substituted ? "" : did_you_mean(name, names))));
  }
}

void check_routes(Config const& config, Whole whole, std::vector<Problem>& problems) {
  std::set<std::string> used;
  for (auto const& source : config.sources) {
    check_list_is_filled(source, source.tables, "tables", "write tables: [\"*\"] for all of them", problems);
    check_list_is_filled(source, source.destinations, "destinations", "list the names of the destinations", problems);
    check_destinations_of(source, config, whole, problems);
    used.insert(source.destinations.begin(), source.destinations.end());
  }
  // A destination is unused on purpose only in a config that is right otherwise.
  if (whole == Whole::no || config.sources.empty() || has_errors(problems)) return;
  for (auto const& destination : config.destinations)
    if (!used.contains(destination.name))
      problems.push_back(problem_at(destination.origin, "/spec/name",
                                    "found a destination that no source writes to; name it in a source's "
                                    "destinations, or remove it",
                                    Severity::warning));
}

void check_column_prefix(Destination const& destination, std::vector<Problem>& problems) {
  auto const& prefix = destination.column_prefix;
  bool const begins_well = !(prefix.front() >= '0' && prefix.front() <= '9');
  if (begins_well && std::all_of(prefix.begin(), prefix.end(), is_word)) return;
  problems.push_back(problem_at(destination.origin, "/spec/column_prefix",
                                "found " + shown(destination.origin, "/spec/column_prefix", prefix) +
                                    ", expected letters (a to z), digits and \"_\", no digit first; as _cq_"));
}

// Stale rows are known by _oar_sync_time, which `provenance: none` leaves out.
void check_provenance(Config const& config, Destination const& destination, std::vector<Problem>& problems) {
  if (destination.provenance != Provenance::none) return;
  if (destination.write_mode == WriteMode::overwrite_delete_stale)
    problems.push_back(
        problem_at(destination.origin, "/spec/provenance",
                   "found none together with write_mode overwrite-delete-stale, which needs the columns "
                   "that none leaves out; write provenance: minimal, or write_mode: overwrite or append"));
  for (auto const& source : config.sources) {
    if (std::find(source.destinations.begin(), source.destinations.end(), destination.name) ==
        source.destinations.end())
      continue;
    for (std::size_t i = 0; i < source.table_options.size(); ++i)
      if (source.table_options[i].write_mode == WriteMode::overwrite_delete_stale)
        problems.push_back(problem_at(source.origin, child_pointer("/spec/table_options", i) + "/write_mode",
                                      "found overwrite-delete-stale, but the destination " +
                                          shown(destination.origin, "/spec/name", destination.name) +
                                          " has provenance: none; write overwrite or append here"));
  }
}

}  // namespace

void check(Config const& config, Whole whole, Place const& nowhere, std::vector<Problem>& problems) {
  check_each(config.sources, "source", problems);
  check_each(config.destinations, "destination", problems);
  check_routes(config, whole, problems);
  for (auto const& destination : config.destinations) {
    check_column_prefix(destination, problems);
    check_provenance(config, destination, problems);
  }
  if (whole == Whole::no) return;
  if (config.sources.empty())
    problems.push_back({nowhere, "", "found no source, expected at least one document with kind: source"});
  if (config.destinations.empty())
    problems.push_back({nowhere, "", "found no destination, expected at least one document with kind: destination"});
}

}  // namespace oar::config
