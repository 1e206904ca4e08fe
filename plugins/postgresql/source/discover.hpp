#pragma once
// Which relations a database has, and what each is offered as.

#include "plugins/postgresql/source/config.hpp"
#include "plugins/postgresql/source/relation.hpp"

namespace oar::postgresql::source {

// What could not be offered is told to the host.
Result<Relations> discover(Connection& connection, SourceConfig const& config, Host host);

}  // namespace oar::postgresql::source
