# shellcheck shell=bash disable=SC2034
version=0
speed=fast
source="Debian sid"
replaces=prom/blackbox-exporter

check_args() { args=(--read-only --cap-drop ALL); }
check_ready() { in_it wget -q -O - http://127.0.0.1:9115/-/healthy; }
check_use() {
  in_it wget -q -O - 'http://127.0.0.1:9115/probe?module=http_2xx&target=http://127.0.0.1:9115/-/healthy' |
    has '^probe_success 1' || fail "probe http"
  in_it wget -q -O - 'http://127.0.0.1:9115/probe?module=tcp_connect&target=127.0.0.1:9115' | has '^probe_success 1' || fail "probe tcp"
}
