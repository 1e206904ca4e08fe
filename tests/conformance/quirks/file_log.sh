#!/bin/sh
# A log for the file source in $DIR: lines of JSON that later syncs read on from.
set -eu
seq 1 120 | awk '{ printf "{\"n\": %d, \"text\": \"line %d\", \"nested\": {\"a\": [1, null]}}\n", $1, $1 }' >"$DIR/log.ndjson"
