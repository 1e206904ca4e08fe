/* A complete destination in plain C11, over the ABI's header alone: appends rows to one file, a line of JSON each.
 *
 * A unit waits in memory until its commit, which appends it and calls fsync. It remembers no cursors (no
 * OAR_CAP_ATOMIC_STATE): the host does, and a crash between the commit and the host's own record makes a unit appear
 * twice. `plan` says so.
 *
 * Read it from the end: entry, plugin, writer, transaction. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "help.h"
#include "json_lines.h"

static const char spec[] =
    "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"type\": \"object\", \"additionalProperties\": false,"
    " \"required\": [\"path\"], \"properties\": {\"path\": {\"type\": \"string\", \"minLength\": 1,"
    " \"description\": \"The file that lines are appended to\"}}}";

/* Flags below 1 << 16 change what is asked for: one that is unknown is refused, never passed over (R8). */
static int has_unknown(uint32_t flags, uint32_t known) { return (flags & 0xFFFFu & ~known) != 0; }

typedef struct appender {
  oar_plugin plugin; /* first, so that a pointer to one is a pointer to the other */
  char* path;
} appender;

typedef struct line_writer {
  oar_writer writer;
  const char* path; /* the plugin's, which outlives its writers */
  int file;         /* -1: read-only */
  layout* layouts;  /* by index */
  uint32_t n_layouts;
  int in_transaction;
} line_writer;

/* A transaction. */

typedef struct unit {
  oar_txn txn;
  line_writer* writer;
  text_buffer lines;
} unit;

static oar_status OAR_CALL write_batch(oar_txn* txn, uint32_t index, struct ArrowArray* batch, oar_error* error) {
  unit* u = txn->self;
  oar_status const status = index < u->writer->n_layouts && u->writer->layouts[index].table != NULL
                                ? append_rows(&u->lines, &u->writer->layouts[index], batch, error)
                                : fail(error, OAR_E_INVALID_ARGUMENT, "layout %u was never migrated", (unsigned)index);
  batch->release(batch); /* ours in every outcome */
  return status;
}

static int write_all(int file, const char* data, size_t size) {
  while (size > 0) {
    ssize_t const written = write(file, data, size);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return 0;
    data += written;
    size -= (size_t)written;
  }
  return 1;
}

/* All lines or none: what a full disk cut off is taken back. The lock keeps other writers of the file out meanwhile. */
static oar_status append_unit(unit* u, oar_error* error) {
  int const file = u->writer->file;
  struct stat before;
  if (fstat(file, &before) != 0) return fail(error, OAR_E_IO, "%s: %s", u->writer->path, strerror(errno));
  if (write_all(file, u->lines.data, u->lines.size) && fsync(file) == 0) return OAR_OK;
  int const cause = errno;
  if (ftruncate(file, before.st_size) != 0)
    return fail(error, OAR_E_IO, "%s: %s; its last lines may be half a unit", u->writer->path, strerror(cause));
  return fail(error, OAR_E_IO, "%s: %s", u->writer->path, strerror(cause));
}

/* When this returns OAR_OK, the lines outlive a power cut. */
static oar_status OAR_CALL commit(oar_txn* txn, uint64_t n_states, const oar_state* const* states, oar_error* error) {
  unit* u = txn->self;
  (void)n_states, (void)states; /* without OAR_CAP_ATOMIC_STATE they are the host's to keep */
  if (u->lines.size == 0) return OAR_OK;
  if (flock(u->writer->file, LOCK_EX) != 0) return fail(error, OAR_E_IO, "%s: %s", u->writer->path, strerror(errno));
  oar_status const status = append_unit(u, error);
  flock(u->writer->file, LOCK_UN);
  return status;
}

static void OAR_CALL release_txn(oar_txn* txn) {
  unit* u = txn->self;
  u->writer->in_transaction = 0;
  free(u->lines.data); /* rolls back: nobody has seen the lines */
  free(u);
}

/* A writer. */

static oar_status OAR_CALL begin(oar_writer* writer, const oar_txn_options* options, oar_txn** out, oar_error* error) {
  line_writer* w = writer->self;
  if (has_unknown(options->flags, 0)) return fail(error, OAR_E_UNSUPPORTED, "unknown flags of a transaction");
  if (w->file < 0) return fail(error, OAR_E_INVALID_STATE, "a transaction of a read-only writer");
  if (w->in_transaction) return fail(error, OAR_E_INVALID_STATE, "two transactions at once");
  unit* u = calloc(1, sizeof *u);
  if (u == NULL) return fail(error, OAR_E_NO_MEMORY, "no memory for a transaction");
  u->txn = (oar_txn){
      .struct_size = sizeof u->txn, .self = u, .write = write_batch, .commit = commit, .release = release_txn};
  u->writer = w;
  w->in_transaction = 1;
  *out = &u->txn;
  return OAR_OK;
}

static int make_room(line_writer* w, uint32_t index) {
  if (index < w->n_layouts) return 1;
  layout* grown = realloc(w->layouts, ((size_t)index + 1) * sizeof *grown);
  if (grown == NULL) return 0;
  memset(grown + w->n_layouts, 0, ((size_t)index + 1 - w->n_layouts) * sizeof *grown);
  w->layouts = grown;
  w->n_layouts = index + 1;
  return 1;
}

