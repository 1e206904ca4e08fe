/* The rival of the SQLite plugin: a bare loop over the C API. Its values are ready in memory, so it does nothing but bind, step and
 * commit, with the settings that the plugin uses (WAL, every commit on the disk, 32 MiB of cache).
 * usage: sqlite_loop FROM.db TABLE TO.db ROWS ROWS-PER-COMMIT */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { most_columns = 64, kept_rows = 50000 };

static void check(int ok, sqlite3 *db) {
  if (ok) return;
  fprintf(stderr, "sqlite_loop: %s\n", sqlite3_errmsg(db));
  exit(1);
}

static void run(sqlite3 *db, char const *sql) { check(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, db); }

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* As a program has its values: numbers, and texts that stay where they are. */
typedef struct { int type, size; union { sqlite3_int64 integer; double real; char *text; } as; } value;
static value values[kept_rows][most_columns];

static value keep(sqlite3_stmt *statement, int c) {
  value v = {.type = sqlite3_column_type(statement, c)};
  if (v.type == SQLITE_INTEGER) v.as.integer = sqlite3_column_int64(statement, c);
  if (v.type == SQLITE_FLOAT) v.as.real = sqlite3_column_double(statement, c);
  if (v.type != SQLITE_TEXT) return v;
  v.size = sqlite3_column_bytes(statement, c);
  v.as.text = malloc((size_t)v.size + 1);
  memcpy(v.as.text, sqlite3_column_text(statement, c), (size_t)v.size + 1);
  return v;
}

static void bind(sqlite3_stmt *statement, int c, value const *v) {
  switch (v->type) {
    case SQLITE_INTEGER: sqlite3_bind_int64(statement, c, v->as.integer); break;
    case SQLITE_FLOAT: sqlite3_bind_double(statement, c, v->as.real); break;
    case SQLITE_TEXT: sqlite3_bind_text(statement, c, v->as.text, v->size, SQLITE_STATIC); break;
    default: sqlite3_bind_null(statement, c);
  }
}

static int load(sqlite3 *db, char const *table, int *columns) {
  char sql[512];
  sqlite3_stmt *statement = NULL;
  snprintf(sql, sizeof sql, "SELECT * FROM \"%s\" LIMIT %d", table, (int)kept_rows);
  check(sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK, db);
  *columns = sqlite3_column_count(statement);
  check(*columns <= most_columns, db);
  int rows = 0;
  while (sqlite3_step(statement) == SQLITE_ROW) {
    for (int c = 0; c < *columns; ++c) values[rows][c] = keep(statement, c);
    ++rows;
  }
  sqlite3_finalize(statement);
  return rows;
}

static void make_table(sqlite3 *from, sqlite3 *to, char const *table) {
  sqlite3_stmt *statement = NULL;
  check(sqlite3_prepare_v2(from, "SELECT sql FROM sqlite_schema WHERE name = ?", -1, &statement, NULL) == SQLITE_OK, from);
  sqlite3_bind_text(statement, 1, table, -1, SQLITE_STATIC);
  check(sqlite3_step(statement) == SQLITE_ROW, from);
  run(to, (char const *)sqlite3_column_text(statement, 0));
  sqlite3_finalize(statement);
}

int main(int argc, char **argv) {
  if (argc != 6) return 2;
  sqlite3 *from = NULL, *to = NULL;
  check(sqlite3_open_v2(argv[1], &from, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK, from);
  check(sqlite3_open(argv[3], &to) == SQLITE_OK, to);
  run(to, "PRAGMA journal_mode=WAL");
  run(to, "PRAGMA synchronous=FULL");
  run(to, "PRAGMA cache_size=-32768");
  make_table(from, to, argv[2]);
  int columns = 0;
  int const kept = load(from, argv[2], &columns);
  long const rows = atol(argv[4]), per_commit = atol(argv[5]);
  if (kept == 0) return 2;

  char sql[1024];
  int length = snprintf(sql, sizeof sql, "INSERT INTO \"%s\" VALUES (?", argv[2]);
  for (int c = 1; c < columns; ++c) length += snprintf(sql + length, sizeof sql - (size_t)length, ",?");
  snprintf(sql + length, sizeof sql - (size_t)length, ")");
  sqlite3_stmt *insert = NULL;
  check(sqlite3_prepare_v2(to, sql, -1, &insert, NULL) == SQLITE_OK, to);

  double const began = now();
  for (long row = 0; row < rows; ++row) {
    if (row % per_commit == 0) run(to, row == 0 ? "BEGIN" : "COMMIT; BEGIN");
    for (int c = 0; c < columns; ++c) bind(insert, c + 1, &values[row % kept][c]);
    check(sqlite3_step(insert) == SQLITE_DONE, to);
    sqlite3_reset(insert);
  }
  run(to, "COMMIT");
  sqlite3_finalize(insert);
  sqlite3_close(to); /* the last of the log goes into the file */
  printf("%.0f\n", (now() - began) * 1e6);
  return 0;
}
