# shellcheck shell=bash disable=SC2034
version=4
speed=fast
source="Debian trixie"
replaces=rabbitmq

check_args() {
  printf 'default_user = app\ndefault_pass = %s\n' "$(<"$secrets/pw")" >"$secrets/login.conf"
  chmod 644 "$secrets/login.conf"
  args=(--hostname rabbitmq --user 100:101 --cap-drop ALL --security-opt no-new-privileges:true -v "$volume:/var/lib/rabbitmq"
    -v "$secrets/login.conf:/etc/rabbitmq/conf.d/90-login.conf:ro" --tmpfs /tmp --tmpfs /var/log/rabbitmq --memory 512m)
}
check_ready() { in_it sh -c 'rabbitmq-diagnostics -q check_running && rabbitmq-diagnostics -q check_local_alarms'; }
check_use() {
  local api
  api="http://$(address):15672/api"
  curl -fsS -u "app:$(<"$secrets/pw")" -X PUT -H 'content-type: application/json' \
    -d '{"durable":true,"arguments":{"x-queue-type":"quorum"}}' "$api/queues/%2F/probe" || fail "quorum queue"
  curl -fsS -o /dev/null -u "app:$(<"$secrets/pw")" "$api/overview" || fail overview
  ! curl -fs -o /dev/null -u guest:guest "$api/overview" || fail "guest can log in"
  curl -fsS "http://$(address):15692/metrics" | has '^rabbitmq_' || fail "prometheus plugin"
}
