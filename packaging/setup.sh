# Shared by the scripts beside it: which Debian packages are needed, and how they are installed. Sourced, not run.

build_packages=(
  g++ cmake ninja-build ccache pkg-config
  libboost1.81-dev libcli11-dev libpq-dev libspdlog-dev libsqlite3-dev libssl-dev libvalijson-dev libyaml-cpp-dev libzstd-dev zlib1g-dev
  sqlite3 ca-certificates
)
test_packages=(catch2 clang-14 clang clang-format-14 libclang-rt-14-dev binutils iproute2 openssl postgresql procps file
  zsh fish groff-base)

say() { printf '\n== %s\n' "$*"; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo -n "$@" || sudo "$@"
  else
    echo "error: these packages are missing and need root to install; run as root, or install sudo: $*" >&2
    return 1
  fi
}

# Tests start servers of their own; installing PostgreSQL shall not start one for the whole machine.
without_system_cluster() {
  local folder=/etc/postgresql-common/createcluster.d
  as_root mkdir -p "$folder"
  echo "create_main_cluster = false" | as_root tee "$folder/oarlock.conf" >/dev/null
}

# Installs what is missing of its arguments; does not touch the network when nothing is.
install_packages() {
  local package missing=()
  for package in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  say "Installing ${missing[*]}"
  [[ " ${missing[*]} " != *" postgresql "* ]] || without_system_cluster
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

# A clone in another folder finds what this one compiled.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
