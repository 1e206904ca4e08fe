# Shared by the benchmarks beside it: building, measuring, printing. Sourced from the root of the project, not run.
. packaging/setup.sh
install_packages "${build_packages[@]}" "${test_packages[@]}"
cmake --preset bench >/dev/null
cmake --build --preset bench >/dev/null
cc -O2 -o build/bench/bin/sqlite_loop tests/bench/sqlite_loop.c -lsqlite3
cc -O2 -o build/bench/bin/usage tests/bench/usage.c

bin=$PWD/build/bench/bin
export OARLOCK_PLUGIN_PATH=$PWD/build/bench/test-plugins
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# Three numbers: wall and processor time in microseconds, memory at its peak in KiB. Medians of RUNS.
used() { # RUNS PREPARE COMMAND...
  local runs=$1 prepare=$2 i
  shift 2
  for ((i = 0; i < runs; i++)); do
    $prepare
    "$bin/usage" "$@" || { echo "failed: $*" >&2 && exit 1; }
  done >used.txt
  for i in 1 2 3; do cut -d' ' -f$i used.txt | sort -n | sed -n "$(((runs + 1) / 2))p"; done | paste -sd' '
}
fresh() { rm -rf to*.db* .oarlock import.db*; }

calc() { awk "BEGIN {printf \"$1\", $2}"; }
row() { printf '%-46s %14s   %s\n' "$1" "$2" "${3:-}"; }
speed() { calc '%.2f M rows/s' "$rows / $1"; }

# lineitem ROWS ROWS-PER-CHECKPOINT: the synthetic source's table
lineitem() {
  printf 'path: synthetic\n  spec: {tables: [{name: lineitem, rows: %s, shape: lineitem, keyed: false, checkpoint_every: %s}]}' "$1" "$2"
}

# The bare loop's median of three, in microseconds.
loop() { # ROWS-PER-COMMIT
  for _ in 1 2 3; do rm -f loop.db* && "$bin/sqlite_loop" ready.db lineitem loop.db "$rows" "$1"; done | sort -n | sed -n 2p
}
