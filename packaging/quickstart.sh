#!/usr/bin/env bash
# Builds Oarlock and syncs this machine's inventory into oarlock.db. Run it again to see incremental tables resume.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. packaging/setup.sh

install_packages "${build_packages[@]}"

say "Building (build/release)"
cmake --preset release >build-release.log 2>&1 || { cat build-release.log; exit 1; }
cmake --build --preset release >>build-release.log 2>&1 || { cat build-release.log; exit 1; }
rm -f build-release.log

say "oarlock sync packaging/quickstart.yaml"
build/release/bin/oarlock sync packaging/quickstart.yaml

query() {
  say "$1"
  sqlite3 -box oarlock.db "$2"
}
query "The machine" \
  "SELECT hostname, pretty_name, release AS kernel, booted_at FROM linux_os_info JOIN linux_kernel USING (host);"
query "The five largest installed packages" \
  "SELECT name, version, installed_bytes >> 20 AS mib FROM linux_packages ORDER BY installed_bytes DESC LIMIT 5;"
query "What dpkg did last" \
  "SELECT logged_at, action, package, available_version FROM linux_package_events
   WHERE action IN ('install', 'upgrade', 'remove') ORDER BY logged_at DESC LIMIT 5;"
say "All tables: sqlite3 oarlock.db .tables. Run this script again: incremental tables resume where they stopped."
