#include "host/plugins/instance.hpp"

#include <catch2/catch.hpp>

#include "host/plugins/call.hpp"

using namespace oar::plugins;

namespace {

std::shared_ptr<Library const> load(std::string const& fault) {
  auto library = Library::load(std::filesystem::path{OAR_TEST_PLUGINS} / "refused" / (fault + ".so"));
  REQUIRE(library);
  return *std::move(library);
}

class Bench {
 public:
  oar::Result<Instance> create(std::string const& fault, Choice const& choice = {}) {
    return Instance::create(load(fault), choice, host_);
  }

 private:
  HostServices services_;
  HostHandle host_{services_};
};

}  // namespace

TEST_CASE("an instance answers its spec, takes its settings and gives its role's functions") {
  Bench bench;
  auto instance = bench.create("none");
  REQUIRE(instance);
  CHECK(*instance->spec() == R"({"type": "object"})");
  CHECK(instance->configure("{}"));
  REQUIRE(instance->source());
  CHECK((*instance->source())->open_scan != nullptr);

  auto const tested = instance->test_connection();
  REQUIRE(!tested);
  CHECK(tested.error().code() == oar::Errc::unsupported);
}

TEST_CASE("settings that a plugin refuses are its error, under its name") {
  Bench bench;
  auto instance = bench.create("none");
  REQUIRE(instance);
  auto const configured = instance->configure(R"({"a": 1})");
  REQUIRE(!configured);
  CHECK(configured.error().code() == oar::Errc::config);
  CHECK(configured.error().message() == "idle: this plugin has no settings");
}

TEST_CASE("a role that the plugin does not have is refused, at its creation and later") {
  Bench bench;
  auto const wanted = bench.create("none", {.role = Role::destination});
  REQUIRE(!wanted);
  CHECK_THAT(wanted.error().message(), Catch::EndsWith("the plugin idle is not a destination: it is a source; choose "
                                                       "another plugin for this destination"));
  auto instance = bench.create("none");
  REQUIRE(instance);
  auto const destination = instance->destination();
  REQUIRE(!destination);
  CHECK(destination.error().code() == oar::Errc::unsupported);
}

TEST_CASE("a role that is promised and not kept is the plugin's fault") {
  Bench bench;
  auto empty = bench.create("role_without_extension");
  REQUIRE(empty);
  CHECK(empty->source().error().message() ==
        "plugin misbehaved: idle (role_without_extension.so): its descriptor says that it is a source, but it answers "
        "no oar.source/1");
  auto incomplete = bench.create("extension_incomplete");
  REQUIRE(incomplete);
  CHECK(incomplete->source().error().message() ==
        "plugin misbehaved: idle (extension_incomplete.so): its oar.source/1 lacks a function that it has to have");
}

TEST_CASE("what create does wrong is an error") {
  Bench bench;
  auto const failed = bench.create("create_error");
  REQUIRE(!failed);
  CHECK(failed.error().code() == oar::Errc::no_memory);
  CHECK(failed.error().message() == "idle: no room for another one");
  CHECK_THAT(bench.create("create_null").error().message(), Catch::EndsWith("create succeeded without a plugin"));
  CHECK_THAT(bench.create("plugin_too_small").error().message(), Catch::Contains("too small"));
  CHECK(bench.create("throw_in_create").error().message() ==
        "plugin misbehaved: throwing (throw_in_create.so): threw out of create: the roof fell in");
}

TEST_CASE("an instance that throws while it is used or destroyed does not end the host") {
  Bench bench;
  auto spec = bench.create("throw_in_spec");
  REQUIRE(spec);
  CHECK_THAT(spec->spec().error().message(), Catch::Contains("threw out of get_spec"));
  { CHECK(bench.create("throw_in_destroy")); }
}

TEST_CASE("a spec that is not UTF-8 is the plugin's fault") {
  Bench bench;
  auto instance = bench.create("spec_not_utf8");
  REQUIRE(instance);
  CHECK(instance->spec().error().message() ==
        "plugin misbehaved: idle (spec_not_utf8.so): get_spec answered text that is not UTF-8");
}

TEST_CASE("of several plugins in a library the name, the id or the role chooses") {
  Bench bench;
  auto const id = [&](Choice const& choice) {
    auto const instance = bench.create("several", choice);
    return instance ? instance->descriptor().id : instance.error().message();
  };
  CHECK(id({.name = "lazy"}) == "test.lazy");
  CHECK(id({.name = "idle", .role = Role::source}) == "test.idle.source");
  CHECK(id({.name = "idle", .role = Role::destination}) == "test.idle.destination");
  CHECK(id({.name = "test.idle.destination"}) == "test.idle.destination");
  CHECK(id({.name = "several", .role = Role::destination}) == "test.idle.destination");
  CHECK_THAT(id({.name = "several", .role = Role::source}), Catch::Contains("idle, idle, lazy"));
  CHECK_THAT(id({.name = "lazy", .role = Role::destination}), Catch::Contains("lazy is not a destination"));
}

TEST_CASE("a moved instance is destroyed once, and a library outlives its last name") {
  Bench bench;
  auto first = bench.create("none");
  REQUIRE(first);
  Instance second{std::move(*first)};
  CHECK(second.spec());
  CHECK(second.library().path().filename() == "none.so");
  auto third = bench.create("several", {.name = "lazy"});
  REQUIRE(third);
  second = *std::move(third);
  CHECK(second.descriptor().id == "test.lazy");
}
