# shellcheck shell=bash disable=SC2034
version=1
speed=fast
source="Debian sid"
replaces=oliver006/redis_exporter

check_args() {
  printf '{"redis://127.0.0.1:6379": "%s"}' "$(<"$secrets/pw")" >"$secrets/passwords.json"
  chmod 644 "$secrets/passwords.json"
  args=(-e REDIS_ADDR=redis://127.0.0.1:6379 -e REDIS_PASSWORD_FILE=/run/secrets/pw -v "$secrets/passwords.json:/run/secrets/pw:ro"
    --read-only --cap-drop ALL)
}
check_ready() { in_it wget -q -O - http://127.0.0.1:9121/health; }
check_use() { in_it wget -q -O - http://127.0.0.1:9121/metrics | has '^redis_up 0' || fail "no redis_up 0"; }
