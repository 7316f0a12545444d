# shellcheck shell=bash disable=SC2034
version=3.9
speed=fast
source="a stand-in (tests/stand-ins/kong), not Kong"
replaces=kong
sources=tests/stand-ins/kong

prepare() {
  local repo
  repo=$(cd "$IMAGES_DIR/../.." && pwd)
  "$repo/node_modules/.bin/esbuild" "$repo/tests/stand-ins/kong/main.mjs" --bundle --platform=node --format=esm --target=node20 \
    --external:pg-native --log-level=warning --outfile="$1/kong.mjs" \
    --banner:js="import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"
  cp -r "$repo/tests/stand-ins/kong/fixtures" "$1/fixtures"
}
check_args() {
  # Without a database it must say so and end; with one it is tested by tests/gateway.
  args=(--user kong --read-only --cap-drop ALL --tmpfs /var/run/kong --entrypoint sleep)
  command=(60)
}
check_ready() { in_it bash -c 'command -v kong'; }
check_use() {
  { in_it sh -c 'KONG_PG_HOST=127.0.0.1 kong migrations bootstrap' || true; } 2>&1 | has 'PostgreSQL error' || fail "migrations without a database"
}
