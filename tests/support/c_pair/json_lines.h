/* Rows of an Arrow batch as lines of JSON: {"table":"users","row":{"id":1,"name":null}} */
#ifndef C_PAIR_JSON_LINES_H
#define C_PAIR_JSON_LINES_H
#include <oar/abi.h>

/* What has to be remembered of a layout, because its schema is only borrowed. */
typedef struct layout {
  char* table;
  int64_t n_columns;
  char** names;
  char** formats;
} layout;

/* Copies a schema, or refuses the table because of a column that this writer cannot write. */
oar_status make_layout(const struct ArrowSchema* schema, layout* out, oar_error* error);
void free_layout(layout* of);

typedef struct text_buffer {
  char* data;
  size_t size;
  size_t room;
} text_buffer;

/* Appends all rows, or says why not: then what the buffer holds is of no use. */
oar_status append_rows(text_buffer* out, const layout* of, const struct ArrowArray* batch, oar_error* error);

#endif
