#pragma once
// The pieces of the destination: its writer hands out transactions.

#include "keeper.hpp"

namespace zoo {

oar_status OAR_CALL begin(oar_writer* writer, oar_txn_options const* options, oar_txn** out, oar_error* error);

struct Writer {
  oar_writer writer{};
  Settings settings;
  oar_state_sink* sink = nullptr;  // kept, though it was for one call
  bool migrated = false;
};

}  // namespace zoo
