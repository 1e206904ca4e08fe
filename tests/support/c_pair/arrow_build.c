#include "arrow_build.h"

#include <stdlib.h>
#include <string.h>

/* Arrow's encoding: count, then for each pair the length and bytes of key and value; all lengths int32, native order.
 */
static char* encode(const char* const* metadata) {
  int32_t pairs = 0;
  size_t size = sizeof pairs;
  for (const char* const* word = metadata; *word != NULL; ++word) size += sizeof(int32_t) + strlen(*word), ++pairs;
  pairs /= 2;

  char* encoded = malloc(size);
  if (encoded == NULL) return NULL;
  memcpy(encoded, &pairs, sizeof pairs);
  char* at = encoded + sizeof pairs;
  for (const char* const* word = metadata; *word != NULL; ++word) {
    int32_t const length = (int32_t)strlen(*word);
    memcpy(at, &length, sizeof length);
    memcpy(at + sizeof length, *word, (size_t)length);
    at += sizeof length + (size_t)length;
  }
  return encoded;
}

static void release_schema(struct ArrowSchema* schema) {
  for (int64_t i = 0; i < schema->n_children; ++i) {
    if (schema->children[i]->release != NULL) schema->children[i]->release(schema->children[i]);
    free(schema->children[i]);
  }
  free(schema->children);
  free((void*)schema->metadata);
  schema->release = NULL;
}

int make_schema(struct ArrowSchema* out, const char* format, const char* name, int64_t flags,
                const char* const* metadata, int64_t n_children) {
  memset(out, 0, sizeof *out); /* Arrow's structs are frozen: the whole of it is ours to write */
  out->format = format;
  out->name = name;
  out->flags = flags;
  out->release = release_schema;
  if (metadata != NULL && (out->metadata = encode(metadata)) == NULL) return release_schema(out), 0;
  if (n_children == 0) return 1;
  out->children = calloc((size_t)n_children, sizeof *out->children);
  if (out->children == NULL) return release_schema(out), 0;
  for (; out->n_children < n_children; ++out->n_children)
    if ((out->children[out->n_children] = calloc(1, sizeof **out->children)) == NULL) return release_schema(out), 0;
  return 1;
}

static void release_array(struct ArrowArray* array) {
  for (int64_t i = 0; i < array->n_children; ++i) {
    if (array->children[i]->release != NULL) array->children[i]->release(array->children[i]);
    free(array->children[i]);
  }
  for (int64_t i = 0; i < array->n_buffers; ++i) free((void*)array->buffers[i]);
  free(array->children);
  free(array->buffers);
  array->release = NULL;
}

int make_array(struct ArrowArray* out, int64_t length, int64_t n_buffers, int64_t n_children) {
  memset(out, 0, sizeof *out);
  out->length = length;
  out->release = release_array;
  out->buffers = calloc((size_t)n_buffers, sizeof *out->buffers);
  if (out->buffers == NULL) return release_array(out), 0;
  out->n_buffers = n_buffers;
  if (n_children == 0) return 1;
  out->children = calloc((size_t)n_children, sizeof *out->children);
  if (out->children == NULL) return release_array(out), 0;
  for (; out->n_children < n_children; ++out->n_children)
    if ((out->children[out->n_children] = calloc(1, sizeof **out->children)) == NULL) return release_array(out), 0;
  return 1;
}
