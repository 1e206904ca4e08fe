#include "source_tables.h"

#include <stdio.h>
#include <stdlib.h>

#include "arrow_build.h"
#include "help.h"

const table tables[all_tables] = {
    {"numbers",
     "numbers",
     "id",
     OAR_READ_FULL,
     1,
     {OAR_META_TABLE, "numbers", OAR_META_DESCRIPTION, "Numbers from one on", OAR_META_PRIMARY_KEY, "[\"id\"]", NULL}},
    {"ticks",
     "ticks",
     "tick",
     OAR_READ_INCREMENTAL,
     0,
     {OAR_META_TABLE, "ticks", OAR_META_DESCRIPTION, "A clock that never goes back", OAR_META_PRIMARY_KEY, "[\"tick\"]",
      OAR_META_CURSOR_FIELDS, "[\"tick\"]", OAR_META_READ_MODES, "[\"incremental\"]", NULL}},
    /* numbers, when the user wants no column but its key */
    {"numbers/id",
     "numbers",
     "id",
     OAR_READ_FULL,
     0,
     {OAR_META_TABLE, "numbers", OAR_META_PRIMARY_KEY, "[\"id\"]", NULL}},
};

const table* table_of(oar_str descriptor) {
  for (int i = 0; i < all_tables; ++i)
    if (equals(descriptor, tables[i].descriptor)) return &tables[i];
  return NULL;
}

oar_status make_table(const table* of, struct ArrowSchema* out, oar_error* error) {
  int made = make_schema(out, "+s", "", 0, of->metadata, of->has_text ? 2 : 1);
  if (!made) return fail(error, OAR_E_NO_MEMORY, "no memory for the schema of %s", of->name);
  made = make_schema(out->children[0], "l", of->key, 0, NULL, 0);
  if (made && of->has_text) made = make_schema(out->children[1], "u", "text", ARROW_FLAG_NULLABLE, NULL, 0);
  if (made) return OAR_OK;
  out->release(out);
  return fail(error, OAR_E_NO_MEMORY, "no memory for the schema of %s", of->name);
}

static int is_third(int64_t row) { return row % 3 == 0; }

/* Buffers of the text column for the rows (first, first + rows). */
static int make_texts(struct ArrowArray* out, int64_t first, int64_t rows) {
  if (!make_array(out, rows, 3, 0)) return 0;
  uint8_t* valid = calloc((size_t)(rows + 7) / 8, 1);
  int32_t* offsets = malloc((size_t)(rows + 1) * sizeof *offsets);
  char* text = malloc((size_t)rows * sizeof "number 9223372036854775807");
  out->buffers[0] = valid, out->buffers[1] = offsets, out->buffers[2] = text; /* released with the node from here on */
  if (valid == NULL || offsets == NULL || text == NULL) return out->release(out), 0;
  offsets[0] = 0;
  for (int64_t i = 0; i < rows; ++i) {
    offsets[i + 1] = offsets[i];
    if (is_third(first + i)) continue;
    valid[i / 8] |= (uint8_t)(1 << i % 8);
    offsets[i + 1] += sprintf(text + offsets[i], "number %lld", (long long)(first + i));
  }
  out->null_count = -1; /* not counted: readers look at the bits */
  return 1;
}

static int make_keys(struct ArrowArray* out, int64_t first, int64_t rows) {
  if (!make_array(out, rows, 2, 0)) return 0;
  int64_t* keys = malloc((size_t)rows * sizeof *keys);
  if (keys == NULL) return out->release(out), 0;
  for (int64_t i = 0; i < rows; ++i) keys[i] = first + i;
  out->buffers[1] = keys;
  return 1;
}

oar_status make_rows(const table* of, int64_t first, int64_t rows, struct ArrowArray* out, oar_error* error) {
  int made = make_array(out, rows, 1, of->has_text ? 2 : 1);
  if (!made) return fail(error, OAR_E_NO_MEMORY, "no memory for a batch");
  made = make_keys(out->children[0], first, rows);
  if (made && of->has_text) made = make_texts(out->children[1], first, rows);
  if (made) return OAR_OK;
  out->release(out);
  return fail(error, OAR_E_NO_MEMORY, "no memory for a batch of %lld rows", (long long)rows);
}
