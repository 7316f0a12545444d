# Paths and small helpers of the lab; sourced by lab.sh. Nothing here forks more than it must: `up` on a running lab
# and `status` are called by every test run.
# shellcheck shell=bash disable=SC2034

if [ -n "${SUTAZAI_LAB_CACHE:-}" ]; then CACHE=$SUTAZAI_LAB_CACHE
elif [ "$EUID" -eq 0 ]; then CACHE=/var/cache/sutazai-lab
else CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/sutazai-lab; fi
STATE=${SUTAZAI_LAB_STATE:-/run/sutazai-lab}
# Data roots are apart from the state because /run is often a tmpfs, where overlay2 would fill the memory.
DATA=${SUTAZAI_LAB_DATA:-/var/lib/sutazai-lab}
REGISTRY_PORT=${SUTAZAI_LAB_REGISTRY_PORT:-15955}
REGISTRY=127.0.0.1:$REGISTRY_PORT

INSTALL_REV=1 # raise when the package list or the layout of the cache changes
NAMES=(28 28small 20 podman registry)
DOCKER_CONFIG_DIR=$CACHE/docker-config
DOCKER_BIN=$CACHE/tree28/usr/bin/docker
COMPOSE_BIN=$CACHE/tree28/usr/libexec/docker/cli-plugins/docker-compose

say() { echo "lab: $*" >&2; }
die() { echo "lab: $*" >&2; exit 1; }
need_root() { [ "$EUID" -eq 0 ] || die "needs root: engines mount file systems and make network namespaces"; }
installed() { [ -e "$CACHE/installed" ] && [ "$(<"$CACHE/installed")" = "$INSTALL_REV" ]; }
need_install() { installed || die "not installed in $CACHE: run '$LAB_DIR/lab.sh install' first"; }

known() {
  local n
  for n in "${NAMES[@]}"; do [ "$n" != "$1" ] || return 0; done
  die "no such engine: $1 (one of: ${NAMES[*]})"
}

# The lock is held while the lab changes. Daemons are started with 9>&-, or they would hold it for ever.
lock() {
  mkdir -p "$STATE"
  exec 9>"$STATE/lock"
  flock -w "${SUTAZAI_LAB_LOCK_S:-300}" 9 || die "another lab.sh has been busy for too long ($STATE/lock)"
}

socket() { [ "$1" = registry ] && echo "" || echo "$STATE/$1/engine.sock"; }

# The daemon whose answer means "this engine runs", as its pid file is called.
main_daemon() {
  case $1 in
    podman) echo podman ;;
    registry) echo registry ;;
    *) echo dockerd ;;
  esac
}

# Is the process of this pid file alive and ours? The pid alone says nothing after a reboot or a kill -9: the number may
# belong to another program by now, so its command line must name our state folder.
pid_alive() {
  local pid words
  [ -s "$1" ] || return 1
  pid=$(<"$1")
  [ -r "/proc/$pid/cmdline" ] || return 1
  mapfile -d '' -t words 2>/dev/null <"/proc/$pid/cmdline" || return 1
  [[ "${words[*]}" == *"$STATE/"* ]]
}

running() {
  pid_alive "$STATE/$1/$(main_daemon "$1").pid" || return 1
  [ -e "$STATE/$1/ready" ]
}

# TERM, then KILL after a grace time in tenths of a second.
stop_pid() {
  local file=$1 grace=$2 pid i
  pid_alive "$file" || { rm -f "$file"; return 0; }
  pid=$(<"$file")
  kill -TERM "$pid" 2>/dev/null || true
  for ((i = 0; i < grace; i++)); do pid_alive "$file" || break; sleep 0.1; done
  if pid_alive "$file"; then
    say "$(basename "$file" .pid) ($pid) did not stop in time: killed"
    kill -KILL "$pid" 2>/dev/null || true
    for ((i = 0; i < 50; i++)); do pid_alive "$file" || break; sleep 0.1; done
  fi
  rm -f "$file"
}

docker_on() {
  local name=$1
  shift
  DOCKER_CONFIG=$DOCKER_CONFIG_DIR DOCKER_HOST=unix://$(socket "$name") "$DOCKER_BIN" "$@"
}

version_of() {
  local v=""
  [ -e "$CACHE/versions/$1" ] && v=$(<"$CACHE/versions/$1")
  echo "$v"
}

# One JSON line. Versions are those of the packages: asking each engine would cost more than the whole command.
lab_status() {
  local n out="" run v
  for n in "${NAMES[@]}"; do
    run=false
    running "$n" && run=true
    v=$(version_of "${n%small}")
    if [ "$n" = registry ]; then out+=",\"registry\":{\"address\":\"$REGISTRY\""
    else out+=",\"$n\":{\"socket\":\"$STATE/$n/engine.sock\""; fi
    out+=",\"version\":\"$v\",\"running\":$run}"
  done
  run=false
  installed && run=true
  echo "{\"installed\":$run,\"cache\":\"$CACHE\",\"state\":\"$STATE\",\"data\":\"$DATA\",\"engines\":{${out#,}}}"
}
