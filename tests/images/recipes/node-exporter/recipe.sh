# shellcheck shell=bash disable=SC2034
version=1
speed=fast
source="Debian sid"
replaces=prom/node-exporter

check_args() { args=(-v "/:/host:ro" --pid host --read-only --cap-drop ALL); command=(--path.rootfs=/host); }
check_ready() { in_it wget -q -O /dev/null http://127.0.0.1:9100/; }
check_use() { in_it wget -q -O - http://127.0.0.1:9100/metrics | has '^node_memory_MemAvailable_bytes' || fail metrics; }
