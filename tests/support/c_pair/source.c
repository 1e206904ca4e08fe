/* A complete source in plain C11, over the ABI's header alone: two tables that are counted up to `count`.
 *
 *   numbers  full: id, and a text that every third row lacks
 *   ticks    incremental by `tick`: a later sync with a larger count reads only what is new
 *
 * Read it from the end: entry, plugin, discover, plan, scan. */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "help.h"
#include "source_tables.h"

static const char spec[] =
    "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"type\": \"object\", \"additionalProperties\": false,"
    " \"properties\": {\"count\": {\"type\": \"integer\", \"minimum\": 0, \"default\": 10,"
    " \"description\": \"How many rows each table has\"}}}";

typedef struct counter {
  oar_plugin plugin; /* first, so that a pointer to one is a pointer to the other */
  int64_t count;
} counter;

/* A scan says the table, then batch and checkpoint in turn, then END. */

enum { cursor_size = 24 }; /* room for any int64 in decimal */

typedef struct reading {
  oar_scan scan;
  const table* of;
  int64_t last;  /* the row that was sent last */
  int64_t count; /* the row to end with */
  int64_t batch_rows;
  enum { SAY_TABLE, SAY_ROWS, SAY_CHECKPOINT, SAID_END } next;
  const oar_host* host;
  const oar_host_cancel* cancel_service; /* NULL: this host has none */
  atomic_int cancelled;                  /* cancel() comes from any thread */
} reading;

/* What is said is built beside the message: after an error that has to be untouched. */

static oar_status say_table(reading* r, oar_message* message, oar_error* error) {
  struct ArrowSchema schema;
  oar_status const status = make_table(r->of, &schema, error);
  if (status != OAR_OK) return status;
  message->kind = OAR_MSG_TABLE;
  message->table = 0;
  message->schema = schema; /* the host's from here on */
  r->next = SAY_ROWS;
  return OAR_OK;
}

static oar_status say_rows(reading* r, oar_message* message, oar_error* error) {
  int64_t const left = r->count - r->last;
  int64_t const rows = left < r->batch_rows ? left : r->batch_rows;
  struct ArrowArray batch;
  oar_status const status = make_rows(r->of, r->last + 1, rows, &batch, error);
  if (status != OAR_OK) return status;
  message->kind = OAR_MSG_BATCH;
  message->table = 0;
  message->batch = batch;
  r->last += rows;
  r->next = SAY_CHECKPOINT;
  return OAR_OK;
}

static void OAR_CALL release_cursor(oar_buf* cursor) {
  free((void*)cursor->data);
  cursor->release = NULL;
}

/* The number of the last row, as text: only we read it again. It covers every row that was sent before it. */
static oar_status say_cursor(reading* r, int32_t kind, oar_message* message, oar_error* error) {
  char* text = malloc(cursor_size);
  if (text == NULL) return fail(error, OAR_E_NO_MEMORY, "no memory for a cursor");
  message->kind = kind;
  message->cursor.size = (uint64_t)snprintf(text, cursor_size, "%lld", (long long)r->last);
  message->cursor.data = (const uint8_t*)text;
  message->cursor.release = release_cursor;
  r->next = kind == OAR_MSG_END ? SAID_END : SAY_ROWS;
  return OAR_OK;
}

static oar_status say_end(reading* r, oar_message* message, oar_error* error) {
  if (r->of->read_mode == OAR_READ_INCREMENTAL) return say_cursor(r, OAR_MSG_END, message, error);
  message->kind = OAR_MSG_END; /* a full table starts anew next time: no cursor */
  r->next = SAID_END;
  return OAR_OK;
}

static int is_cancelled(reading* r) {
  if (atomic_load(&r->cancelled)) return 1;
  return r->cancel_service != NULL && r->cancel_service->is_cancelled(r->host);
}

static oar_status OAR_CALL next(oar_scan* scan, int64_t timeout_ms, oar_message* message, oar_error* error) {
  reading* r = scan->self;
  (void)timeout_ms; /* it never waits */
  if (is_cancelled(r)) return fail(error, OAR_E_CANCELLED, "reading %s was cancelled", r->of->name);
  switch (r->next) {
    case SAY_TABLE:
      return say_table(r, message, error);
    case SAY_ROWS:
      return r->last < r->count ? say_rows(r, message, error) : say_end(r, message, error);
    case SAY_CHECKPOINT:
      return say_cursor(r, OAR_MSG_CHECKPOINT, message, error);
    case SAID_END:
      break;
  }
  return fail(error, OAR_E_INVALID_STATE, "next() after END");
}

