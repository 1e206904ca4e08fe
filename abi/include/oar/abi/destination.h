/* Plugin capability: a destination. plugin->get_extension(OAR_DESTINATION) answers an oar_destination. */
#ifndef OAR_ABI_DESTINATION_H
#define OAR_ABI_DESTINATION_H
#include <oar/abi/message.h>
#include <oar/abi/plugin.h>

#define OAR_DESTINATION "oar.destination/1"

#ifdef __cplusplus
extern "C" {
#endif
#pragma pack(push, 8)

/* What a writer can do, known once it is connected.
 * OAR_CAP_PARALLEL_TXN: the host has several transactions of one writer open at once, each on a thread of its own. It commits
 * them one after another in the order of their checkpoints, whichever began or was written first, while it writes the
 * others; it may release any of them uncommitted. So a write never waits for what another open transaction of this
 * writer holds (a lock on a table, row or key): that one may be waiting for its turn. begin answers OAR_E_RATE_LIMITED when
 * no more are possible now; the host goes on with those it has, and asks for fewer at once from then on. */
enum {
  OAR_CAP_ATOMIC_STATE = 1, /* rows and cursors durable in one step */
  OAR_CAP_UPSERT = 2,       /* replays converge by key */
  OAR_CAP_PARALLEL_TXN = 4, /* several transactions of one writer at once; without it, one at a time */
  OAR_CAP_DELETE_STALE = 8,
  OAR_CAP_DELETE_RECORDS = 16,
  OAR_CAP_FORCED_MIGRATE = 32
};

enum { OAR_WRITE_APPEND = 0, OAR_WRITE_UPSERT = 1 };

enum { OAR_MIGRATE_SAFE = 0, OAR_MIGRATE_FORCED = 1, OAR_MIGRATE_DRY_RUN = 2 };

enum { OAR_WRITER_READ_ONLY = 1 /* plan, dry runs: create nothing, change nothing; a missing target counts as empty */ };

typedef struct oar_writer_options {
  uint32_t struct_size;
  uint32_t flags;       /* OAR_WRITER_... */
  const oar_host *host; /* the writer's own handle */
  oar_str source_name;  /* the other end of the route, by its name in the config: the key of its cursors and its rows */
  oar_str sync_id;
  int64_t sync_time_unix_ns; /* whole microseconds */
} oar_writer_options;

/* What one layout is to become at the destination. Columns of the host's ("_oar_...") stand in the schema like any other. */
typedef struct oar_target {
  uint32_t struct_size;
  int32_t write_mode; /* OAR_WRITE_... */
  const struct ArrowSchema *schema;
} oar_target;

/* Made by the host, valid for the call. */
typedef struct oar_state_sink {
  uint32_t struct_size;
  uint32_t reserved;
  void *self;
  void(OAR_CALL *put)(struct oar_state_sink *, const oar_state *); /* [nowait] copies */
} oar_state_sink;

enum {
  OAR_STALE_COUNT_ONLY = 1, /* delete nothing, only count */
  OAR_STALE_EXACT = 2,      /* rows of exactly that time: what an unfinished sync left */
  OAR_STALE_MARK = 4        /* set _oar_deleted_at instead of deleting */
};

/* Rows of the writer's source and this scope, last seen before that time. */
typedef struct oar_stale {
  uint32_t struct_size;
  uint32_t flags; /* OAR_STALE_... */
  oar_str scope;
  int64_t before_unix_ns;
  uint64_t stale_rows; /* out: deleted, marked or counted */
  uint64_t all_rows;   /* out: rows of this source and scope, stale ones included */
} oar_stale;

typedef struct oar_txn_options {
  uint32_t struct_size;
  uint32_t flags;
  const oar_host *host; /* the transaction's own handle */
  oar_str token;        /* opaque ASCII, at most 200 bytes, unique for ever: stored with the rows so that resolve() finds it */
} oar_txn_options;

/* The callee owns batch and keys in every outcome, failures too: their release is NULL on return. */
typedef struct oar_txn {
  uint32_t struct_size;
  uint32_t reserved;
  void *self;
  /* [serial txn] may return before the rows are written; commit tells */
  oar_status(OAR_CALL *write)(struct oar_txn *, uint32_t layout, struct ArrowArray *batch, oar_error *);
  /* (optional) [serial txn] in order with write; msg_flags: OAR_MSGF_CASCADE */
  oar_status(OAR_CALL *delete_records)(struct oar_txn *, uint32_t layout, struct ArrowArray *keys, uint32_t msg_flags, oar_error *);
  oar_status(OAR_CALL *delete_stale)(struct oar_txn *, uint32_t layout, oar_stale *, oar_error *); /* (optional) [serial txn] */
  /* [serial txn] OAR_OK = rows and states outlive a power cut */
  oar_status(OAR_CALL *commit)(struct oar_txn *, uint64_t n_states, const oar_state *const *states, oar_error *);
  void(OAR_CALL *cancel)(struct oar_txn *);  /* (optional) [any][nowait] */
  void(OAR_CALL *release)(struct oar_txn *); /* [alone txn] last call; rolls back unless committed */
} oar_txn;

/* One destination as one source writes to it. */
typedef struct oar_writer {
  uint32_t struct_size;
  uint32_t capabilities; /* OAR_CAP_... */
  void *self;
  uint64_t best_batch_rows;  /* 0 = no wish; the host merges and slices towards it */
  uint64_t best_batch_bytes; /* 0 = no wish */
  /* (optional) [serial writer] what is durable here for source_name */
  oar_status(OAR_CALL *load_state)(struct oar_writer *, oar_state_sink *, oar_error *);
  /* [alone writer] the table becomes able to take this layout. Indices count up from 0; older layouts of the same oar:table stay
   * writable, columns match by name. A failure concerns this layout only. report_json: {"statements":[...]}. */
  oar_status(OAR_CALL *migrate)(struct oar_writer *, uint32_t layout, const oar_target *, int32_t mode, oar_buf *report_json, oar_error *);
  oar_status(OAR_CALL *begin)(struct oar_writer *, const oar_txn_options *, oar_txn **out, oar_error *); /* [serial writer] */
  /* (optional) [serial writer] did that commit happen? Perhaps asked of a new writer, in a new process. *committed: 0 or 1. */
  oar_status(OAR_CALL *resolve)(struct oar_writer *, oar_str token, int32_t *committed, oar_error *);
  /* (optional) [alone writer] all of the sync is committed: build indexes, write the manifest */
  oar_status(OAR_CALL *finish)(struct oar_writer *, oar_error *);
  void(OAR_CALL *close)(struct oar_writer *); /* [alone writer] last call */
} oar_writer;

typedef struct oar_destination {
  uint32_t struct_size;
  uint32_t reserved;
  oar_status(OAR_CALL *open)(oar_plugin *, const oar_writer_options *, oar_writer **out, oar_error *); /* [any] */
} oar_destination;

#pragma pack(pop)
#ifdef __cplusplus
}
#endif
#endif /* OAR_ABI_DESTINATION_H */