/* There is nothing to create: a line names its table and its columns. So every mode does the same. */
static oar_status OAR_CALL migrate(oar_writer* writer, uint32_t index, const oar_target* target, int32_t mode,
                                   oar_buf* report_json, oar_error* error) {
  static const char report[] = "{\"statements\":[]}";
  line_writer* w = writer->self;
  layout made;
  if (mode != OAR_MIGRATE_SAFE && mode != OAR_MIGRATE_FORCED && mode != OAR_MIGRATE_DRY_RUN)
    return fail(error, OAR_E_UNSUPPORTED, "unknown migrate mode %d", (int)mode);
  if (target->write_mode != OAR_WRITE_APPEND)
    return fail(error, OAR_E_UNSUPPORTED, "this destination only appends; set write_mode: append");
  oar_status const status = make_layout(target->schema, &made, error);
  if (status != OAR_OK || mode == OAR_MIGRATE_DRY_RUN) {
    free_layout(&made);
    if (status != OAR_OK) return status;
  } else {
    if (!make_room(w, index)) return free_layout(&made), fail(error, OAR_E_NO_MEMORY, "no memory for a layout");
    free_layout(&w->layouts[index]);
    w->layouts[index] = made;
  }
  report_json->data = (const uint8_t*)report;
  report_json->size = sizeof report - 1;
  return OAR_OK;
}

static void OAR_CALL close_writer(oar_writer* writer) {
  line_writer* w = writer->self;
  for (uint32_t i = 0; i < w->n_layouts; ++i) free_layout(&w->layouts[i]);
  free(w->layouts);
  if (w->file >= 0) close(w->file);
  free(w);
}

/* A new file's name outlives a power cut only when its folder is synced too. */
static int sync_folder(const char* path) {
  char* copy = strdup(path); /* dirname() writes into what it is given */
  if (copy == NULL) return 0;
  int const folder = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  free(copy);
  if (folder < 0) return 0;
  int const synced = fsync(folder) == 0;
  close(folder);
  return synced;
}

static oar_status OAR_CALL open_writer(oar_plugin* plugin, const oar_writer_options* options, oar_writer** out,
                                       oar_error* error) {
  const char* path = ((appender*)plugin)->path;
  if (path == NULL) return fail(error, OAR_E_INVALID_STATE, "opened before it was configured");
  if (has_unknown(options->flags, OAR_WRITER_READ_ONLY))
    return fail(error, OAR_E_UNSUPPORTED, "unknown flags of a writer");
  line_writer* w = calloc(1, sizeof *w);
  if (w == NULL) return fail(error, OAR_E_NO_MEMORY, "no memory for a writer");
  w->writer = (oar_writer){
      .struct_size = sizeof w->writer, .self = w, .migrate = migrate, .begin = begin, .close = close_writer};
  w->path = path;
  w->file = -1;
  if (!(options->flags & OAR_WRITER_READ_ONLY)) {
    w->file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (w->file < 0 || !sync_folder(path)) {
      int const cause = errno;
      close_writer(&w->writer);
      return fail(error, cause == EACCES ? OAR_E_PERMISSION : OAR_E_IO, "%s: %s", path, strerror(cause));
    }
  }
  *out = &w->writer;
  return OAR_OK;
}

/* The plugin and the library. */

static const oar_descriptor descriptor = {sizeof descriptor,
                                          OAR_ROLE_DESTINATION,
                                          "test.c-destination",
                                          "c_destination",
                                          "Oarlock",
                                          "1.0.0",
                                          "",
                                          "Appends lines of JSON to a file, in plain C"};

static const void* OAR_CALL get_extension(oar_plugin* plugin, const char* id) {
  static const oar_destination destination = {sizeof destination, 0, open_writer};
  (void)plugin;
  return strcmp(id, OAR_DESTINATION) == 0 ? &destination : NULL;
}

static oar_status OAR_CALL get_spec(oar_plugin* plugin, oar_buf* json_schema, oar_error* error) {
  (void)plugin, (void)error;
  json_schema->data = (const uint8_t*)spec;
  json_schema->size = sizeof spec - 1;
  return OAR_OK;
}

static oar_status OAR_CALL configure(oar_plugin* plugin, oar_str config_json, oar_error* error) {
  if (json_text(config_json, "path", &((appender*)plugin)->path)) return OAR_OK;
  return fail(error, OAR_E_CONFIG, "path is missing: name the file that lines are appended to");
}

static void OAR_CALL destroy(oar_plugin* plugin) {
  free(((appender*)plugin)->path);
  free(plugin);
}

static oar_status OAR_CALL create(const oar_host* host, oar_str id, oar_plugin** out, oar_error* error) {
  (void)host;
  if (!equals(id, descriptor.id)) return fail(error, OAR_E_NOT_FOUND, "no plugin %.*s", (int)id.size, id.data);
  appender* a = calloc(1, sizeof *a);
  if (a == NULL) return fail(error, OAR_E_NO_MEMORY, "no memory");
  a->plugin = (oar_plugin){.struct_size = sizeof a->plugin,
                           .desc = &descriptor,
                           .destroy = destroy,
                           .get_spec = get_spec,
                           .configure = configure,
                           .get_extension = get_extension};
  *out = &a->plugin;
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
