/* Host service: secrets that rotate while a sync runs. All others are plain members of config_json. */
#ifndef OAR_ABI_HOST_SECRETS_H
#define OAR_ABI_HOST_SECRETS_H
#include <oar/abi/host.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma pack(push, 8)

#define OAR_HOST_SECRETS "oar.host.secrets/1"

typedef struct oar_host_secrets {
  uint32_t struct_size;
  uint32_t reserved;
  /* [any] the member of the plugin's config that this JSON pointer names, read anew from where the user keeps it.
   * The caller releases out; its memory is wiped then. OAR_E_NOT_FOUND: no such member. */
  oar_status(OAR_CALL *get)(const oar_host *, oar_str json_pointer, oar_buf *out, oar_error *);
} oar_host_secrets;

#pragma pack(pop)
#ifdef __cplusplus
}
#endif
#endif /* OAR_ABI_HOST_SECRETS_H */
