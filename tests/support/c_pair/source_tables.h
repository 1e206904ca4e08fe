/* What the C source offers: tables, their schemas and their rows. */
#ifndef C_PAIR_SOURCE_TABLES_H
#define C_PAIR_SOURCE_TABLES_H
#include <oar/abi.h>

typedef struct table {
  const char* descriptor; /* what a split of it says to open_scan */
  const char* name;
  const char* key;
  int32_t read_mode;
  int has_text;
  const char* metadata[12];
} table;

/* The first `on_offer` are offered; the one behind them is numbers without its text, when nobody wants that. */
enum { on_offer = 2, all_tables = 3 };
extern const table tables[all_tables];

const table* table_of(oar_str descriptor); /* NULL = there is none */

oar_status make_table(const table* of, struct ArrowSchema* out, oar_error* error);

/* The rows first, first + 1, ... as one batch. */
oar_status make_rows(const table* of, int64_t first, int64_t rows, struct ArrowArray* out, oar_error* error);

#endif
