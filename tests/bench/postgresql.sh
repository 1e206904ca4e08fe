#!/usr/bin/env bash
# PostgreSQL both ways, against what its own tools do on this machine in the same run; prints medians and ratios beside their
# goals. Starts a server of its own, on a socket. Usage: tests/bench/postgresql.sh [ROWS [MORE-ROWS]]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
rows=${1:-2000000}
more=${2:-10000000}
. tests/bench/common.sh

# --- a server, as an ordinary user
programs=$(pg_config --bindir)
server=$folder/server
mkdir "$server" && chmod 755 "$folder"
as_server() { "$@"; }
if [ "$(id -u)" -eq 0 ]; then
  chown postgres "$server"
  as_server() { runuser -u postgres -- "$@"; }
fi
as_server "$programs/initdb" -D "$server/data" -A trust -U postgres --locale=C --encoding=UTF8 >/dev/null
as_server "$programs/pg_ctl" -D "$server/data" -l "$server/log" -w \
  -o "-k $server -c listen_addresses= -c shared_buffers=512MB -c max_wal_size=8GB -c checkpoint_timeout=30min" start >/dev/null
trap 'as_server "$programs/pg_ctl" -D "$server/data" -m immediate stop >/dev/null; rm -rf "$folder"' EXIT
export PGHOST=$server PGUSER=postgres PGOPTIONS='-c client_min_messages=warning'
psql -qc 'CREATE DATABASE a' postgres && psql -qc 'CREATE DATABASE b' postgres

