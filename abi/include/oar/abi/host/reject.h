/* Host service: a row that cannot be read or written is kept aside with its reason, never turned into NULLs. */
#ifndef OAR_ABI_HOST_REJECT_H
#define OAR_ABI_HOST_REJECT_H
#include <oar/abi/host.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma pack(push, 8)

#define OAR_HOST_REJECT "oar.host.reject/1"

/* Through the scan's or the transaction's handle: kept with its next checkpoint or commit, dropped with a rollback. */
typedef struct oar_host_reject {
  uint32_t struct_size;
  uint32_t reserved;
  /* [any] row_json: the row as far as it could be read, without secrets. Not OAR_OK = over the limit: stop with this error. */
  oar_status(OAR_CALL *reject)(const oar_host *, oar_str table, oar_bytes row_json, oar_str reason, oar_error *);
} oar_host_reject;

#pragma pack(pop)
#ifdef __cplusplus
}
#endif
#endif /* OAR_ABI_HOST_REJECT_H */
