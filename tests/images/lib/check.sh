# One container per image, with volumes and secrets of its own; all removed afterwards, whatever happens.
# shellcheck shell=bash disable=SC2034

fail() { echo "$*" >&2; docker_on "$ENGINE" logs --tail 15 "$container" >&2 || true; exit 1; }
# Reads to the end, unlike grep -q: the writer before it would end by SIGPIPE, and pipefail would call that a failure.
has() { grep "$@" >/dev/null; }
in_it() { docker_on "$ENGINE" exec "$container" "$@"; }
# The address on the bridge: nothing is published, so no port of the machine is taken.
address() { docker_on "$ENGINE" inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' "$container"; }

cleanup() {
  docker_on "$ENGINE" rm -f "$container" >/dev/null 2>&1 || true
  docker_on "$ENGINE" volume rm -f "$volume" "$volume-2" >/dev/null 2>&1 || true
  rm -rf "$secrets"
}

# In a subshell: each check has its own trap.
check() (
  local name=$1 image started i limit
  load_recipe "$name"
  image=$(tag_of "$name")
  container=sutazai-images-check-$$-$name
  volume=$container
  secrets=$(mktemp -d)
  trap cleanup EXIT
  # Readable inside for every user, closed outside, as the product's secrets are.
  chmod 711 "$secrets"
  head -c 18 /dev/urandom | base64 | tr -d '/+\n' >"$secrets/pw"
  chmod 644 "$secrets/pw"
  args=() command=() limit=${CHECK_LIMIT:-120}
  ! declare -F check_args >/dev/null || check_args
  started=${EPOCHREALTIME/./}
  docker_on "$ENGINE" run -d --name "$container" "${args[@]}" "$image" "${command[@]}" >/dev/null
  for ((i = 0; ; i++)); do
    ! check_ready >/dev/null 2>&1 || break
    [ "$(docker_on "$ENGINE" inspect -f '{{.State.Running}}' "$container")" = true ] || fail "$name: has ended"
    [ $((${EPOCHREALTIME/./} - started)) -lt $((limit * 1000000)) ] || fail "$name: not ready within $limit s: $(check_ready 2>&1 | tail -3)"
    sleep 0.3
  done
  local ready=$(((${EPOCHREALTIME/./} - started) / 1000))
  check_use
  printf '%-20s ready after %6d ms  %9s  user %-12s %s\n' "$name" "$ready" \
    "$(docker_on "$ENGINE" image inspect -f '{{.Size}}' "$image" | awk '{printf "%.0f MB", $1/1e6}')" \
    "$(docker_on "$ENGINE" inspect -f '{{.Config.User}}' "$container" | sed 's/^$/(image)/')" \
    "$(docker_on "$ENGINE" image inspect -f '{{index .Config.Labels "org.opencontainers.image.version"}}' "$image")"
)
