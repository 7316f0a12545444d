#!/usr/bin/env bash
# The test lab: real container engines for the integration tests and the benchmarks, from Debian packages only.
#
#   lab.sh install                     fetch what is needed into the cache (idempotent)
#   lab.sh up [28|28small|20|podman|registry ...]     start (default: 28 registry); quick when it runs already
#   lab.sh down [NAME ...]             stop what this lab started (default: all)
#   lab.sh status                      one JSON line: socket, version, running of each
#   lab.sh env NAME                    DOCKER_HOST=... of an engine
#   lab.sh images [NAME|registry-seed ...]            test images into an engine; demo images into the registry
#   lab.sh stop-engine|start-engine|restart-engine|kill-engine NAME      the daemon only, for fault tests
#   lab.sh small-disk DIR MB | small-disk-remove DIR  a small file system on a loop device
#   lab.sh compose-path | docker-path | docker-config versions of the client programs
#
# Everything needs root, except status, env and the paths. Engine 28 shares the machine's network namespace, so that
# published ports reach 127.0.0.1; the others have one of their own, so that they do not share iptables rules with it.
set -euo pipefail
LAB_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$LAB_DIR/lib/common.sh"

usage() { sed -n '2,16s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; }

command=${1:-help}
[ $# -gt 0 ] && shift
case $command in
  install) . "$LAB_DIR/lib/install.sh"; need_root; lab_install ;;
  up)
    [ $# -gt 0 ] || set -- 28 registry
    missing=()
    for name in "$@"; do known "$name"; running "$name" || missing+=("$name"); done
    # The quick way out: nothing is locked, sourced or started when all of it runs.
    [ ${#missing[@]} -gt 0 ] || exit 0
    need_root; need_install; lock
    . "$LAB_DIR/lib/start.sh"
    lab_up "${missing[@]}"
    ;;
  down)
    [ $# -gt 0 ] || set -- "${NAMES[@]}"
    for name in "$@"; do known "$name"; done
    need_root; lock
    . "$LAB_DIR/lib/start.sh"
    lab_down "$@"
    ;;
  stop-engine | start-engine | restart-engine | kill-engine)
    known "${1:?which engine}"; need_root; lock
    . "$LAB_DIR/lib/start.sh"
    "lab_${command//-/_}" "$1"
    ;;
  status) lab_status ;;
  env) known "${1:?which engine}"; echo "DOCKER_HOST=unix://$(socket "$1")" ;;
  images)
    [ $# -gt 0 ] || set -- 28
    need_root; need_install; lock
    . "$LAB_DIR/lib/images.sh"
    for name in "$@"; do lab_images "$name"; done
    ;;
  small-disk) need_root; . "$LAB_DIR/lib/disk.sh"; small_disk "${1:?directory}" "${2:?size in MB}" ;;
  small-disk-remove) need_root; . "$LAB_DIR/lib/disk.sh"; small_disk_remove "${1:?directory}" ;;
  compose-path) need_install; echo "$COMPOSE_BIN" ;;
  docker-path) need_install; echo "$DOCKER_BIN" ;;
  docker-config) need_install; echo "$DOCKER_CONFIG_DIR" ;;
  help | -h | --help) usage ;;
  *) usage >&2; exit 2 ;;
esac
