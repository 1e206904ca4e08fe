#!/usr/bin/env bash
# Measures on this machine, in one run, against a named rival each; prints medians and ratios beside their goals. Not a test:
# nothing fails here but what does not run. Usage: tests/bench/run.sh [ROWS]    builds what it needs into build/bench
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
rows=${1:-2000000}
. tests/bench/common.sh

# config FILE SOURCE-SPEC DESTINATIONS: destinations are "plugin:provenance" words
config() {
  local file=$1 source=$2 n=0 names='' each
  shift 2
  for each in "$@"; do names+="${names:+, }to$((n++))"; done
  {
    printf 'kind: source\nspec:\n  name: from\n  %s\n  tables: ["*"]\n  destinations: [%s]\n' "$source" "$names"
    n=0
    for each in "$@"; do
      printf -- '---\nkind: destination\nspec:\n  name: to%s\n  path: %s\n  write_mode: append\n  provenance: %s\n' \
        "$n" "${each%:*}" "${each#*:}"
      [ "${each%:*}" = sqlite ] && printf '  spec: {connection_string: to%s.db}\n' "$n"
      n=$((n + 1))
    done
  } >"$file"
}

echo "== start to exit"
read -r true_us _ _ < <(used 100 true /bin/true)
read -r version_us _ _ < <(used 100 true "$bin/oarlock" --version)
row "/bin/true" "$(calc '%.1f ms' "$true_us / 1000")"
row "oarlock --version" "$(calc '%.1f ms' "$version_us / 1000")" "goal: under 10 ms"
config empty.yaml "$(lineitem 0 0)" recording:none
read -r empty_us _ _ < <(used 30 true "$bin/oarlock" sync empty.yaml)
row "an empty sync" "$(calc '%.1f ms' "$empty_us / 1000")" "goal: under 50 ms"

echo "== $rows rows of 16 columns (TPC-H's lineitem), median of 3"
config one.yaml "$(lineitem "$rows" 100000)" recording:none
config three.yaml "$(lineitem "$rows" 100000)" recording:none recording:none recording:none
read -r one_us one_cpu _ < <(used 3 fresh "$bin/oarlock" sync one.yaml)
read -r three_us three_cpu _ < <(used 3 fresh "$bin/oarlock" sync three.yaml)
config to.yaml "$(lineitem "$rows" 100000)" sqlite:none
read -r sqlite_us _ _ < <(used 3 fresh "$bin/oarlock" sync to.yaml)
cp to0.db ready.db
sqlite3 -header -csv ready.db 'SELECT * FROM lineitem' | tr -d '\r' >lineitem.csv
bytes=$(stat -c %s lineitem.csv)
row "synthetic -> nothing" "$(speed "$one_us")" "$(calc '%.0f MB/s' "$bytes / $one_us") as CSV has them"
row "synthetic -> nothing, three destinations" "$(speed "$three_us")"
# A batch of this table is closed at 8 MiB, or at a checkpoint: about as many as there are checkpoints, times two.
row "host work per batch and destination" "$(calc '%.0f ns' "($three_cpu - $one_cpu) * 1000 / 2 / ($rows / 50000)")" \
  "processor time, destination's own work included"

loop_us=$(loop 100000)
row "bare sqlite3 C loop, values ready" "$(speed "$loop_us")"
row "synthetic -> SQLite" "$(speed "$sqlite_us")" "$(calc %.2f "$loop_us / $sqlite_us") of the loop; goal: 0.9"

config csv.yaml $'path: file\n  spec: {path: lineitem.csv}' sqlite:none
config csv_full.yaml $'path: file\n  spec: {path: lineitem.csv}' sqlite:full
read -r csv_us _ _ < <(used 3 fresh "$bin/oarlock" sync csv.yaml)
read -r full_us _ _ < <(used 3 fresh "$bin/oarlock" sync csv_full.yaml)
schema=$(sqlite3 ready.db "SELECT sql FROM sqlite_schema WHERE name = 'lineitem'")
read -r import_us _ _ < <(used 3 fresh sqlite3 import.db "$schema" '.import --csv --skip 1 lineitem.csv lineitem')
row "sqlite3 .import of the CSV file" "$(speed "$import_us")"
row "CSV -> SQLite" "$(speed "$csv_us")" \
  "$(calc %.2f "$loop_us / $csv_us") of the loop; goal: 0.85. $(calc %.2f "$import_us / $csv_us") of .import; goal: 1.5"
row "CSV -> SQLite, provenance: full" "$(speed "$full_us")" "$(calc %.2f "$csv_us / $full_us") of provenance: none"

echo "== the cost of exactly once: commits of 10,000 rows with their cursors, against 100,000"
config small.yaml "$(lineitem "$rows" 10000)" sqlite:none
read -r small_us _ _ < <(used 3 fresh "$bin/oarlock" sync small.yaml)
small_loop_us=$(loop 10000)
row "bare loop, 10,000 rows a commit" "$(speed "$small_loop_us")"
row "synthetic -> SQLite, 10,000 rows a unit" "$(speed "$small_us")" \
  "$(calc '%+.1f%%' "($small_us - $sqlite_us - ($small_loop_us - $loop_us)) * 100 / $sqlite_us") beside the loop's own loss; goal: under 5%"

echo "== memory at its peak, --memory 64MiB, synthetic -> SQLite"
for n in 1000000 10000000; do
  config memory.yaml "$(lineitem $n 100000)" sqlite:none
  read -r _ _ peak < <(used 1 fresh "$bin/oarlock" sync --memory 64MiB memory.yaml)
  row "$n rows" "$(calc '%.0f MiB' "$peak / 1024")" "goal: under 150 MiB, the same for both"
done
fresh
