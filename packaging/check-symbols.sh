#!/usr/bin/env bash
# Fails when a plugin below the given folders exports anything but its entry. Usage: check-symbols.sh FOLDER...
set -euo pipefail
bad=0
while IFS= read -r library; do
  exported=$(nm -D --defined-only "$library" | awk '{print $3}')
  [ "$exported" = oar_plugin_entry_v1 ] && continue
  echo "$library exports: ${exported:-nothing}" >&2
  bad=1
done < <(find "$@" -maxdepth 1 -name '*.so' | sort)
exit $bad
