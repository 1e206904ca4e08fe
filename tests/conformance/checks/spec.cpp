// The plugin's settings: their schema, what it takes and what it refuses.

#include "../json_schema_check.hpp"
#include "../plugin.hpp"
#include "rules.hpp"

namespace conformance {
namespace {

json::value spec_of(Run const& run) {
  constexpr std::string_view rule = "spec.draft-07";
  Instance instance{run, Configured::no};
  auto const text = instance.spec();
  json::error_code ec;
  auto spec = json::parse(text, ec);
  expect_of(rule, !ec, "the spec is no JSON: ", ec.message());
  auto const fault = schema_fault(spec);
  expect_of(rule, !fault, "the spec is no JSON Schema of draft-07: ", fault.value_or(""));
  auto const* type = spec.is_object() ? spec.get_object().if_contains("type") : nullptr;
  expect_of(rule, type && *type == "object", "the spec has to describe an object");
  return spec;
}

void check_accepts(Run const& run) {
  auto const spec = spec_of(run);
  auto const fault = misfit(spec, run.config());
  expect(!fault, "the spec refuses the right settings: ", fault.value_or(""));
  Instance const configured{run};
}

// "" = refused, by whichever of the two.
std::string accepted(Run const& run, json::value const& spec, json::value const& config) {
  if (misfit(spec, config)) return {};
  Instance instance{run, Configured::no};
  auto const status = instance.configure(json::serialize(config));
  if (status == OAR_OK) return "accepted: " + json::serialize(config);
  expect(instance.error.now().message[0] != '\0', "refused without a message: ", json::serialize(config));
  return {};
}

void check_refuses(Run const& run) {
  if (run.quirks.wrong_configs.empty()) not_asked("the quirks name no wrong_configs");
  auto const spec = spec_of(run);
  for (auto const& wrong : run.quirks.wrong_configs) {
    auto const problem = accepted(run, spec, filled(wrong, run.names()));
    expect(problem.empty(), problem);
  }
}

void check_typo(Run const& run) {
  auto const spec = spec_of(run);
  auto config = run.config();
  config.as_object()["no_such_setting_of_conformance"] = 1;
  expect(misfit(spec, config).has_value(),
         "the spec takes a setting that does not exist: with \"additionalProperties\": "
         "false a user's typing error would be found");
}

}  // namespace

Rules spec_rules() {
  return {
      {"spec.draft-07", "The spec is a JSON Schema, draft-07, of an object", [](Run const& run) { spec_of(run); }},
      {"spec.accepts-config", "The right settings are accepted, by the spec and by configure", check_accepts},
      {"spec.refuses-wrong", "Wrong settings are refused, by the spec or by configure", check_refuses},
      {"spec.refuses-unknown", "A setting that does not exist is refused by the spec", check_typo},
  };
}

}  // namespace conformance
