/* A plugin library: one exported entry, the plugins it holds, and an instance of one. */
#ifndef OAR_ABI_PLUGIN_H
#define OAR_ABI_PLUGIN_H
#include <oar/abi/host.h>

/* The one exported symbol. Its name carries the major version; hosts look it up by this text. */
#define OAR_ENTRY_SYMBOL "oar_plugin_entry_v1"

#ifdef __cplusplus
extern "C" {
#endif
#pragma pack(push, 8)

/* Flags of a descriptor: which extensions get_extension will answer. Unknown ones are hints. */
enum { OAR_ROLE_SOURCE = 1 << 16, OAR_ROLE_DESTINATION = 1 << 17, OAR_ROLE_TRANSFORMER = 1 << 18 };

/* Static. The same facts as the signed manifest. A library may hold several: a source and a destination with settings of their
 * own are two descriptors of one name, with one role each. */
typedef struct oar_descriptor {
  uint32_t struct_size;
  uint32_t flags;      /* OAR_ROLE_... */
  const char *id;      /* reverse DNS: "com.acme.postgres"; what create() takes */
  const char *name;    /* what users write in `path:`: "postgres" */
  const char *vendor;
  const char *version; /* semantic version */
  const char *url;     /* where its documentation is; may be empty */
  const char *summary; /* one sentence for lists and help */
} oar_descriptor;

/* One configured connector. */
typedef struct oar_plugin {
  uint32_t struct_size;
  uint32_t reserved;
  void *self;
  const oar_descriptor *desc;
  /* [alone plugin] last call, after all its objects ended. Threads of its own are gone when it returns. */
  void(OAR_CALL *destroy)(struct oar_plugin *);
  /* [any] no I/O; before configure too. JSON Schema draft-07 of the config; secrets are marked "writeOnly": true. */
  oar_status(OAR_CALL *get_spec)(struct oar_plugin *, oar_buf *json_schema, oar_error *);
  /* [alone plugin] once, no I/O. The text is valid for the schema; defaults are not filled in. */
  oar_status(OAR_CALL *configure)(struct oar_plugin *, oar_str config_json, oar_error *);
  /* (optional) [serial plugin] connects and comes back; cancelled by the instance's handle. report_json: an object to show. */
  oar_status(OAR_CALL *test_connection)(struct oar_plugin *, oar_buf *report_json, oar_error *);
  /* [any][nowait] before configure too. NULL = no such capability. A table is valid until destroy; it may be per instance. */
  const void *(OAR_CALL *get_extension)(struct oar_plugin *, const char *id);
} oar_plugin;

/* Static. */
typedef struct oar_entry {
  uint32_t struct_size;
  uint32_t abi_major;
  uint32_t abi_minor;      /* of the header it was built against */
  uint32_t required_minor; /* of the host: what it truly cannot do without */
  /* [main] fast; no threads, no I/O. Counted: may be called again. */
  oar_status(OAR_CALL *init)(oar_str plugin_path, oar_error *);
  /* [main] after all instances. A language runtime's idle threads may stay; the host never unmaps the library. */
  void(OAR_CALL *deinit)(void);
  uint32_t(OAR_CALL *count)(void);                              /* [any][nowait] */
  const oar_descriptor *(OAR_CALL *descriptor)(uint32_t index); /* [any][nowait] NULL = no such index */
  /* [main] The handle lives as long as the instance; its services may be used already. */
  oar_status(OAR_CALL *create)(const oar_host *, oar_str id, oar_plugin **out, oar_error *);
} oar_entry;

/* [main] The same table each time. host is for this call only. NULL = refused: error says why. */
typedef const oar_entry *(OAR_CALL *oar_entry_fn)(const oar_host *host, oar_error *);

#pragma pack(pop)

#ifdef OAR_BUILDING_PLUGIN
OAR_EXPORT const oar_entry *OAR_CALL oar_plugin_entry_v1(const oar_host *host, oar_error *);
#endif

#ifdef __cplusplus
}
#endif
#endif /* OAR_ABI_PLUGIN_H */
