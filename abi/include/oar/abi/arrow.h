/* Arrow's C data and C stream interfaces, as the Arrow project froze them, behind its canonical guards.
 * Source: https://arrow.apache.org/docs/format/CDataInterface.html and CStreamInterface.html
 *
 * Batches: one struct array ("+s") per batch, with the columns of its layout in order.
 *   - The top level has no nulls. Its offset and its children's may be non-zero (a slice); null_count may be -1.
 *   - Buffers are aligned to 8 bytes or more; 64 is better. A column without nulls may have a NULL validity buffer,
 *     an array of length 0 may have NULL buffers.
 *   - After hand-over nobody writes to a buffer: others are reading it.
 *   - Each node may be moved out and outlive its parent; releasing a node never touches another thread's node. */
#ifndef OAR_ABI_ARROW_H
#define OAR_ABI_ARROW_H
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
  const char *format;
  const char *name;
  const char *metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema **children;
  struct ArrowSchema *dictionary;
  void (*release)(struct ArrowSchema *);
  void *private_data;
};

struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void **buffers;
  struct ArrowArray **children;
  struct ArrowArray *dictionary;
  void (*release)(struct ArrowArray *);
  void *private_data;
};

#endif /* ARROW_C_DATA_INTERFACE */

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
  int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
  const char *(*get_last_error)(struct ArrowArrayStream *);
  void (*release)(struct ArrowArrayStream *);
  void *private_data;
};

#endif /* ARROW_C_STREAM_INTERFACE */

#ifdef __cplusplus
}
#endif
#endif /* OAR_ABI_ARROW_H */
