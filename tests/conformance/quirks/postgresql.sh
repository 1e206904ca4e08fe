#!/bin/sh
# postgresql.sh start [FILE.sql] | database | stop: a private PostgreSQL server in $SUITE, run as an ordinary user, with what the file
# makes; in it a database for the rule that is named as its folder, $DIR.
set -eu
programs=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
at=$SUITE/postgres

as_user() {
  if [ "$(id -u)" -ne 0 ]; then "$@"; else setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; fi
}

stop() { as_user "$programs/pg_ctl" stop --mode=immediate --pgdata="$at/data"; }

case $1 in
  start)
    mkdir "$at"
    chmod 711 "$SUITE"
    [ "$(id -u)" -ne 0 ] || chown postgres "$at"
    (cd "$at" && as_user "$programs/initdb" --no-sync --auth=trust --username=postgres --encoding=UTF8 --locale=C --pgdata=data)
    # A power cut is not what these rules are about; a vacuum of the server's own would make a snapshot of its own.
    (cd "$at" && as_user "$programs/pg_ctl" start --wait --timeout=300 --pgdata=data --log=log \
      --options="-k '$at' -c listen_addresses='' -c fsync=off -c autovacuum=off")
    [ $# -lt 2 ] || "$programs/psql" --quiet --no-psqlrc --set=ON_ERROR_STOP=1 --host="$at" --username=postgres --file="$2" postgres || {
      stop
      exit 1
    }
    ;;
  database) "$programs/createdb" --host="$at" --username=postgres "$DIR" ;;
  stop) stop ;;
esac
