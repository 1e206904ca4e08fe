// What there is: plugins, their settings, and the tables of a source.
#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "configs.hpp"
#include "process.hpp"

using namespace oar::e2e;
using Catch::Contains;

namespace json = boost::json;

TEST_CASE("plugin list shows what can be found, as text and as JSON") {
  Folder const folder;
  auto const text = run_oarlock({{"plugin", "list"}, folder.path()});
  INFO(text.err);
  CHECK(text.exit_code == 0);
  CHECK_THAT(text.out, Contains("synthetic") && Contains("recording") && Contains("destination"));
  auto const run = run_oarlock({{"plugin", "list", "--output", "json"}, folder.path()});
  CHECK(json::parse(run.out).as_object().at("plugins").as_array().size() >= 2);
}

TEST_CASE("plugin info shows a plugin's settings with types, defaults and descriptions") {
  Folder const folder;
  auto const text = run_oarlock({{"plugin", "info", "recording"}, folder.path()});
  INFO(text.out);
  CHECK(text.exit_code == 0);
  CHECK_THAT(text.out, Contains("password") && Contains("secret") && Contains("The file that is appended to"));
  auto const run = run_oarlock({{"plugin", "info", "recording", "--output", "json"}, folder.path()});
  auto const plugin = json::parse(run.out).as_object().at("plugins").as_array().at(0).as_object();
  CHECK(plugin.at("spec").as_object().at("properties").as_object().contains("delay_ms"));
}

TEST_CASE("plugin info of an unknown name is exit code 2 with the places looked at") {
  Folder const folder;
  auto const run = run_oarlock({{"plugin", "info", "recordin"}, folder.path()});
  CHECK(run.exit_code == 2);
  CHECK_THAT(run.err, Contains("recording") && Contains(OAR_TEST_PLUGINS));
}

TEST_CASE("tables documents a source: children below parents, incremental ones with their cursor") {
  Folder const folder;
  folder.write("sync.yaml", source("made", "kept",
                                   "    tables: [{name: orders, children: 1}, {name: events, incremental: true}]\n") +
                                recording("kept", ""));
  auto const text = run_oarlock({{"tables", "sync.yaml"}, folder.path()});
  INFO(text.out);
  INFO(text.err);
  CHECK(text.exit_code == 0);
  CHECK_THAT(text.out, Contains("- [events](#events) (incremental, by `id`)"));
  CHECK_THAT(text.out, Contains("- [orders](#orders)\n  - [orders_items](#orders_items)"));
  CHECK_THAT(text.out, Contains("| `id` | `int64`"));
  auto const run = run_oarlock({{"tables", "--output", "json", "sync.yaml"}, folder.path()});
  auto const sources = json::parse(run.out).as_object().at("sources").as_array();
  CHECK(sources.at(0).as_object().at("tables").as_array().size() == 3);
}

TEST_CASE("test-connection tells each end, and its exit code agrees") {
  Folder const folder;
  folder.write("good.yaml", source("made", "kept", "    tables: [{name: a}]\n") + sqlite("kept"));
  auto const good = run_oarlock({{"test-connection", "good.yaml"}, folder.path()});
  INFO(good.out);
  CHECK(good.exit_code == 0);
  CHECK_THAT(good.out, Contains("made") && Contains("kept"));
}
