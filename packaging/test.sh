#!/usr/bin/env bash
# Sets up all that the tests need, builds with g++ (warnings are errors) and runs every test.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. packaging/setup.sh

install_packages "${build_packages[@]}" "${test_packages[@]}"

say "Building with g++ (build/dev)"
cmake --preset dev >/dev/null
cmake --build --preset dev
say "Testing"
ctest --test-dir build/dev --output-on-failure --no-tests=error -j $(($(nproc) + 1)) "$@"
