/* Host service: small private values (a rotated refresh token), kept like secrets. Never a cursor. */
#ifndef OAR_ABI_HOST_STATE_H
#define OAR_ABI_HOST_STATE_H
#include <oar/abi/host.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma pack(push, 8)

#define OAR_HOST_STATE "oar.host.state/1"

/* The values are shared by all instances of one configured source or destination. */
typedef struct oar_host_state {
  uint32_t struct_size;
  uint32_t reserved;
  /* [any] OAR_E_NOT_FOUND: never set. The caller releases out. */
  oar_status(OAR_CALL *get)(const oar_host *, oar_str key, oar_buf *out, oar_error *);
  /* [any] OAR_OK = durable. expected NULL: whatever is there; else OAR_E_CONFLICT when another worker was faster: get() again. */
  oar_status(OAR_CALL *set)(const oar_host *, oar_str key, const oar_bytes *expected, oar_bytes value, oar_error *);
} oar_host_state;

#pragma pack(pop)
#ifdef __cplusplus
}
#endif
#endif /* OAR_ABI_HOST_STATE_H */
