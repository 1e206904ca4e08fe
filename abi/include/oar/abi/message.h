/* What a scan says: tables, batches, checkpoints, splits; and the durable record of a cursor. */
#ifndef OAR_ABI_MESSAGE_H
#define OAR_ABI_MESSAGE_H
#include <oar/abi/arrow.h>
#include <oar/abi/base.h>

/* Metadata of a table's ArrowSchema ("+s", its children are the columns); encoded as Arrow's C data interface says.
 *   oar:table          the table's name; required
 *   oar:parent         the parent table's name
 *   oar:description    one sentence for users; on columns too
 *   oar:op_column      name of an int8 column: 0 = upsert, 1 = delete by key
 *   oar:pk             JSON ["a","b"]: the primary key, in order. Columns of any type, but no list, struct or map in a table
 *                      that has a parent or is one: the host makes ids of these keys
 *   oar:parent_key     JSON {"child column":"parent column"}: how a child names its parent
 *   oar:cursor_fields  JSON ["a"]: the columns an incremental read goes by
 *   oar:read_modes     JSON, of "full","incremental","cdc"; absent = ["full"]
 * Extension types, on columns, by Arrow's own key ARROW:extension:name:
 *   oar.uuid   on "w:16", big-endian      oar.json  on "u" or "U", one JSON text
 *   oar.inet   on "u", address[/prefix]   oar.mac   on "u", lower-case hex pairs with colons */
#define OAR_META_TABLE "oar:table"
#define OAR_META_PARENT "oar:parent"
#define OAR_META_DESCRIPTION "oar:description"
#define OAR_META_OP_COLUMN "oar:op_column"
#define OAR_META_PRIMARY_KEY "oar:pk"
#define OAR_META_PARENT_KEY "oar:parent_key"
#define OAR_META_CURSOR_FIELDS "oar:cursor_fields"
#define OAR_META_READ_MODES "oar:read_modes"
#define OAR_META_EXTENSION "ARROW:extension:name"
#define OAR_EXTENSION_UUID "oar.uuid"
#define OAR_EXTENSION_JSON "oar.json"
#define OAR_EXTENSION_INET "oar.inet"
#define OAR_EXTENSION_MAC "oar.mac"

#ifdef __cplusplus
extern "C" {
#endif
#pragma pack(push, 8)

enum {
  OAR_MSG_NONE = 0, /* nothing before the timeout */
  /* The scan is complete. cursor = the final position; it counts as a checkpoint. Empty = start anew next time (a fault where
   * an incremental scan began from a cursor: an empty read never erases a position). Then only committed, cancel, close. */
  OAR_MSG_END = 1,
  /* schema: declares layout index `table` before its first batch. After a schema change: a new index for the same oar:table. */
  OAR_MSG_TABLE = 2,
  /* batch: a struct array of layout `table`. Parents come before the children that refer to them. */
  OAR_MSG_BATCH = 3,
  /* batch: only the primary-key columns of layout `table`. OAR_MSGF_CASCADE takes child rows too. */
  OAR_MSG_DELETE = 4,
  /* cursor: covers every message before it in this scan; parents, children and splits alike. */
  OAR_MSG_CHECKPOINT = 5,
  /* Layout `table` cannot go on; status is OAR_OK and the error argument is filled. It and its descendants are abandoned for
   * this scan, the others go on. From here on the host saves no cursor of an incremental split. */
  OAR_MSG_TABLE_ERROR = 6,
  /* split: more work found while reading; the host may run it now, later or on another machine. */
  OAR_MSG_SPLIT = 7,

  OAR_MSG_HINTS = 1000,   /* from here on: skip what you do not know */
  OAR_MSG_PROGRESS = 1000 /* done, total, in whatever the source counts; -1 = unknown */
};

enum {
  OAR_MSGF_CASCADE = 1,
  OAR_MSGF_SNAPSHOT_DONE = 1 << 16 /* on CHECKPOINT: from here on changes, no longer a first copy */
};

typedef struct oar_split {
  uint32_t struct_size;
  uint32_t flags;         /* OAR_SPLIT_... of oar/abi/source.h */
  oar_str split_id;       /* stable across runs, at most 255 bytes: the key of its cursor */
  oar_str scope;          /* the slice of the upstream ("account=1/region=eu-west-1"): the unit of stale deletion */
  oar_bytes descriptor;   /* opaque, no secrets: all that open_scan needs, of the selection too, by any worker with this config */
  oar_bytes start_cursor; /* empty = from the start; plan() may merge or divide old cursors when it reshards */
  uint64_t n_tables;
  const oar_str *tables;  /* oar:table names; a parent and its children share a split */
  int64_t est_rows;       /* -1 = unknown */
  int64_t est_bytes;      /* -1 = unknown */
} oar_split;

/* Made and zeroed by the host for each call. On OAR_OK the host owns schema, batch and cursor; on an error it is untouched. */
typedef struct oar_message {
  uint32_t struct_size;
  int32_t kind;   /* OAR_MSG_... */
  uint32_t table; /* layout index, local to the scan, counting up from 0 */
  uint32_t flags; /* OAR_MSGF_... */
  struct ArrowSchema schema;
  struct ArrowArray batch;
  oar_buf cursor;
  int64_t done;
  int64_t total;
  const oar_split *split; /* owned by the scan until its next call; durable with the scan's next checkpoint */
} oar_message;

/* One durable cursor. */
typedef struct oar_state {
  uint32_t struct_size;
  uint32_t reserved;
  oar_str split_id;
  uint64_t epoch;   /* +1 per commit of the split: commit() answers OAR_E_CONFLICT unless the stored one is exactly one lower */
  oar_bytes cursor; /* opaque to the destination (the host wraps the source's in an envelope); empty = forget this split */
} oar_state;

#pragma pack(pop)
#ifdef __cplusplus
}
#endif
#endif /* OAR_ABI_MESSAGE_H */
