// Where the state file lies.
#include "state/place.hpp"

#include <catch2/catch.hpp>

using oar::state::state_path;

TEST_CASE("--state wins over OARLOCK_STATE, which wins over the folder of the first config file") {
  CHECK(state_path("a.db", "b.db", "conf/c.yaml") == "a.db");
  CHECK(state_path("", "b.db", "conf/c.yaml") == "b.db");
  CHECK(state_path("", "", "conf/c.yaml") == "conf/.oarlock/state.db");
  CHECK(state_path("", "", "c.yaml") == ".oarlock/state.db");
}
