#pragma once
// The pieces of the source: its plan and its scan.

#include "arrow.hpp"
#include "keeper.hpp"

namespace zoo {

oar_status OAR_CALL make_plan(oar_plugin* plugin, oar_plan_options const* options, oar_plan** out, oar_error* error);
oar_status OAR_CALL open_scan(oar_plugin* plugin, oar_bytes descriptor, oar_bytes cursor,
                              oar_scan_options const* options, oar_scan** out, oar_error* error);

}  // namespace zoo
