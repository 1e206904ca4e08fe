/* OAR_HAS and OAR_CAN with a struct of another size than one's own: what lets old and new plugins and hosts meet. */
#include <oar/abi.h>
#include <stdio.h>

static oar_status OAR_CALL test_connection(oar_plugin* plugin, oar_buf* report, oar_error* error) {
  (void)plugin, (void)report, (void)error;
  return OAR_OK;
}

#define CHECK(condition) \
  if (!(condition)) return fprintf(stderr, "line %d: not so: %s\n", __LINE__, #condition), 1

int main(void) {
  oar_plugin plugin = {.struct_size = sizeof plugin, .test_connection = test_connection};
  CHECK(OAR_HAS(oar_plugin, &plugin, get_extension));
  CHECK(!OAR_CAN(oar_plugin, &plugin, get_extension)); /* there, but not implemented */
  CHECK(OAR_CAN(oar_plugin, &plugin, test_connection));

  plugin.struct_size = offsetof(oar_plugin, get_extension); /* made by a side whose header ends before it */
  CHECK(!OAR_HAS(oar_plugin, &plugin, get_extension));
  CHECK(OAR_CAN(oar_plugin, &plugin, test_connection));

  plugin.struct_size = offsetof(oar_plugin, get_extension) - 1; /* half a member is no member */
  CHECK(!OAR_CAN(oar_plugin, &plugin, test_connection));

  plugin.struct_size = 4 * sizeof plugin; /* made by a newer side */
  CHECK(OAR_HAS(oar_plugin, &plugin, get_extension));
  return 0;
}
