# shellcheck shell=bash disable=SC2034
version=2.0
speed=fast
source="a stand-in (tests/stand-ins/consul), not Consul"
replaces=hashicorp/consul
sources=tests/stand-ins/consul

prepare() {
  local repo
  repo=$(cd "$IMAGES_DIR/../.." && pwd)
  mkdir -p "$1/standin"
  cp "$repo"/tests/stand-ins/consul/*.mjs "$1/standin/"
}
check_args() {
  printf '{"acl":{"enabled":true,"default_policy":"deny","tokens":{"initial_management":"%s"}}}' "$(</proc/sys/kernel/random/uuid)" >"$secrets/consul.json"
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
