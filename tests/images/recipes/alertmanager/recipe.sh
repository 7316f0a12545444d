# shellcheck shell=bash disable=SC2034
version=0
speed=fast
source="Debian sid"
replaces=prom/alertmanager

check_args() {
  printf 'route: { receiver: none }\nreceivers: [{ name: none }]\n' >"$secrets/alertmanager.yml"
  chmod 644 "$secrets/alertmanager.yml"
  args=(-v "$secrets/alertmanager.yml:/etc/alertmanager/alertmanager.yml:ro" -v "$volume:/alertmanager" --read-only --cap-drop ALL)
  command=(--config.file=/etc/alertmanager/alertmanager.yml --storage.path=/alertmanager --cluster.listen-address=)
}
check_ready() { in_it wget -q -O - http://127.0.0.1:9093/-/ready; }
check_use() {
  in_it amtool check-config /etc/alertmanager/alertmanager.yml >/dev/null || fail amtool
  in_it amtool --alertmanager.url=http://127.0.0.1:9093 alert add alertname=probe severity=info || fail "alert add"
  in_it wget -q -O - http://127.0.0.1:9093/api/v2/alerts | has '"alertname":"probe"' || fail "the alert is not there"
}
