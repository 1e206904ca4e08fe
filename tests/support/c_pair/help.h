/* What both C plugins need around the ABI: an error filled in, and two settings read from their JSON. */
#ifndef C_PAIR_HELP_H
#define C_PAIR_HELP_H
#include <oar/abi.h>

/* Fills in the error and returns its code: `return fail(error, OAR_E_IO, "%s: %s", path, strerror(errno))`. */
oar_status fail(oar_error* error, oar_status code, const char* format, ...);

int equals(oar_str text, const char* word);

/* A member of a flat JSON object that is known to fit its schema. 1 = it is there. The text is malloc'ed,
 * NUL-terminated. */
int json_integer(oar_str object, const char* name, int64_t* out);
int json_text(oar_str object, const char* name, char** out);

#endif
