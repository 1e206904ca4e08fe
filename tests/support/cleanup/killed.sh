#!/bin/sh
# killed.sh alone|all PROGRAM [ARGUMENT...]: kills a test program, or it and its children, as soon as it has a PostgreSQL server;
# nothing of it may stay.
set -eu
which=$1
shift
TMPDIR=$(mktemp -d)
export TMPDIR
chmod 711 "$TMPDIR" # the server runs as another user where we are root

# Runs a condition until it holds, or fails after a minute.
until_true() { timeout 60 sh -c "until $1; do sleep 0.05; done" || { echo "in vain: $1; left: $(ls -lR "$TMPDIR" | head -50)"; exit 1; }; }

"$@" >/dev/null 2>&1 &
program=$!
ready="find '$TMPDIR' -name postmaster.pid -exec grep -l ready {} + 2>/dev/null"
until_true "$ready | grep -q ."
server=$(head -1 "$(eval "$ready")")
children=
[ "$which" = alone ] || children=$(pgrep -P "$program") || true # it may have none just now
kill -9 "$program"
kill -9 $children 2>/dev/null || true # or they have ended meanwhile
until_true "[ ! -e /proc/$server ]"
until_true "[ -z \"\$(ls -A '$TMPDIR')\" ]"
rmdir "$TMPDIR"
