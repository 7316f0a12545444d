# shellcheck shell=bash disable=SC2034
version=8
speed=fast
source="Debian trixie"
replaces=redis

check_args() {
  printf 'requirepass %s\nappendonly yes\nmaxmemory 256mb\nmaxmemory-policy noeviction\ndir /data\n' "$(<"$secrets/pw")" >"$secrets/redis.conf"
  chmod 644 "$secrets/redis.conf"
  args=(-v "$secrets/redis.conf:/run/secrets/redis_config:ro" --user 999:1000 --read-only --cap-drop ALL --tmpfs /tmp -v "$volume:/data")
  command=(redis-server /run/secrets/redis_config)
}
cli() { in_it sh -c 'REDISCLI_AUTH="$(sed -n "s/^requirepass //p" /run/secrets/redis_config)" redis-cli '"$1"; }
check_ready() { cli ping | has PONG; }
check_use() {
  cli "set k v" >/dev/null
  [ "$(cli "get k")" = v ] || fail "get"
  in_it redis-cli ping 2>&1 | has NOAUTH || fail "answers without a password"
  in_it test -e /data/appendonlydir || fail "no data in /data"
}
