#!/usr/bin/env bash
# Reports how long the files are; fails when one has more than 400 lines.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
git ls-files '*.cpp' '*.hpp' '*.c' '*.h' '*.sh' '*.cmake' '*CMakeLists.txt' | xargs wc -l | grep -v ' total$' | sort -n |
  awk '{n[NR] = $1; if ($1 > 400) {print "over 400 lines: " $2 " (" $1 ")"; bad = 1}}
       END {printf "%d files, median %d lines, nine in ten under %d, longest %d\n", NR, n[int((NR + 1) / 2)], n[int(NR * 0.9)], n[NR]
            exit bad}'
