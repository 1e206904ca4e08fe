/* Optional capability of a destination: read committed rows back, for the conformance suite, verification and reverse sync. */
#ifndef OAR_ABI_READ_BACK_H
#define OAR_ABI_READ_BACK_H
#include <oar/abi/destination.h>

#define OAR_READ_BACK "oar.read-back/1"

#ifdef __cplusplus
extern "C" {
#endif
#pragma pack(push, 8)

typedef struct oar_read_back {
  uint32_t struct_size;
  uint32_t reserved;
  /* [serial writer] table: a schema with oar:table, whose columns are wanted in its types. Rows in any order; the stream is
   * released before close(). */
  oar_status(OAR_CALL *read)(oar_writer *, const struct ArrowSchema *table, struct ArrowArrayStream *out, oar_error *);
} oar_read_back;

#pragma pack(pop)
#ifdef __cplusplus
}
#endif
#endif /* OAR_ABI_READ_BACK_H */
