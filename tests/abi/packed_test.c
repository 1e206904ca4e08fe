/* A pack(1) that some header before ours left open must not change the layout. */
#pragma pack(1)
#include <oar/abi.h>
#include "pin.h"

/* And the header gives the includer's packing back as it was. */
struct packed_pair {
  char one;
  int64_t eight;
};
OAR_PIN(sizeof(struct packed_pair) == 9, "the header changed its includer's packing");
