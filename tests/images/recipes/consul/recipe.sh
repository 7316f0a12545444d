# shellcheck shell=bash disable=SC2034
version=1.22.2
speed=slow
source="Go module (about 4 minutes); the product's 2.0.4 is not in the module mirror"
replaces=hashicorp/consul

prepare() { go_binary github.com/hashicorp/consul v$version . "$1/consul" -ldflags '-s -w'; }
check_args() {
  printf '{"advertise_addr":"127.0.0.1","acl":{"enabled":true,"default_policy":"deny","tokens":{"initial_management":"%s"}},"telemetry":{"prometheus_retention_time":"1h"}}' "$(</proc/sys/kernel/random/uuid)" >"$secrets/consul.json"
  chmod 644 "$secrets/consul.json"
  args=(--user 100:1000 --cap-drop ALL --read-only --tmpfs /tmp -e CONSUL_DISABLE_PERM_MGMT=1
    -v "$secrets/consul.json:/consul/config/consul.json:ro" -v "$volume:/consul/data")
  command=(agent -server -bootstrap-expect=1 -ui -client=0.0.0.0)
}
check_ready() { in_it sh -c 'curl -fsS http://127.0.0.1:8500/v1/status/leader | grep -q :8300'; }
check_use() {
  local token kv
  token=$(sed -E 's/.*"initial_management":"([^"]+)".*/\1/' "$secrets/consul.json")
  kv="http://$(address):8500/v1/kv/probe"
  curl -fsS -o /dev/null -X PUT -H "x-consul-token: $token" -d 42 "$kv" || fail put
  [ "$(curl -fsS -H "x-consul-token: $token" "$kv?raw")" = 42 ] || fail get
  ! curl -fsS -o /dev/null "$kv?raw" || fail "answers without a token"
}
