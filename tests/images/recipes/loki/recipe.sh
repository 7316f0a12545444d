# shellcheck shell=bash disable=SC2034
version=3.7.6
# Its module is under the AGPL: it is built only where somebody asks for it by name, never for the test stack.
speed=asked
source="Go module (about 3 minutes)"
replaces=grafana/loki

prepare() { go_binary github.com/grafana/loki/v3 v$version ./cmd/loki "$1/loki" -ldflags "-s -w -X github.com/grafana/loki/v3/pkg/util/build.Version=$version"; }
check_args() {
  args=(--user 10001:10001 --cap-drop ALL --read-only --tmpfs /tmp -v "$volume:/loki"
    -v "$IMAGES_DIR/../../resources/compose/loki/loki.yml:/etc/loki/loki.yml:ro")
  command=(-config.file=/etc/loki/loki.yml)
}
check_ready() { in_it /usr/bin/loki -health; }
check_use() {
  local api
  api="http://$(address):3100/loki/api/v1"
  curl -fsS -H 'content-type: application/json' \
    -d "{\"streams\":[{\"stream\":{\"service_name\":\"probe\"},\"values\":[[\"$(date +%s%N)\",\"a line to find\"]]}]}" "$api/push" || fail push
  for _ in 1 2 3 4 5; do
    ! curl -fsS -G --data-urlencode 'query={service_name="probe"} |= "to find"' "$api/query_range" | has 'a line to find' || return 0
    sleep 1
  done
  fail query
}
