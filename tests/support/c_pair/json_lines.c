#include "json_lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "help.h"

/* Layouts. */

static char* copy_text(const char* text, size_t size) {
  char* copy = malloc(size + 1);
  if (copy == NULL) return NULL;
  memcpy(copy, text, size);
  copy[size] = '\0';
  return copy;
}

/* A value of Arrow's encoded metadata (int32 lengths, native order), copied; NULL = not there. */
static char* metadata_value(const char* metadata, const char* key) {
  int32_t pairs = 0, length = 0;
  if (metadata == NULL) return NULL;
  memcpy(&pairs, metadata, sizeof pairs);
  metadata += sizeof pairs;
  while (pairs-- > 0) {
    memcpy(&length, metadata, sizeof length);
    int const found = (size_t)length == strlen(key) && memcmp(metadata + sizeof length, key, (size_t)length) == 0;
    metadata += sizeof length + (size_t)length;
    memcpy(&length, metadata, sizeof length);
    if (found) return copy_text(metadata + sizeof length, (size_t)length);
    metadata += sizeof length + (size_t)length;
  }
  return NULL;
}

/* Integers of every width, dates and timestamps as their integers, booleans, text, and short fixed bytes as hex. */
static int is_writable(const struct ArrowSchema* column) {
  const char* format = column->format;
  if (column->dictionary != NULL) return 0;
  if (strlen(format) == 1) return strchr("bcCsSiIlLu", format[0]) != NULL;
  return strncmp(format, "ts", 2) == 0 || strncmp(format, "td", 2) == 0 || strncmp(format, "w:", 2) == 0;
}

oar_status make_layout(const struct ArrowSchema* schema, layout* out, oar_error* error) {
  size_t const n = (size_t)schema->n_children;
  memset(out, 0, sizeof *out);
  if (strcmp(schema->format, "+s") != 0) return fail(error, OAR_E_SCHEMA, "a table's schema has to be a struct");
  out->table = metadata_value(schema->metadata, OAR_META_TABLE);
  if (out->table == NULL) return fail(error, OAR_E_SCHEMA, "a schema without " OAR_META_TABLE);
  out->names = calloc(n + 1, sizeof *out->names);
  out->formats = calloc(n + 1, sizeof *out->formats);
  if (out->names == NULL || out->formats == NULL)
    return fail(error, OAR_E_NO_MEMORY, "no memory for table %s", out->table);
  for (; out->n_columns < schema->n_children; ++out->n_columns) {
    const struct ArrowSchema* column = schema->children[out->n_columns];
    if (!is_writable(column))
      return fail(error, OAR_E_SCHEMA, "table %s: column %s has type %s, which this destination cannot write",
                  out->table, column->name, column->format);
    char* name = out->names[out->n_columns] = copy_text(column->name, strlen(column->name));
    char* format = out->formats[out->n_columns] = copy_text(column->format, strlen(column->format));
    if (name == NULL || format == NULL) {
      ++out->n_columns; /* so that free_layout() sees the one that was copied */
      return fail(error, OAR_E_NO_MEMORY, "no memory for table %s", out->table);
    }
  }
  return OAR_OK;
}

void free_layout(layout* of) {
  for (int64_t i = 0; i < of->n_columns; ++i) free(of->names[i]), free(of->formats[i]);
  free(of->names);
  free(of->formats);
  free(of->table);
  memset(of, 0, sizeof *of);
}

/* Lines. Each put_... answers 0 when there is no memory. */

static int put(text_buffer* out, const char* data, size_t size) {
  if (out->room - out->size < size) {
    size_t const room = (out->size + size) * 2 + 4096;
    char* grown = realloc(out->data, room);
    if (grown == NULL) return 0;
    out->data = grown;
    out->room = room;
  }
  if (size > 0) memcpy(out->data + out->size, data, size);
  out->size += size;
  return 1;
}

static int put_word(text_buffer* out, const char* word) { return put(out, word, strlen(word)); }

