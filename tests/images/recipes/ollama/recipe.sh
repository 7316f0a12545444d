# shellcheck shell=bash disable=SC2034
version=0.32.15
speed=slow
source="Go module (about 1 minute); the server without the libraries that run a model"
replaces=ollama/ollama

prepare() { CGO_ENABLED=1 go_binary github.com/ollama/ollama v$version . "$1/ollama" -ldflags "-s -w -X=github.com/ollama/ollama/version.Version=$version"; }
check_args() { args=(--cap-drop ALL --read-only --tmpfs /tmp -v "$volume:/root/.ollama"); }
check_ready() { in_it ollama list; }
check_use() {
  local api
  api="http://$(address):11434/api"
  curl -fsS "$api/version" | has "$version" || fail version
  curl -fsS "$api/tags" | has '"models":\[\]' || fail tags
  # No network here: what matters is that it says so, and goes on.
  curl -sS -d '{"model":"tinyllama","stream":false}' "$api/pull" | has error || fail "a pull without a network"
  in_it ollama list >/dev/null || fail "after the pull"
}
