#!/usr/bin/env bash
# Measures on this machine, in one run, against a named rival each; prints medians and ratios. Not a test: nothing fails here.
# Usage: tests/bench/run.sh [ROWS]    builds what it needs into build/bench
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. packaging/setup.sh
install_packages "${build_packages[@]}" "${test_packages[@]}"
cmake --preset bench >/dev/null
cmake --build --preset bench >/dev/null

rows=${1:-2000000}
bin=$PWD/build/bench/bin/oarlock
export OARLOCK_PLUGIN_PATH=$PWD/build/bench/test-plugins
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# median RUNS COMMAND...: the median wall time in microseconds.
median() {
  local runs=$1 i start times=()
  shift
  for ((i = 0; i < runs; i++)); do
    start=${EPOCHREALTIME/./}
    "$@" >/dev/null 2>&1
    times+=($((${EPOCHREALTIME/./} - start)))
  done
  printf '%s\n' "${times[@]}" | sort -n | sed -n "$(((runs + 1) / 2))p"
}

ratio() { awk -v a="$1" -v b="$2" 'BEGIN {printf "%.2f", a / b}'; }
ms() { awk -v a="$1" 'BEGIN {printf "%.1f ms", a / 1000}'; }

config() { # FILE ROWS DESTINATION-YAML...
  {
    printf 'kind: source\nspec:\n  name: made-up\n  path: synthetic\n  tables: ["*"]\n  destinations: [to]\n'
    printf '  spec: {tables: [{name: lineitem, rows: %s, shape: lineitem, keyed: false, checkpoint_every: 100000}]}\n---\n' "$2"
    printf 'kind: destination\nspec:\n  name: to\n  write_mode: append\n  provenance: none\n%s\n' "$3"
  } >"$1"
}

echo "== start to exit, median of 100"
true_us=$(median 100 /bin/true)
version_us=$(median 100 "$bin" --version)
echo "/bin/true            $(ms "$true_us")"
echo "oarlock --version    $(ms "$version_us")  ($(ratio "$version_us" "$true_us") times /bin/true; goal: under 10 ms)"
config empty.yaml 0 '  path: recording'
empty_us=$(median 30 "$bin" sync empty.yaml)
echo "an empty sync        $(ms "$empty_us")  (goal: under 50 ms)"

echo "== $rows rows of 16 columns, median of 3"
config null.yaml "$rows" '  path: recording'
null_us=$(median 3 "$bin" sync null.yaml)
echo "synthetic -> nothing             $(awk -v r="$rows" -v t="$null_us" 'BEGIN {printf "%.2f M rows/s", r / t}')"
config sqlite.yaml "$rows" $'  path: sqlite\n  spec: {connection_string: to.db}'
to_sqlite() { rm -rf to.db* .oarlock && "$bin" sync sqlite.yaml; }
sqlite_us=$(median 3 to_sqlite)
sqlite3 -csv to.db 'SELECT * FROM lineitem' >lineitem.csv
schema=$(sqlite3 to.db "SELECT sql FROM sqlite_schema WHERE name = 'lineitem'")
import() { rm -f import.db && sqlite3 import.db "$schema" '.import --csv lineitem.csv lineitem'; }
import_us=$(median 3 import)
echo "synthetic -> SQLite              $(awk -v r="$rows" -v t="$sqlite_us" 'BEGIN {printf "%.2f M rows/s", r / t}')"
echo "sqlite3 .import of the same rows $(awk -v r="$rows" -v t="$import_us" 'BEGIN {printf "%.2f M rows/s", r / t}')"
echo "ratio to sqlite3 .import         $(ratio "$import_us" "$sqlite_us")"