static int put_string(text_buffer* out, const char* text, size_t size) {
  int there = put(out, "\"", 1);
  for (size_t i = 0; there && i < size; ++i) {
    char escaped[8];
    if (text[i] == '"' || text[i] == '\\')
      there = put(out, (char[]){'\\', text[i]}, 2);
    else if ((unsigned char)text[i] < 0x20)
      there = put(out, escaped, (size_t)snprintf(escaped, sizeof escaped, "\\u%04x", (unsigned)text[i]));
    else
      there = put(out, &text[i], 1);
  }
  return there && put(out, "\"", 1);
}

static int put_signed(text_buffer* out, int64_t value) {
  char digits[24];
  return put(out, digits, (size_t)snprintf(digits, sizeof digits, "%lld", (long long)value));
}

static int put_unsigned(text_buffer* out, uint64_t value) {
  char digits[24];
  return put(out, digits, (size_t)snprintf(digits, sizeof digits, "%llu", (unsigned long long)value));
}

static int put_hex(text_buffer* out, const uint8_t* bytes, size_t size) {
  int there = put(out, "\"", 1);
  for (size_t i = 0; there && i < size; ++i) {
    char pair[3];
    there = put(out, pair, (size_t)snprintf(pair, sizeof pair, "%02x", (unsigned)bytes[i]));
  }
  return there && put(out, "\"", 1);
}

static int bit(const void* bits, int64_t at) { return ((const uint8_t*)bits)[at / 8] >> (at % 8) & 1; }

/* The value at `at`, offsets already added. */
static int put_value(text_buffer* out, const char* format, const struct ArrowArray* column, int64_t at) {
  const void* values = column->buffers[1];
  if (column->buffers[0] != NULL && !bit(column->buffers[0], at)) return put_word(out, "null");
  switch (format[0]) {
    case 'b':
      return put_word(out, bit(values, at) ? "true" : "false");
    case 'c':
      return put_signed(out, ((const int8_t*)values)[at]);
    case 'C':
      return put_unsigned(out, ((const uint8_t*)values)[at]);
    case 's':
      return put_signed(out, ((const int16_t*)values)[at]);
    case 'S':
      return put_unsigned(out, ((const uint16_t*)values)[at]);
    case 'i':
      return put_signed(out, ((const int32_t*)values)[at]);
    case 'I':
      return put_unsigned(out, ((const uint32_t*)values)[at]);
    case 'l':
      return put_signed(out, ((const int64_t*)values)[at]);
    case 'L':
      return put_unsigned(out, ((const uint64_t*)values)[at]);
    case 't': /* tdD counts days in 32 bits; tdm and timestamps count in 64 */
      if (strcmp(format, "tdD") == 0) return put_signed(out, ((const int32_t*)values)[at]);
      return put_signed(out, ((const int64_t*)values)[at]);
    case 'w': {
      size_t const width = (size_t)atoi(format + 2);
      return put_hex(out, (const uint8_t*)values + (size_t)at * width, width);
    }
    default: {
      const int32_t* offsets = values;
      size_t const size = (size_t)(offsets[at + 1] - offsets[at]);
      return put_string(out, size > 0 ? (const char*)column->buffers[2] + offsets[at] : "", size);
    }
  }
}

static int put_row(text_buffer* out, const layout* of, const struct ArrowArray* batch, int64_t row) {
  int there =
      put_word(out, "{\"table\":") && put_string(out, of->table, strlen(of->table)) && put_word(out, ",\"row\":{");
  for (int64_t i = 0; there && i < of->n_columns; ++i) {
    const struct ArrowArray* column = batch->children[i];
    there = (i == 0 || put_word(out, ",")) && put_string(out, of->names[i], strlen(of->names[i])) &&
            put_word(out, ":") && put_value(out, of->formats[i], column, batch->offset + column->offset + row);
  }
  return there && put_word(out, "}}\n");
}

oar_status append_rows(text_buffer* out, const layout* of, const struct ArrowArray* batch, oar_error* error) {
  if (batch->n_children != of->n_columns)
    return fail(error, OAR_E_INVALID_ARGUMENT, "table %s: a batch of %lld columns, its layout has %lld", of->table,
                (long long)batch->n_children, (long long)of->n_columns);
  for (int64_t row = 0; row < batch->length; ++row)
    if (!put_row(out, of, batch, row))
      return fail(error, OAR_E_NO_MEMORY, "table %s: no memory for its rows", of->table);
  return OAR_OK;
}
