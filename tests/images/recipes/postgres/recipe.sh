# shellcheck shell=bash disable=SC2034
version=17
speed=fast
source="Debian trixie"
replaces=postgres

check_args() {
  args=(-e POSTGRES_USER=app -e POSTGRES_DB=appdb -e POSTGRES_PASSWORD_FILE=/run/secrets/pw -v "$secrets/pw:/run/secrets/pw:ro"
    -v "$secrets/init.sql:/docker-entrypoint-initdb.d/init.sql:ro" --user 70:70 --read-only --cap-drop ALL
    --tmpfs /tmp --tmpfs /var/run/postgresql -v "$volume:/var/lib/postgresql/data")
  echo 'CREATE TABLE from_init (n int); INSERT INTO from_init VALUES (42);' >"$secrets/init.sql"
  chmod 644 "$secrets/init.sql"
}
check_ready() { in_it pg_isready -h 127.0.0.1 -U app -d appdb; }
check_use() {
  local out
  out=$(in_it sh -c 'PGPASSWORD=$(cat /run/secrets/pw) psql -h "$(hostname -i)" -U app -d appdb -Atc "select n from from_init"')
  [ "$out" = 42 ] || fail "init script: $out"
  ! in_it sh -c 'PGPASSWORD=wrong psql -h "$(hostname -i)" -U app -d appdb -c "select 1"' || fail "a wrong password was taken"
}
