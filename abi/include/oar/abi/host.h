/* The host, as a plugin sees it: a handle, and services by id. Each service has a header of its own in oar/abi/host/. */
#ifndef OAR_ABI_HOST_H
#define OAR_ABI_HOST_H
#include <oar/abi/base.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma pack(push, 8)

/* One handle per plugin instance, and one each for a scan, a writer and a transaction: what is logged, rejected, limited or
 * cancelled through a handle belongs to that object. Valid until the object's last call returns. */
typedef struct oar_host {
  uint32_t struct_size;
  uint32_t abi_major;
  uint32_t abi_minor;
  uint32_t reserved;
  void *self;
  const char *name;    /* the host program's, for user agents and logs */
  const char *version; /* the host program's */
  /* [any][nowait] NULL = this host does not offer it. A table stays valid as long as the process lives. */
  const void *(OAR_CALL *get_extension)(const struct oar_host *, const char *id);
} oar_host;

#pragma pack(pop)
#ifdef __cplusplus
}
#endif
#endif /* OAR_ABI_HOST_H */
