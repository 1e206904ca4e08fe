/* The umbrella may be included twice, and with the plugin's entry declared. */
#define OAR_BUILDING_PLUGIN
#include <oar/abi.h>

#include <oar/abi.h>

#include "pin.h"

const oar_entry* OAR_CALL oar_plugin_entry_v1(const oar_host* host, oar_error* error) {
  (void)host, (void)error;
  return NULL;
}
