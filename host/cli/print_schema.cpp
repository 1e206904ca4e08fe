// Asks every plugin that can be found for the schema of its settings.
#include "host/cli/print_schema.hpp"

#include "host/cli/plugin_log.hpp"
#include "host/cli/prepare.hpp"
#include "host/cli/signals.hpp"
#include "host/config/config_schema.hpp"
#include "host/plugins/instance.hpp"

namespace oar::cli {
namespace {

Result<std::string> schema_of(plugins::Found const& found, std::shared_ptr<plugins::Library const> const& library,
                              plugins::Role role, Console& console) {
  PluginLog services{console.log(), found.name, {}};
  plugins::HostHandle const handle{services};
  auto const instance = OAR_TRY(plugins::Instance::create(library, {.name = found.name, .role = role}, handle));
  return instance.spec();
}

bool has(plugins::Library const& library, plugins::Role role) {
  for (auto const& descriptor : library.descriptors())
    if (descriptor.has(role)) return true;
  return false;
}

std::vector<config::PluginSpec> specs_of(plugins::SearchPath const& search, Console& console) {
  std::vector<config::PluginSpec> specs;
  for (auto const& found : plugins::list(search)) {
    if (found.shadowed) continue;
    auto const library = plugins::Library::load(found.path);
    if (!library) {
      console.warning(library.error().message());
      continue;
    }
    for (auto const role : {plugins::Role::source, plugins::Role::destination}) {
      if (!has(**library, role)) continue;
      auto schema = schema_of(found, *library, role, console);
      if (!schema) {
        console.warning(schema.error().message());
        continue;
      }
      auto const kind = role == plugins::Role::source ? config::Kind::source : config::Kind::destination;
      specs.push_back({kind, found.name, *std::move(schema)});
    }
  }
  return specs;
}

}  // namespace

int print_schema(Options const& options, Console& console) {
  Signals const signals;
  auto const built = config::config_schema(specs_of(search_path(options), console));
  for (auto const& fault : built.faults) console.warning(fault);
  console.document(built.schema);
  return exit_done;
}

}  // namespace oar::cli
