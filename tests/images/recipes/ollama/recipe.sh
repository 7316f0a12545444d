# shellcheck shell=bash disable=SC2034
version=0.32.15
speed=slow
source="Go module (about 1 minute); its models run by Debian sid's llama.cpp; the mini models are in it"
replaces=ollama/ollama
sources=resources/models

prepare() {
  cp "$IMAGES_DIR"/../../resources/models/*.gguf "$1/"
  CGO_ENABLED=1 go_binary github.com/ollama/ollama v$version . "$1/ollama" -ldflags "-s -w -X=github.com/ollama/ollama/version.Version=$version"
}
check_args() { args=(--cap-drop ALL --read-only --tmpfs /tmp -v "$volume:/root/.ollama"); }
check_ready() { in_it ollama list; }
check_use() {
  local api said
  api="http://$(address):11434/api"
  curl -fsS "$api/version" | has "$version" || fail version
  curl -fsS "$api/tags" | has '"name":"sutazai-mini:latest"' || fail tags
  curl -fsS -d '{"model":"sutazai-mini"}' "$api/show" | has '"capabilities":\["completion"\]' || fail capabilities
  # A real answer, at temperature 0 the same each time: words, not letters.
  said=$(curl -fsS -d '{"model":"sutazai-mini","stream":false,"options":{"temperature":0},"messages":[{"role":"user","content":"What is Redis?"}]}' "$api/chat")
  has -i 'redis is a cache' <<<"$said" || fail "the answer: $said"
  curl -fsS -d '{"model":"sutazai-mini-embed","input":["one","two"]}' "$api/embed" | has '"embeddings":\[\[' || fail embed
  curl -fsS "$api/ps" | has '"name":"sutazai-mini:latest"' || fail ps
  # No network here: what matters is that it says so, and goes on.
  curl -sS -d '{"model":"tinyllama","stream":false}' "$api/pull" | has error || fail "a pull without a network"
  in_it ollama list >/dev/null || fail "after the pull"
}
