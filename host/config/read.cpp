#include "host/config/read.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <tuple>
#include <utility>

#include "host/config/field_schemas.hpp"
#include "host/config/wording.hpp"

namespace oar::config {
namespace {

auto const table_option_fields = std::tuple{
    field("tables", &TableOption::tables, Need::required, "write the glob of the tables it is for, as tables: \"*\""),
    field("read_mode", &TableOption::read_mode),
    field("cursor", &TableOption::cursor),
    field("primary_key", &TableOption::primary_key),
    field("columns", &TableOption::columns),
    field("skip_columns", &TableOption::skip_columns),
    field("where", &TableOption::where),
    field("write_mode", &TableOption::write_mode),
};

auto const source_fields = std::tuple{
    field("name", &Source::name, Need::required, "give the source a name"),
    field("path", &Source::path),
    field("version", &Source::version),
    field("registry", &Source::registry),
    field("tables", &Source::tables, Need::required, "write tables: [\"*\"] for all of them"),
    field("skip_tables", &Source::skip_tables),
    field("skip_dependent_tables", &Source::skip_dependent_tables),
    field("destinations", &Source::destinations, Need::required, "list the names of the destinations it writes to"),
    field("table_options", &Source::table_options),
    field("spec", &Source::spec),
};

auto const destination_fields = std::tuple{
    field("name", &Destination::name, Need::required, "give the destination a name"),
    field("path", &Destination::path),
    field("version", &Destination::version),
    field("registry", &Destination::registry),
    field("write_mode", &Destination::write_mode),
    field("migrate_mode", &Destination::migrate_mode),
    field("provenance", &Destination::provenance),
    field("column_prefix", &Destination::column_prefix),
    field("max_delete_percent", &Destination::max_delete_percent, Need::optional, "", 100),
    field("delete_mode", &Destination::delete_mode),
    field("max_rejects", &Destination::max_rejects),
    field("spec", &Destination::spec),
};

// What CloudQuery's users may have in their files.
std::vector<Foreign> const foreign_to_a_source{
    {"backend_options", "remove it: cursors are kept beside the rows in each destination, and in the state file"},
    {"transformers", "there are no transformers yet; name the columns in table_options, and remove it"},
    {"concurrency", "remove it, and start `oarlock sync --concurrency N`"},
    {"scheduler", "remove it, and start `oarlock sync --concurrency N`"},
    {"deterministic_cq_id", "remove it: ids are always made from the primary key"},
    {"docker_registry_auth_token", "remove it: plugins are files on this machine"},
    {"otel_endpoint", "remove it: logs and the summary are written by `oarlock sync` itself"},
    {"write_mode", "write it in the destination, or for some tables in table_options"},
    {"", "settings of the plugin itself go one level deeper, below another spec:"},
};

std::vector<Foreign> const foreign_to_a_destination{
    {"transformers", "there are no transformers yet; name the columns in the source's table_options, and remove it"},
    {"pk_mode", "remove it: tables have the primary key of the source, or that of its table_options"},
    {"sync_group_id", "remove it: rows carry their sync in _oar_sync_time"},
    {"sync_summary", "remove it: every sync is recorded in the state file"},
    {"send_sync_summary", "remove it: every sync is recorded in the state file"},
    {"docker_registry_auth_token", "remove it: plugins are files on this machine"},
    {"tables", "write it in the source"},
    {"destinations", "write it in the source"},
    {"", "settings of the plugin itself go one level deeper, below another spec:"},
};

// An absent or wrong `spec` is an empty one that stands where the document's is.
void settle_spec(Located const& document, Located& spec) {
  if (spec.value.is_object()) return;
  spec.value = json::object{};
  spec.path = document.path_of("/spec/spec");
  spec.spots.emplace("", Spot{document.spot("/spec/spec").key, document.spot("/spec/spec").key});
}

template <class Member, class Fields>
bool read_member(Located document, Fields const& fields, std::vector<Foreign> const& foreign,
                 std::vector<Member>& members, std::vector<Problem>& problems) {
  Member member;
  FieldReader(document, problems).read("/spec", document.value.at("spec"), member, fields, foreign);
  settle_spec(document, member.spec);
  if (member.path.empty()) member.path = member.name;
  member.origin = std::move(document);
  members.push_back(std::move(member));
  return !members.back().name.empty();
}

std::string unknown_kind(json::value const& kind, Spot const& spot) {
  auto const message =
      "found " + describe(kind, spot.substituted ? Show::kind : Show::value) + ", expected source or destination";
  if (!kind.is_string() || spot.substituted) return message;
  std::string_view const text(kind.get_string().data(), kind.get_string().size());
  if (text == "transformer" || text == "transformers")
    return message +
           "; there are no transformers yet: name the columns in the source's table_options instead, "
           "and remove this document";
  return message + did_you_mean(text, {"source", "destination"});
}

// Null when the document lacks it, which is reported.
json::value const* required(Located const& document, char const* name, std::string const& what,
                            std::vector<Problem>& problems) {
  auto const* value = document.value.get_object().if_contains(name);
  auto const pointer = child_pointer("", name);
  if (value != nullptr && !value->is_null()) return document.spot(pointer).failed ? nullptr : value;
  problems.push_back({document.spot(pointer).key, document.path_of(pointer), "found nothing, expected " + what});
  return nullptr;
}

void refuse_other_members(Located const& document, std::vector<Problem>& problems) {
  std::vector<std::string> const accepted{"kind", "spec"};
  for (auto const& member : document.value.get_object()) {
    std::string_view const name(member.key().data(), member.key().size());
    if (name == "kind" || name == "spec") continue;
    auto const pointer = child_pointer("", name);
    problems.push_back({document.spot(pointer).key, document.path_of(pointer),
                        "found an unknown field, accepted are kind and spec" +
                            (nearest(name, accepted) ? did_you_mean(name, accepted) : "; put it below spec:")});
  }
}

}  // namespace

std::vector<FieldSchema> source_field_schemas() { return schemas_of(source_fields); }
std::vector<FieldSchema> destination_field_schemas() { return schemas_of(destination_fields); }
std::vector<FieldSchema> table_option_field_schemas() { return schemas_of(table_option_fields); }

TableOption read_table_option(FieldReader& reader, std::string const& pointer, json::value const& from) {
  TableOption option;
  reader.read(pointer, from, option, table_option_fields);
  return option;
}

bool read_document(Located document, Config& config, std::vector<Problem>& problems) {
  if (!document.value.is_object()) {
    auto const found = describe(document.value, document.spot("").substituted ? Show::kind : Show::value);
    problems.push_back(problem_at(document, "", "found " + found + ", expected a mapping with kind and spec"));
    return false;
  }
  refuse_other_members(document, problems);
  auto const* kind = required(document, "kind", "source or destination", problems);
  auto const* spec = required(document, "spec", "a mapping with the name and the other settings", problems);
  bool const source = kind != nullptr && *kind == "source";
  bool const destination = kind != nullptr && *kind == "destination";
  if (kind != nullptr && !source && !destination)
    problems.push_back(problem_at(document, "/kind", unknown_kind(*kind, document.spot("/kind"))));
  if (spec == nullptr || (!source && !destination)) return false;
  if (source) return read_member(std::move(document), source_fields, foreign_to_a_source, config.sources, problems);
  return read_member(std::move(document), destination_fields, foreign_to_a_destination, config.destinations, problems);
}

}  // namespace oar::config
