/* Pins the size and the members' offsets of every struct, and the numbers and words of the ABI, at compile time where
 * it can. */
#include <oar/abi.h>
#include <stdio.h>
#include <string.h>

#include "pin.h"

static int differs(const char* name, const char* text, const char* pinned) {
  if (strcmp(text, pinned) == 0) return 0;
  fprintf(stderr, "%s is \"%s\", expected \"%s\"\n", name, text, pinned);
  return 1;
}

int main(void) {
  int differing = 0;
#define OAR_TEXT(name, pinned) differing += differs(#name, name, pinned);
#include "texts.def"
  return differing == 0 ? 0 : 1;
}