static void OAR_CALL cancel(oar_scan* scan) { atomic_store(&((reading*)scan->self)->cancelled, 1); }
static void OAR_CALL close_scan(oar_scan* scan) { free(scan->self); }

static oar_status OAR_CALL open_scan(oar_plugin* plugin, oar_bytes descriptor, oar_bytes cursor,
                                     const oar_scan_options* options, oar_scan** out, oar_error* error) {
  const table* of = table_of((oar_str){(const char*)descriptor.data, descriptor.size});
  char position[cursor_size] = {0};
  char* end = position;
  if (of == NULL)
    return fail(error, OAR_E_CURSOR_EXPIRED, "this split is of another version of this plugin; plan again");
  if (cursor.size >= sizeof position) return fail(error, OAR_E_CURSOR_EXPIRED, "this cursor is not one of ours");
  if (cursor.size > 0) memcpy(position, cursor.data, cursor.size);
  long long const last = strtoll(position, &end, 10);
  if (*end != '\0' || last < 0)
    return fail(error, OAR_E_CURSOR_EXPIRED, "this cursor is not one of ours: %s", position);

  reading* r = calloc(1, sizeof *r);
  if (r == NULL) return fail(error, OAR_E_NO_MEMORY, "no memory for a scan");
  r->scan = (oar_scan){.struct_size = sizeof r->scan, .self = r, .next = next, .cancel = cancel, .close = close_scan};
  r->of = of;
  r->last = last;
  r->count = ((counter*)plugin)->count;
  r->batch_rows =
      options->max_batch_rows == 0 || options->max_batch_rows > 65536 ? 65536 : (int64_t)options->max_batch_rows;
  r->host = options->host;
  r->cancel_service = options->host->get_extension(options->host, OAR_HOST_CANCEL);
  *out = &r->scan;
  return OAR_OK;
}

/* A plan: one split for each wanted table. */

typedef struct splits {
  oar_plan plan;
  oar_split each[on_offer];
  oar_str names[on_offer];
  uint8_t cursors[on_offer][cursor_size]; /* the host's are borrowed for the call, the plan outlives it */
} splits;

static const oar_split* OAR_CALL split(oar_plan* plan, uint64_t i) { return &((splits*)plan->self)->each[i]; }
static void OAR_CALL release_plan(oar_plan* plan) { free(plan->self); }

/* The cursor that is durable for this split, copied; empty = none. One that is too long is not ours: open_scan
 * refuses it by its size. */
static oar_bytes saved_cursor(const oar_plan_options* options, const char* split_id, uint8_t* copy) {
  for (uint64_t i = 0; i < options->n_states; ++i) {
    oar_bytes const saved = options->states[i]->cursor;
    if (!equals(options->states[i]->split_id, split_id) || saved.size == 0) continue;
    uint64_t const size = saved.size < cursor_size ? saved.size : cursor_size;
    memcpy(copy, saved.data, size);
    return (oar_bytes){copy, size};
  }
  return (oar_bytes){NULL, 0};
}

/* The table as it is wanted, or NULL and why it cannot be had. */
static const table* wanted(const oar_selection* selection, oar_error* error) {
  const table* of = table_of(selection->table);
  int wants_text = selection->n_columns == 0;
  if (of == NULL || of >= tables + on_offer)
    return fail(error, OAR_E_NOT_FOUND, "no table %.*s", (int)selection->table.size, selection->table.data), NULL;
  if (selection->read_mode != of->read_mode)
    return fail(error, OAR_E_UNSUPPORTED, "table %s cannot be read in mode %d", of->name, (int)selection->read_mode),
           NULL;
  if (selection->filter_json.size > 0) return fail(error, OAR_E_UNSUPPORTED, "this source has no filters"), NULL;
  for (uint64_t i = 0; i < selection->n_columns; ++i) wants_text |= equals(selection->columns[i], "text");
  return of->has_text && !wants_text ? &tables[on_offer] : of;
}

