// A plugin's JSON Schema, and settings for it: checked, shown, asked for and written, or refused. Never for ever.
#include "host/cli/new_config.hpp"
#include "host/cli/schema_text.hpp"
#include "host/config/schema.hpp"
#include "host/config/spec.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/unit/config/memory_environment.hpp"

namespace {

using namespace oar;

// The settings with their places, as they come out of a file.
config::Located settings_of(std::string_view text) {
  auto const loaded = config::load_text(
      "c.json", R"([{"kind": "source", "spec": {"name": "s", "tables": ["*"], "destinations": ["d"], "spec": )" +
                    std::string{text} + R"(}}, {"kind": "destination", "spec": {"name": "d"}}])");
  return loaded.config.sources.empty() ? config::Located{} : loaded.config.sources.front().spec;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  fuzz::Input input{data, size};
  auto const text = input.text();
  auto const settings = settings_of(input.rest());
  for (auto const& problem : config::check_spec("plugin", text, settings))
    fuzz::must(!problem.message.empty(), "a problem has words");
  config::secret_values(text, settings.value);
  fuzz::must(text.empty() || !cli::schema_text(text, report::Style{}).empty() || text.size() < 3, "a schema is shown");
  auto const schema = config::parse_schema(text);
  if (!schema) return 0;
  cli::NewEnd end{.kind = config::Kind::source, .name = "s", .path = "p", .title = "p 1", .schema = *schema};
  for (auto const& needed : cli::needed_settings(*schema)) {
    auto const yaml = cli::setting_as_yaml(*schema, needed.name, "1");
    if (yaml) end.settings[needed.name] = *yaml;
  }
  cli::setting_names(*schema);
  fuzz::must(!cli::new_config(end, end, "c.yaml").empty(), "a configuration is written");
  return 0;
}
