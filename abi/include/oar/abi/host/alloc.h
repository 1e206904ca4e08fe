/* Host service: buffers for batches, counted against the memory budget; shared memory in a worker process. */
#ifndef OAR_ABI_HOST_ALLOC_H
#define OAR_ABI_HOST_ALLOC_H
#include <oar/abi/host.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma pack(push, 8)

#define OAR_HOST_ALLOC "oar.host.alloc/1"

typedef struct oar_host_alloc {
  uint32_t struct_size;
  uint32_t reserved;
  void *(OAR_CALL *alloc)(const oar_host *, uint64_t size); /* [any][nowait] 64-byte aligned; NULL = over the budget: emit what you have */
  void(OAR_CALL *dealloc)(void *p, uint64_t size);          /* [any][nowait] no handle: batches outlive it */
} oar_host_alloc;

#pragma pack(pop)
#ifdef __cplusplus
}
#endif
#endif /* OAR_ABI_HOST_ALLOC_H */
