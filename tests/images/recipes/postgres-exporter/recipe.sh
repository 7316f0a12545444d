# shellcheck shell=bash disable=SC2034
version=0
speed=fast
source="Debian sid"
replaces=prometheuscommunity/postgres-exporter

# Without a database behind it: it must answer and say that the database is down.
check_args() {
  args=(-e DATA_SOURCE_URI=127.0.0.1:5432/app?sslmode=disable -e DATA_SOURCE_USER=app -e DATA_SOURCE_PASS_FILE=/run/secrets/pw
    -v "$secrets/pw:/run/secrets/pw:ro" --read-only --cap-drop ALL)
}
check_ready() { in_it wget -q -O /dev/null http://127.0.0.1:9187/; }
check_use() { in_it wget -q -O - http://127.0.0.1:9187/metrics | has '^pg_up 0' || fail "no pg_up 0"; }
