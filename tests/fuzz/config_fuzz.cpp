// A configuration is loaded, or each of its problems has a place and words.
#include "tests/fuzz/fuzz.hpp"
#include "tests/unit/config/memory_environment.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  oar::fuzz::Input input{data, size};
  auto const flags = input.byte();
  oar::config::MemoryEnvironment environment;
  environment.variables = {{"NAME", "value"}, {"EMPTY", ""}, {"NUMBER", "7"}};
  environment.files["secret"] = "word\n";
  auto const loaded = load_text(flags & 1 ? "c.json" : "c.yaml", std::string{input.rest()}, environment);
  for (auto const& problem : loaded.problems) {
    oar::fuzz::must(!problem.message.empty(), "a problem has words");
    oar::fuzz::must(!problem.place.file.empty(), "a problem has a place");
  }
  if (loaded.ok()) oar::fuzz::must(!loaded.config.sources.empty(), "what is valid has a source");
  return 0;
}
