# shellcheck shell=bash disable=SC2034
version=3
speed=fast
source="Debian sid"
replaces=prom/prometheus

check_args() {
  printf 'global: { scrape_interval: 1s }\nscrape_configs:\n  - job_name: prometheus\n    static_configs: [{ targets: ["localhost:9090"] }]\n' >"$secrets/prometheus.yml"
  chmod 644 "$secrets/prometheus.yml"
  args=(-v "$secrets/prometheus.yml:/etc/prometheus/prometheus.yml:ro" -v "$volume:/prometheus" --read-only --cap-drop ALL)
  command=(--config.file=/etc/prometheus/prometheus.yml --storage.tsdb.path=/prometheus --web.enable-lifecycle --storage.tsdb.retention.time=15d)
}
check_ready() { in_it wget -q -O - http://127.0.0.1:9090/-/ready; }
check_use() {
  in_it promtool check config /etc/prometheus/prometheus.yml >/dev/null || fail promtool
  # The first scrape starts somewhere in the first interval.
  for _ in 1 2 3 4 5 6 7 8 9 10; do ! up_is_one || return 0; sleep 1; done
  fail "up is not 1"
}
up_is_one() { in_it wget -q -O - "http://127.0.0.1:9090/api/v1/query?query=up" | has "\"1\""; }
