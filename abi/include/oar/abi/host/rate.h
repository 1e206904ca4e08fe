/* Host service: rate limits shared by all scans of a sync, for plugins that do not use the HTTP service. */
#ifndef OAR_ABI_HOST_RATE_H
#define OAR_ABI_HOST_RATE_H
#include <oar/abi/host.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma pack(push, 8)

#define OAR_HOST_RATE "oar.host.rate/1"

/* One token bucket per key; the HTTP service's rate_key names the same buckets. */
typedef struct oar_host_rate {
  uint32_t struct_size;
  uint32_t reserved;
  /* [any][nowait] concurrency 0 = unbounded. What the user configured wins over what the plugin defines. */
  oar_status(OAR_CALL *define)(const oar_host *, oar_str key, double per_second, double burst, int32_t concurrency, oar_error *);
  oar_status(OAR_CALL *acquire)(const oar_host *, oar_str key, double cost, oar_error *); /* [any] waits; OAR_E_CANCELLED */
  void(OAR_CALL *done)(const oar_host *, oar_str key, int64_t penalty_ms); /* [any][nowait] frees the slot; > 0: we were throttled */
} oar_host_rate;

#pragma pack(pop)
#ifdef __cplusplus
}
#endif
#endif /* OAR_ABI_HOST_RATE_H */
