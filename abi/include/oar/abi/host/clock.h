/* Host service: time. Tests give virtual time, so plugins ask here and nowhere else. */
#ifndef OAR_ABI_HOST_CLOCK_H
#define OAR_ABI_HOST_CLOCK_H
#include <oar/abi/host.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma pack(push, 8)

#define OAR_HOST_CLOCK "oar.host.clock/1"

typedef struct oar_host_clock {
  uint32_t struct_size;
  uint32_t reserved;
  int64_t(OAR_CALL *unix_ns)(const oar_host *);      /* [any][nowait] nanoseconds since 1970-01-01 UTC */
  int64_t(OAR_CALL *monotonic_ns)(const oar_host *); /* [any][nowait] nanoseconds since some moment, never backwards */
} oar_host_clock;

#pragma pack(pop)
#ifdef __cplusplus
}
#endif
#endif /* OAR_ABI_HOST_CLOCK_H */
