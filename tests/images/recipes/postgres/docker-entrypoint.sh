#!/bin/bash
# The official image's contract: POSTGRES_{PASSWORD,USER,DB,INITDB_ARGS}, each also as _FILE; POSTGRES_HOST_AUTH_METHOD;
# POSTGRES_INITDB_WALDIR; /docker-entrypoint-initdb.d on an empty PGDATA only, with a server on the socket alone.
set -Eeuo pipefail

from_file() { # NAME [DEFAULT]
  local name=$1 file=$1_FILE value=${2:-}
  if [ -n "${!name:-}" ] && [ -n "${!file:-}" ]; then
    echo "error: both $name and $file are set (but are exclusive)" >&2
    exit 1
  fi
  if [ -n "${!name:-}" ]; then value=${!name}; elif [ -n "${!file:-}" ]; then value=$(<"${!file}"); fi
  export "$name=$value"
  unset "$file"
}

directories() {
  mkdir -p "$PGDATA"
  chmod 00700 "$PGDATA" || :
  mkdir -p /var/run/postgresql 2>/dev/null || :
  chmod 03775 /var/run/postgresql 2>/dev/null || :
  if [ -n "${POSTGRES_INITDB_WALDIR:-}" ]; then mkdir -p "$POSTGRES_INITDB_WALDIR"; chmod 700 "$POSTGRES_INITDB_WALDIR"; fi
  if [ "$(id -u)" = 0 ]; then
    find "$PGDATA" \! -user postgres -exec chown postgres '{}' +
    find /var/run/postgresql \! -user postgres -exec chown postgres '{}' +
    [ -z "${POSTGRES_INITDB_WALDIR:-}" ] || chown -R postgres "$POSTGRES_INITDB_WALDIR"
  fi
}

environment() {
  from_file POSTGRES_PASSWORD
  from_file POSTGRES_USER postgres
  from_file POSTGRES_DB "$POSTGRES_USER"
  from_file POSTGRES_INITDB_ARGS
  : "${POSTGRES_HOST_AUTH_METHOD:=}"
}

first_init() {
  if [ -z "$POSTGRES_PASSWORD" ] && [ "$POSTGRES_HOST_AUTH_METHOD" != trust ]; then
    cat >&2 <<'MSG'
Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the superuser, or POSTGRES_HOST_AUTH_METHOD=trust.
MSG
    exit 1
  fi
  local extra=()
  [ -z "${POSTGRES_INITDB_WALDIR:-}" ] || extra=(--waldir "$POSTGRES_INITDB_WALDIR")
  # eval: POSTGRES_INITDB_ARGS may hold quoted words, as in the official image.
  eval 'initdb --username="$POSTGRES_USER" --pwfile=<(printf "%s\n" "$POSTGRES_PASSWORD") "${extra[@]}" '"$POSTGRES_INITDB_ARGS"' "${@:2}"'
  local method=${POSTGRES_HOST_AUTH_METHOD:-$(postgres -C password_encryption "${@:2}")}
  printf '\nhost all all all %s\n' "$method" >>"$PGDATA/pg_hba.conf"
}

run_sql() {
  local query=(psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --no-password --no-psqlrc)
  [ -z "$POSTGRES_DB" ] || query+=(--dbname "$POSTGRES_DB")
  PGHOST= PGHOSTADDR= "${query[@]}" "$@"
}
docker_process_sql() { run_sql "$@"; } # the name that init scripts know

make_db() {
  [ "$POSTGRES_DB" != postgres ] || return 0
  local there
  there=$(POSTGRES_DB= run_sql --dbname postgres --set db="$POSTGRES_DB" --tuples-only <<<"SELECT 1 FROM pg_database WHERE datname = :'db';")
  [ -n "$there" ] || POSTGRES_DB= run_sql --dbname postgres --set db="$POSTGRES_DB" <<<'CREATE DATABASE :"db";'
}

init_files() {
  local f
  for f in /docker-entrypoint-initdb.d/*; do
    [ -e "$f" ] || continue
    case $f in
      *.sh)
        if [ -x "$f" ]; then echo "$0: running $f"; "$f"; else echo "$0: sourcing $f"; . "$f"; fi ;;
      *.sql) echo "$0: running $f"; run_sql -f "$f" ;;
      *.sql.gz) echo "$0: running $f"; gunzip -c "$f" | run_sql ;;
      *.sql.xz) echo "$0: running $f"; xzcat "$f" | run_sql ;;
      *.sql.zst) echo "$0: running $f"; zstd -dc "$f" | run_sql ;;
      *) echo "$0: ignoring $f" ;;
    esac
  done
}

temp_server() {
  [ "${1:-}" != postgres ] || shift
  NOTIFY_SOCKET= PGUSER="${PGUSER:-$POSTGRES_USER}" pg_ctl -D "$PGDATA" \
    -o "$(printf '%q ' "$@" -c listen_addresses='' -p "${PGPORT:-5432}")" -w start
}

main() {
  [ "${1:0:1}" != - ] || set -- postgres "$@"
  local arg
  for arg in "$@"; do case $arg in -\? | --help | --describe-config | -V | --version) exec "$@" ;; esac; done
  if [ "${1:-}" = postgres ]; then
    environment
    directories
    [ "$(id -u)" != 0 ] || exec setpriv --reuid=postgres --regid=postgres --init-groups -- "$BASH_SOURCE" "$@"
    if [ -s "$PGDATA/PG_VERSION" ]; then
      echo 'PostgreSQL Database directory appears to contain a database; Skipping initialization'
    else
      ls /docker-entrypoint-initdb.d/ >/dev/null
      first_init "$@"
      export PGPASSWORD=$POSTGRES_PASSWORD
      temp_server "$@"
      make_db
      init_files
      PGUSER="${PGUSER:-$POSTGRES_USER}" pg_ctl -D "$PGDATA" -m fast -w stop
      unset PGPASSWORD
      echo 'PostgreSQL init process complete; ready for start up.'
    fi
  fi
  exec "$@"
}

main "$@"
