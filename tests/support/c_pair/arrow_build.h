/* Arrow nodes made by hand: each owns its own memory, so that it may be moved out of its parent and outlive it. */
#ifndef C_PAIR_ARROW_BUILD_H
#define C_PAIR_ARROW_BUILD_H
#include <oar/abi/arrow.h>

/* A schema node. format, name: static text. metadata: key, value, key, value ..., NULL; or NULL for none. The n
 * children are left released, for the caller to make. 0 = no memory, and nothing is left to release. */
int make_schema(struct ArrowSchema* out, const char* format, const char* name, int64_t flags,
                const char* const* metadata, int64_t n_children);

/* An array node of that many buffers and children, all empty: the caller sets buffers with malloc'ed memory, and
 * length. */
int make_array(struct ArrowArray* out, int64_t length, int64_t n_buffers, int64_t n_children);

#endif