# --- what is measured
ask() { psql -XqtA -d "$1" -c "$2"; }
emptied() { # the other database as before: no tables, nothing left to write
  ask b 'DROP SCHEMA public CASCADE; CREATE SCHEMA public' && ask postgres 'CHECKPOINT' && fresh
}
# sync_config FILE FROM-PLUGIN FROM-SETTINGS TABLES TO-PLUGIN TO-SETTINGS [WRITE-MODE [PROVENANCE]]
sync_config() {
  printf 'kind: source\nspec: {name: from, path: %s, tables: [%s], destinations: [to], spec: {%s}}\n---\n' "$2" "$4" "$3" >"$1"
  printf 'kind: destination\nspec: {name: to, path: %s, spec: {%s}, write_mode: %s, provenance: %s}\n' \
    "$5" "$6" "${7:-append}" "${8:-none}" >>"$1"
}
# quietly FILE: what a measurement needs before it. A state file remembers which plugin an end was, so it goes.
quietly() { rm -rf .oarlock && { "$bin/oarlock" sync "$1" >log.txt 2>&1 || { cat log.txt >&2 && exit 1; }; }; }
a='connection_string: "dbname=a"'
b='connection_string: "dbname=b"'
like() { ask a "SELECT format('CREATE TABLE %I (%s)', '$1', string_agg(format('%I %s', attname, format_type(atttypid, atttypmod)), ', ' ORDER BY attnum))
  FROM pg_attribute WHERE attrelid = '$1'::regclass AND attnum > 0"; }
with_table() { emptied && ask b "$(like "$table")"; }
pipe() { # TABLE FORMAT
  bash -c "psql -Xq -d a -c 'COPY $1 TO STDOUT (FORMAT $2)' | psql -Xq -d b -c 'COPY $1 FROM STDIN (FORMAT $2)'"
}
export -f pipe

# copied TABLE: PostgreSQL to PostgreSQL beside both pipes
copied() {
  table=$1
  rows=$(ask a "SELECT count(*) FROM $table")
  sync_config "$table.yaml" postgresql "$a" "$table" postgresql "$b"
  read -r binary_us _ _ < <(used 3 with_table bash -c "pipe $table binary")
  read -r text_us _ _ < <(used 3 with_table bash -c "pipe $table text")
  read -r ours_us ours_cpu ours_rss < <(used 3 emptied "$bin/oarlock" sync --memory 128MiB "$table.yaml")
  [ "$(ask b "SELECT count(*) FROM $table")" = "$rows" ] || { echo "$table: rows are missing" >&2 && exit 1; }
  best_us=$((binary_us < text_us ? binary_us : text_us))
  row "$table: binary pipe, text pipe" "$(speed "$binary_us")" "$(speed "$text_us")"
  row "$table: oarlock" "$(speed "$ours_us")" "$(calc %.2f "$best_us / $ours_us") of the better; goal: 1.1. Client \
$(calc %.2f "$ours_cpu / $rows") CPU s per M rows; goal: 0.8. Peak $(calc %.0f "$ours_rss / 1024") MiB; goal: 220"
}

echo "== lineitem, $rows rows; provenance: none, --memory 128MiB; medians of 3"
sync_config make.yaml synthetic "tables: [{name: lineitem, rows: $rows, shape: lineitem, keyed: false}]" '"*"' postgresql "$a"
quietly make.yaml
ask a 'VACUUM ANALYZE lineitem'
copied lineitem
full_us=$ours_us
sync_config full.yaml postgresql "$a" lineitem postgresql "$b" append full
read -r provenance_us _ _ < <(used 3 emptied "$bin/oarlock" sync --memory 128MiB full.yaml)
row "with provenance: full" "$(speed "$provenance_us")" "$(calc %.2f "$full_us / $provenance_us") of provenance: none"
read -r lean_us _ lean_rss < <(used 3 emptied "$bin/oarlock" sync --memory 32MiB lineitem.yaml)
row "with --memory 32MiB" "$(speed "$lean_us")" \
  "$(calc %.2f "$full_us / $lean_us") of 128MiB; goal: 0.9. Peak $(calc %.0f "$lean_rss / 1024") MiB; goal: 80"

echo "== CSV -> PostgreSQL"
ask a "COPY lineitem TO STDOUT (FORMAT csv, HEADER)" >lineitem.csv
sync_config csv.yaml file 'path: lineitem.csv' '"*"' postgresql "$b"
read -r copy_us _ _ < <(used 3 with_table psql -Xq -d b -c "\\copy lineitem FROM lineitem.csv (FORMAT csv, HEADER)")
read -r csv_us _ csv_rss < <(used 3 emptied "$bin/oarlock" sync --memory 128MiB csv.yaml)
row "psql \\copy" "$(speed "$copy_us")"
row "oarlock" "$(speed "$csv_us")" \
  "$(calc %.2f "$copy_us / $csv_us") of it; goal: 1.5. Peak $(calc %.0f "$csv_rss / 1024") MiB; goal: 220"

echo "== PostgreSQL -> SQLite"
sync_config sqlite.yaml postgresql "$a" lineitem sqlite 'connection_string: ready.db'
quietly sqlite.yaml # the loop's table, and its values
sync_config sqlite.yaml postgresql "$a" lineitem sqlite 'connection_string: to.db'
loop_us=$(loop 100000)
read -r out_us _ _ < <(used 3 true psql -Xq -d a -c 'COPY lineitem TO STDOUT (FORMAT binary)')
read -r sqlite_us _ sqlite_rss < <(used 3 fresh "$bin/oarlock" sync --memory 128MiB sqlite.yaml)
row "bare sqlite3 C loop, values ready; COPY out" "$(speed "$loop_us")" "$(speed "$out_us")"
slower_us=$((loop_us > out_us ? loop_us : out_us)) # side by side on two cores, the slower one decides
row "oarlock" "$(speed "$sqlite_us")" \
  "$(calc %.2f "$slower_us / $sqlite_us") of the slower of them; goal: 0.9. Peak $(calc %.0f "$sqlite_rss / 1024") MiB; goal: 220"

echo "== overwrite of $rows rows, all present"
sync_config keyed.yaml synthetic "tables: [{name: keyed, rows: $rows, shape: lineitem, keyed: true}]" '"*"' postgresql "$a"
quietly keyed.yaml
key=$(ask a "SELECT string_agg(attname, ', ') FROM pg_index, pg_attribute
  WHERE indrelid = 'keyed'::regclass AND attrelid = indrelid AND attnum = ANY (indkey)")
[ -n "$key" ] || { key=id && ask a "ALTER TABLE keyed ADD PRIMARY KEY ($key)"; }
ask a 'VACUUM ANALYZE keyed'
updates=$(ask a "SELECT string_agg(format('%I = excluded.%1\$I', attname), ', ') FROM pg_attribute
  WHERE attrelid = 'keyed'::regclass AND attnum > 0 AND NOT attisdropped")
ask a "COPY keyed TO STDOUT (FORMAT binary)" >keyed.bin
sync_config keyed.yaml postgresql "$a" keyed postgresql "$b" overwrite
filled() { emptied && quietly keyed.yaml && ask b 'VACUUM keyed' && ask postgres 'CHECKPOINT'; }
cat >merge.sql <<SQL
BEGIN;
CREATE TEMPORARY TABLE stage (LIKE keyed) ON COMMIT DROP;
\\copy stage FROM keyed.bin (FORMAT binary)
INSERT INTO keyed SELECT * FROM stage ON CONFLICT ($key) DO UPDATE SET $updates;
COMMIT;
SQL
read -r merge_us _ _ < <(used 3 filled psql -Xq -d b -f merge.sql)
read -r upsert_us _ upsert_rss < <(used 3 filled "$bin/oarlock" sync --memory 128MiB keyed.yaml)
row "psql: COPY to a temporary table, one INSERT" "$(speed "$merge_us")"
row "oarlock" "$(speed "$upsert_us")" \
  "$(calc %.2f "$merge_us / $upsert_us") of it; goal: 0.9. Peak $(calc %.0f "$upsert_rss / 1024") MiB; goal: 220"

echo "== other shapes"
ask a "CREATE TABLE fixed AS SELECT i::bigint a, i::int b, (i % 1000)::smallint c, i * 0.5::float8 d, i % 2 = 0 e,
    now() + i * interval '1 second' f, DATE '2000-01-01' + i % 9000 g, i::bigint * 7 h FROM generate_series(1, $rows) i"
ask a "CREATE TABLE narrow AS SELECT i::bigint id, i * 0.25::float8 value FROM generate_series(1, $rows * 2) i"
ask a "CREATE TABLE wide AS SELECT $(seq -s, 1 200 | sed 's/\([0-9]*\)/i + \1 AS c\1/g') FROM generate_series(1, $rows / 20) i"
ask a "CREATE TABLE texts AS SELECT i id, repeat(md5(i::text), 256) body FROM generate_series(1, $rows / 40) i"
for table in fixed narrow wide texts; do ask a "VACUUM ANALYZE $table" && copied $table; done

echo "== memory at its peak with more rows, --memory 128MiB"
rows=$more
sync_config make.yaml synthetic "tables: [{name: more, rows: $more, shape: lineitem, keyed: false}]" '"*"' postgresql "$a"
quietly make.yaml
sync_config more.yaml postgresql "$a" more postgresql "$b"
read -r more_us more_cpu more_rss < <(used 1 emptied "$bin/oarlock" sync --memory 128MiB more.yaml)
row "PostgreSQL -> PostgreSQL, $more rows" "$(speed "$more_us")" \
  "Client $(calc %.2f "$more_cpu / $more") CPU s per M rows. Peak $(calc %.0f "$more_rss / 1024") MiB; goal: 220"
