/* Host service: log lines, attributed to the object whose handle is used. */
#ifndef OAR_ABI_HOST_LOG_H
#define OAR_ABI_HOST_LOG_H
#include <oar/abi/host.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma pack(push, 8)

#define OAR_HOST_LOG "oar.host.log/1"

enum {
  OAR_LOG_TRACE = 0,
  OAR_LOG_DEBUG = 1,
  OAR_LOG_INFO = 2,
  OAR_LOG_WARN = 3, /* counted in the summary of the sync */
  OAR_LOG_ERROR = 4
};

typedef struct oar_host_log {
  uint32_t struct_size;
  uint32_t reserved;
  /* [any][nowait] 1 = a line of this level would be kept */
  int32_t(OAR_CALL *enabled)(const oar_host *, int32_t level);
  /* [any][nowait] fields_json: a JSON object or empty. The host may drop lines, never warnings' counts. No secrets. */
  void(OAR_CALL *log)(const oar_host *, int32_t level, oar_str message, oar_str fields_json);
} oar_host_log;

#pragma pack(pop)
#ifdef __cplusplus
}
#endif
#endif /* OAR_ABI_HOST_LOG_H */
