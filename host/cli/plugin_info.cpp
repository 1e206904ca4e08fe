// `oarlock plugin info NAME`: what one plugin is, and which settings it takes.
#include <boost/json/parse.hpp>

#include "host/cli/commands.hpp"
#include "host/cli/plugin_log.hpp"
#include "host/cli/prepare.hpp"
#include "host/cli/schema_text.hpp"
#include "host/cli/signals.hpp"
#include "host/plugins/instance.hpp"
#include "host/report/text.hpp"

namespace oar::cli {
namespace {

namespace json = boost::json;

struct Info {
  plugins::Descriptor descriptor;
  std::string schema;
};

struct Infos {
  std::filesystem::path path;
  std::uint32_t abi_minor = 0;
  std::vector<Info> plugins;
};

Result<Infos> look_at(Options const& options, Console& console) {
  auto const path = OAR_TRY(plugins::find(options.plugin, search_path(options)));
  PluginLog services{console.log(), options.plugin, {}};
  plugins::HostHandle const handle{services};
  auto const library = OAR_TRY(plugins::Library::load(path, services));
  Infos out{path, library->abi_minor(), {}};
  for (auto const& descriptor : library->descriptors()) {
    auto const instance = OAR_TRY(plugins::Instance::create(library, {.name = descriptor.id}, handle));
    out.plugins.push_back({descriptor, OAR_TRY(instance.spec())});
  }
  return out;
}

json::object to_json(Infos const& infos, Info const& info) {
  auto const& descriptor = info.descriptor;
  json::array roles;
  for (auto const role : {plugins::Role::source, plugins::Role::destination})
    if (descriptor.has(role)) roles.emplace_back(name_of(role));
  json::error_code failed;
  auto schema = json::parse(info.schema, failed);
  return {{"name", descriptor.name},
          {"id", descriptor.id},
          {"version", descriptor.version},
          {"vendor", descriptor.vendor},
          {"url", descriptor.url},
          {"summary", descriptor.summary},
          {"roles", std::move(roles)},
          {"path", infos.path.string()},
          {"abi", std::to_string(OAR_ABI_MAJOR) + "." + std::to_string(infos.abi_minor)},
          {"spec", failed ? json::value(nullptr) : std::move(schema)}};
}

std::string line(std::string_view name, std::string_view value) {
  return value.empty() ? std::string{} : "  " + report::pad_right(name, 10) + report::one_line(value) + "\n";
}

std::string to_text(Infos const& infos, Info const& info, report::Style const& style) {
  auto const& descriptor = info.descriptor;
  std::string roles;
  for (auto const role : {plugins::Role::source, plugins::Role::destination})
    if (descriptor.has(role)) roles.append(roles.empty() ? "" : ", ").append(name_of(role));
  auto out = style.strong(descriptor.name) + " " + descriptor.version + "\n";
  if (!descriptor.summary.empty()) out += report::one_line(descriptor.summary) + "\n";
  out += "\n" + line("roles", roles) + line("id", descriptor.id) + line("vendor", descriptor.vendor) +
         line("website", descriptor.url) + line("library", infos.path.string()) +
         line("ABI", std::to_string(OAR_ABI_MAJOR) + "." + std::to_string(infos.abi_minor));
  return out + "\nSettings, below the inner `spec:` of a configuration:\n" + schema_text(info.schema, style);
}

}  // namespace

int run_plugin_info(Options const& options, Console& console) {
  Signals const signals;
  auto const infos = look_at(options, console);
  if (!infos) {
    console.error(infos.error().message());
    if (console.json()) console.document({{"exit_code", exit_usage}, {"error", infos.error().message()}});
    return exit_usage;
  }
  json::array all;
  std::string text;
  for (auto const& info : infos->plugins) {
    all.push_back(to_json(*infos, info));
    text += (text.empty() ? "" : "\n") + to_text(*infos, info, console.style());
  }
  console.json() ? console.document({{"plugins", std::move(all)}}) : console.result(text);
  return exit_done;
}

}  // namespace oar::cli
