/* Host service: numbers for the user's monitoring. */
#ifndef OAR_ABI_HOST_METRICS_H
#define OAR_ABI_HOST_METRICS_H
#include <oar/abi/host.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma pack(push, 8)

#define OAR_HOST_METRICS "oar.host.metrics/1"

typedef struct oar_host_metrics {
  uint32_t struct_size;
  uint32_t reserved;
  /* [any][nowait] a counter. labels_json: a JSON object of strings, or empty. */
  void(OAR_CALL *add)(const oar_host *, oar_str name, oar_str labels_json, double delta);
  /* [any][nowait] a gauge */
  void(OAR_CALL *set)(const oar_host *, oar_str name, oar_str labels_json, double value);
} oar_host_metrics;

#pragma pack(pop)
#ifdef __cplusplus
}
#endif
#endif /* OAR_ABI_HOST_METRICS_H */
