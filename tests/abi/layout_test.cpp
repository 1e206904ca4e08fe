// C++ sees the same layout as C.
#include <oar/abi.h>

#include "pin.h"
