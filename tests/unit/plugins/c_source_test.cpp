// The source in plain C keeps the contract that the SDK hides from everybody else.
#include "c_pair.hpp"

using namespace c_pair;
using Said = std::vector<std::string>;

namespace {

// Plans the tables and reports "split@start_cursor" for each split.
oar::Result<Said> plan(Plugin& plugin, std::vector<oar_selection> const& wanted,
                       std::vector<oar_state> const& durable = {}) {
  std::vector<oar_selection const*> selected;
  for (auto const& each : wanted) selected.push_back(&each);
  std::vector<oar_state const*> states;
  for (auto const& each : durable) states.push_back(&each);
  oar_plan_options options{};
  options.struct_size = sizeof options;
  options.n_selected = selected.size();
  options.selected = selected.data();
  options.n_states = states.size();
  options.states = states.data();

  auto const* source = need(plugin->source());
  oar_plan* made = nullptr;
  OAR_TRY(call("plan", [&](oar_error* error) { return source->plan(plugin->raw(), &options, &made, error); }));
  Owned<oar_plan> const owned{made};
  Said splits;
  for (std::uint64_t i = 0; i < made->count; ++i) {
    auto const* split = made->split(made, i);
    splits.push_back(std::string{view(split->split_id)} + "@" + std::string{view(split->start_cursor)});
  }
  return splits;
}

oar_selection select(char const* table, std::int32_t mode) {
  oar_selection selection{};
  selection.struct_size = sizeof selection;
  selection.table = str(table);
  selection.read_mode = mode;
  return selection;
}

}  // namespace

TEST_CASE("the C source offers its two tables with their keys") {
  Plugin plugin{"c_source", "{}"};
  CHECK_THAT(need(plugin->spec()), Catch::Contains("\"count\""));
  auto const* source = need(plugin->source());
  oar_catalog* catalog = nullptr;
  need(call("discover", [&](oar_error* e) { return source->discover(plugin->raw(), str("{}"), &catalog, e); }));
  REQUIRE(catalog->count == 2);
  ArrowSchema raw{};
  need(call("table", [&](oar_error* error) { return catalog->table(catalog, 0, &raw, error); }));
  Held<ArrowSchema> const numbers{raw};
  CHECK(raw.n_children == 2);
  CHECK(std::string{raw.children[1]->name} == "text");
  CHECK((raw.children[1]->flags & ARROW_FLAG_NULLABLE) != 0);
  CHECK(!call("table", [&](oar_error* error) { return catalog->table(catalog, 2, &raw, error); }));
  catalog->release(catalog);
}

TEST_CASE("a full table ends without a cursor, and its checkpoints cover exactly what was sent") {
  Plugin plugin{"c_source", R"({"count": 5})"};
  CHECK(Scan{plugin, "numbers", ""}.read_all() ==
        Said{"table", "2 rows", "at 2", "2 rows", "at 4", "1 rows", "at 5", "end "});
  CHECK(Scan{plugin, "numbers", "4"}.read_all() == Said{"table", "1 rows", "at 5", "end "});
}

TEST_CASE("an incremental table resumes, and an empty read keeps its position") {
  Plugin before{"c_source", R"({"count": 3})"};
  CHECK(Scan{before, "ticks", ""}.read_all() == Said{"table", "2 rows", "at 2", "1 rows", "at 3", "end 3"});
  CHECK(Scan{before, "ticks", "3"}.read_all() == Said{"table", "end 3"});
  Plugin after{"c_source", R"({"count": 4})"};
  CHECK(Scan{after, "ticks", "3"}.read_all() == Said{"table", "1 rows", "at 4", "end 4"});
}

TEST_CASE("a plan has one split for each wanted table and starts where the durable cursor says") {
  Plugin plugin{"c_source", "{}"};
  std::string saved = "7";
  oar_state state{sizeof state, 0, str("ticks"), 3, bytes(saved)};
  auto const splits = plan(plugin, {select("numbers", OAR_READ_FULL), select("ticks", OAR_READ_INCREMENTAL)}, {state});
  CHECK(need(splits) == Said{"numbers@", "ticks@7"});
}

TEST_CASE("what cannot be planned is refused, not read in another way") {
  Plugin plugin{"c_source", "{}"};
  CHECK(plan(plugin, {select("nombers", OAR_READ_FULL)}).error().code() == oar::Errc::not_found);
  CHECK(plan(plugin, {select("ticks", OAR_READ_FULL)}).error().code() == oar::Errc::unsupported);
  auto filtered = select("numbers", OAR_READ_FULL);
  filtered.filter_json = str("{}");
  CHECK(plan(plugin, {filtered}).error().code() == oar::Errc::unsupported);
  auto flagged = select("numbers", OAR_READ_FULL);
  flagged.flags = 1 << 9;
  CHECK(plan(plugin, {flagged}).error().code() == oar::Errc::unsupported);
  flagged.flags = 1 << 19;  // a hint
  CHECK(plan(plugin, {flagged}));
}

TEST_CASE("cancelling the scan or its handle ends it") {
  Plugin plugin{"c_source", R"({"count": 100})"};
  Scan scan{plugin, "numbers", ""};
  scan.get()->cancel(scan.get());
  scan.get()->cancel(scan.get());
  CHECK(scan.next().error().code() == oar::Errc::cancelled);

  Scan other{plugin, "numbers", ""};
  plugin.stop().request_stop();
  CHECK(other.next().error().code() == oar::Errc::cancelled);
}

TEST_CASE("a cursor that the source never gave out is refused") {
  Plugin plugin{"c_source", "{}"};
  oar_scan_options const options{sizeof options, 0, plugin.host(), 0, 0, 0, 0};
  auto const* source = need(plugin->source());
  for (std::string const cursor : {"3x", "-1", "99999999999999999999999999999999"}) {
    oar_scan* scan = nullptr;
    auto const opened = call("open_scan", [&](oar_error* error) {
      return source->open_scan(plugin->raw(), bytes("ticks"), bytes(cursor), &options, &scan, error);
    });
    REQUIRE(!opened);
    CHECK(opened.error().code() == oar::Errc::cursor_expired);
  }
}

TEST_CASE("a batch, and each column moved out of it, outlives scan, instance and library") {
  std::optional<Held<ArrowArray>> batch, column;
  {
    Plugin plugin{"c_source", "{}"};
    Scan scan{plugin, "numbers", "", 4};
    Held<ArrowSchema> const schema{need(scan.next()).schema};
    batch.emplace(need(scan.next()).batch);
    column.emplace(std::exchange(*batch->get()->children[1], ArrowArray{}));
  }
  batch.reset();
  auto const* offsets = static_cast<std::int32_t const*>(column->get()->buffers[1]);
  auto const* text = static_cast<char const*>(column->get()->buffers[2]);
  CHECK(std::string(text + offsets[1], text + offsets[2]) == "number 2");
}
