# shellcheck shell=bash disable=SC2034
version=0.60.5
speed=slow
source="Go modules: cAdvisor's libraries under a main of ours (its own cannot be had); /metrics and /healthz only"
replaces=google/cadvisor

prepare() {
  command -v go >/dev/null || { . "$LAB_DIR/lib/install.sh"; apt_system golang-go; }
  export GOPATH=$BUILD_DIR/go GOCACHE=$BUILD_DIR/go-cache GOTOOLCHAIN=auto GOFLAGS=-mod=mod CGO_ENABLED=0
  # As for go_binary: nested modules may be missing from the checksum database.
  export GONOSUMDB=github.com/google/cadvisor/*
  (cd "$1" && nice go build -p 1 -trimpath -buildvcs=false -o cadvisor -ldflags "-s -w -X github.com/google/cadvisor/lib/version.Version=$version" .)
}
check_args() {
  args=(--read-only --cap-drop ALL --security-opt no-new-privileges:true --tmpfs /tmp --memory 256m --label com.docker.compose.service=probe
    -v /:/rootfs:ro -v /sys:/sys:ro -v "$(docker_on "$ENGINE" info -f '{{.DockerRootDir}}'):/var/lib/docker:ro"
    -v "$(socket "$ENGINE"):/var/run/docker.sock:ro")
  command=(--docker_only=true --housekeeping_interval=1s --store_container_labels=false
    --whitelisted_container_labels=com.docker.compose.project,com.docker.compose.service)
}
check_ready() { in_it wget -q --spider http://127.0.0.1:8080/healthz; }
check_use() {
  # A container is found some time after the start.
  for _ in 1 2 3 4 5 6 7 8 9 10; do ! its_own || break; sleep 1; done
  its_own || fail "its own container is not among the metrics"
  in_it wget -q -O - http://127.0.0.1:8080/metrics | has '^machine_memory_bytes' || fail "machine metrics"
}
its_own() {
  in_it wget -q -O - http://127.0.0.1:8080/metrics |
    has "^container_memory_working_set_bytes{container_label_com_docker_compose_service=\"probe\",.*name=\"$container\".* [1-9]"
}