static oar_status OAR_CALL make_plan(oar_plugin* plugin, const oar_plan_options* options, oar_plan** out,
                                     oar_error* error) {
  splits* s = calloc(1, sizeof *s);
  if (s == NULL) return fail(error, OAR_E_NO_MEMORY, "no memory for a plan");
  s->plan = (oar_plan){.struct_size = sizeof s->plan, .self = s, .split = split, .release = release_plan};
  for (uint64_t i = 0; i < options->n_selected && s->plan.count < on_offer; ++i) {
    const oar_selection* selection = options->selected[i];
    const table* of = wanted(selection, error);
    uint32_t const unknown = selection->flags & 0xFFFFu & ~(uint32_t)OAR_SEL_SCAN_ONLY;
    if (of == NULL) return free(s), error->code;
    if (unknown) return free(s), fail(error, OAR_E_UNSUPPORTED, "unknown flags of a selection: %u", (unsigned)unknown);
    if (selection->flags & OAR_SEL_SCAN_ONLY) continue; /* there are no children to reach */

    uint64_t const n = s->plan.count++;
    s->names[n] = (oar_str){of->name, strlen(of->name)};
    s->each[n] = (oar_split){.struct_size = sizeof s->each[n],
                             .split_id = s->names[n],
                             .scope = {"counted", 7},
                             .descriptor = {(const uint8_t*)of->descriptor, strlen(of->descriptor)},
                             .start_cursor = saved_cursor(options, of->name, s->cursors[n]),
                             .n_tables = 1,
                             .tables = &s->names[n],
                             .est_rows = ((counter*)plugin)->count,
                             .est_bytes = -1};
  }
  *out = &s->plan; /* bounds_of needs nothing: every plan of this plugin ends at `count` */
  return OAR_OK;
}

/* The catalog: static, so releasing it is nothing. */

static oar_status OAR_CALL catalog_table(oar_catalog* catalog, uint64_t i, struct ArrowSchema* out, oar_error* error) {
  if (i >= catalog->count) return fail(error, OAR_E_INVALID_ARGUMENT, "there are %d tables", (int)on_offer);
  return make_table(&tables[i], out, error);
}

static void OAR_CALL release_catalog(oar_catalog* catalog) { (void)catalog; }

static oar_status OAR_CALL discover(oar_plugin* plugin, oar_str options_json, oar_catalog** out, oar_error* error) {
  static oar_catalog catalog = {sizeof catalog, 0, NULL, on_offer, catalog_table, release_catalog};
  (void)plugin, (void)options_json, (void)error;
  *out = &catalog;
  return OAR_OK;
}

/* The plugin and the library. */

static const oar_descriptor descriptor = {
    sizeof descriptor, OAR_ROLE_SOURCE, "test.c-source", "c_source", "Oarlock", "1.0.0", "", "Counts, in plain C"};

static const void* OAR_CALL get_extension(oar_plugin* plugin, const char* id) {
  static const oar_source source = {sizeof source, 0, discover, make_plan, open_scan};
  (void)plugin;
  return strcmp(id, OAR_SOURCE) == 0 ? &source : NULL;
}

static oar_status OAR_CALL get_spec(oar_plugin* plugin, oar_buf* json_schema, oar_error* error) {
  (void)plugin, (void)error;
  json_schema->data = (const uint8_t*)spec;
  json_schema->size = sizeof spec - 1;
  return OAR_OK;
}

static oar_status OAR_CALL configure(oar_plugin* plugin, oar_str config_json, oar_error* error) {
  counter* c = (counter*)plugin;
  if (json_integer(config_json, "count", &c->count) && c->count < 0)
    return fail(error, OAR_E_CONFIG, "count is negative");
  return OAR_OK;
}

static void OAR_CALL destroy(oar_plugin* plugin) { free(plugin); }

static oar_status OAR_CALL create(const oar_host* host, oar_str id, oar_plugin** out, oar_error* error) {
  counter* c = calloc(1, sizeof *c);
  (void)host;
  if (c == NULL) return fail(error, OAR_E_NO_MEMORY, "no memory");
  if (!equals(id, descriptor.id)) return free(c), fail(error, OAR_E_NOT_FOUND, "no plugin %.*s", (int)id.size, id.data);
  c->plugin = (oar_plugin){.struct_size = sizeof c->plugin,
                           .desc = &descriptor,
                           .destroy = destroy,
                           .get_spec = get_spec,
                           .configure = configure,
                           .get_extension = get_extension};
  c->count = 10;
  *out = &c->plugin;
  return OAR_OK;
}

static oar_status OAR_CALL init(oar_str plugin_path, oar_error* error) {
  return (void)plugin_path, (void)error, OAR_OK;
}
static void OAR_CALL deinit(void) {}
static uint32_t OAR_CALL count(void) { return 1; }
static const oar_descriptor* OAR_CALL the_descriptor(uint32_t i) { return i == 0 ? &descriptor : NULL; }

const oar_entry* OAR_CALL oar_plugin_entry_v1(const oar_host* host, oar_error* error) {
  static const oar_entry entry = {.struct_size = sizeof entry,
                                  .abi_major = OAR_ABI_MAJOR,
                                  .abi_minor = OAR_ABI_MINOR,
                                  .init = init,
                                  .deinit = deinit,
                                  .count = count,
                                  .descriptor = the_descriptor,
                                  .create = create};
  (void)host, (void)error;
  return &entry;
}
