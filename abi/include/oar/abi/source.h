/* Plugin capability: a source. plugin->get_extension(OAR_SOURCE) answers an oar_source. */
#ifndef OAR_ABI_SOURCE_H
#define OAR_ABI_SOURCE_H
#include <oar/abi/message.h>
#include <oar/abi/plugin.h>

#define OAR_SOURCE "oar.source/1"

#ifdef __cplusplus
extern "C" {
#endif
#pragma pack(push, 8)

enum { OAR_READ_FULL = 0, OAR_READ_INCREMENTAL = 1, OAR_READ_CDC = 2 };

enum { OAR_SEL_SCAN_ONLY = 1 /* read only to reach its children; send no batches of it */ };

enum {
  OAR_SPLIT_EXCLUSIVE = 1, /* never alongside another split of the plan */
  OAR_SPLIT_UNBOUNDED = 2, /* never ENDs by itself */
  OAR_SPLIT_LAST = 4,      /* opened only when all splits without this flag are durable to their END */
  OAR_SPLIT_ACKED = 8      /* its upstream is acknowledged by committed(): never shared, each reader has its own */
};

/* The tables on offer. */
typedef struct oar_catalog {
  uint32_t struct_size;
  uint32_t reserved;
  void *self;
  uint64_t count;
  oar_status(OAR_CALL *table)(struct oar_catalog *, uint64_t i, struct ArrowSchema *out, oar_error *); /* [serial catalog] caller owns *out */
  void(OAR_CALL *release)(struct oar_catalog *);                                                       /* [serial catalog] last call */
} oar_catalog;

/* One table that the user wants. */
typedef struct oar_selection {
  uint32_t struct_size;
  uint32_t flags; /* OAR_SEL_... */
  oar_str table;
  int32_t read_mode; /* OAR_READ_... */
  int32_t reserved;
  uint64_t n_columns; /* 0 = all; keys come along in any case */
  const oar_str *columns;
  oar_str filter_json; /* empty = none; plan() takes all of it or answers OAR_E_UNSUPPORTED, never a part */
  int64_t limit;       /* 0 = none; a hint: the host cuts */
} oar_selection;

struct oar_plan;

typedef struct oar_plan_options {
  uint32_t struct_size;
  uint32_t want_splits; /* a hint: how many scans the host will run side by side */
  oar_str reader;       /* stable name of who reads: one slot, queue or subscription per reader */
  uint64_t n_selected;
  const oar_selection *const *selected;
  uint64_t n_states;
  const oar_state *const *states; /* what is durable; the cursors are the source's own, without the host's envelope */
  uint64_t n_found;
  const oar_split *const *found; /* unfinished splits that earlier scans found: return those that still make sense */
  struct oar_plan *bounds_of;    /* NULL, or an earlier plan of this sync: use its snapshot and bounds, so that scans END alike */
} oar_plan_options;

/* How the selected tables are read. Outlives its scans: it may hold what they share (an exported snapshot). */
typedef struct oar_plan {
  uint32_t struct_size;
  uint32_t reserved;
  void *self;
  uint64_t count;
  const oar_split *(OAR_CALL *split)(struct oar_plan *, uint64_t i); /* [serial plan] owned by the plan */
  void(OAR_CALL *release)(struct oar_plan *);                        /* [serial plan] last call, after its last scan closed */
} oar_plan;

typedef struct oar_scan_options {
  uint32_t struct_size;
  uint32_t flags;
  const oar_host *host;        /* the scan's own handle */
  uint64_t max_batch_rows;     /* a target */
  uint64_t max_batch_bytes;    /* a target */
  uint64_t prefetch_bytes;     /* a hard limit on what the plugin holds ahead of next() */
  int64_t checkpoint_every_ms; /* a wish */
} oar_scan_options;

/* One reading of one split. */
typedef struct oar_scan {
  uint32_t struct_size;
  uint32_t reserved;
  void *self;
  /* [serial scan] timeout_ms: 0 = poll, -1 = until cancelled; a wish. An error ends the scan: retry = a new scan from the last
   * checkpoint. */
  oar_status(OAR_CALL *next)(struct oar_scan *, int64_t timeout_ms, oar_message *, oar_error *);
  /* (optional) [any][nowait] durable in every route of this reader, failed and absent ones included: note it, and acknowledge
   * in next() or close(). */
  void(OAR_CALL *committed)(struct oar_scan *, oar_bytes cursor);
  void(OAR_CALL *cancel)(struct oar_scan *); /* [any][nowait] next() soon returns OAR_E_CANCELLED; may be called twice */
  void(OAR_CALL *close)(struct oar_scan *);  /* [alone scan] last call; after END the host waits with it for its commits */
} oar_scan;

typedef struct oar_source {
  uint32_t struct_size;
  uint32_t flags;
  /* [serial plugin] options: {} so far */
  oar_status(OAR_CALL *discover)(oar_plugin *, oar_str options_json, oar_catalog **out, oar_error *);
  /* [serial plugin] once a sync for all routes whose states are equal, and once more for each group that differs */
  oar_status(OAR_CALL *plan)(oar_plugin *, const oar_plan_options *, oar_plan **out, oar_error *);
  /* [any] many at once, on any worker. cursor empty = from the start. */
  oar_status(OAR_CALL *open_scan)(oar_plugin *, oar_bytes descriptor, oar_bytes cursor, const oar_scan_options *, oar_scan **out,
                                  oar_error *);
} oar_source;

#pragma pack(pop)
#ifdef __cplusplus
}
#endif
#endif /* OAR_ABI_SOURCE_H */
