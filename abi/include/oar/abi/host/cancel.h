/* Host service: has the owner of this handle been cancelled? And a sleep that cancelling ends. */
#ifndef OAR_ABI_HOST_CANCEL_H
#define OAR_ABI_HOST_CANCEL_H
#include <oar/abi/host.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma pack(push, 8)

#define OAR_HOST_CANCEL "oar.host.cancel/1"

typedef struct oar_host_cancel {
  uint32_t struct_size;
  uint32_t reserved;
  int32_t(OAR_CALL *is_cancelled)(const oar_host *);         /* [any][nowait] 1 = yes, also when the whole sync is */
  int32_t(OAR_CALL *sleep_ms)(const oar_host *, int64_t ms); /* [any] 1 = woken by cancellation, 0 = slept */
} oar_host_cancel;

#pragma pack(pop)
#ifdef __cplusplus
}
#endif
#endif /* OAR_ABI_HOST_CANCEL_H */
