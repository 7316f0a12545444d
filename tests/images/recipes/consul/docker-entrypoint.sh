#!/bin/sh
# The official contract: options or a subcommand are consul's; an agent gets its two folders; root is given up for it.
set -e
case ${1:-} in -*) set -- consul "$@" ;; esac
if [ "$1" = agent ]; then
  shift
  set -- consul agent -data-dir=/consul/data -config-dir=/consul/config "$@"
elif consul --help "$1" 2>&1 | grep -q "consul $1"; then
  set -- consul "$@"
fi
if [ "$1" = consul ] && [ "$(id -u)" = 0 ]; then
  [ -n "${CONSUL_DISABLE_PERM_MGMT:-}" ] || chown -R consul:consul /consul/data /consul/config
  exec setpriv --reuid=consul --regid=consul --clear-groups -- "$@"
fi
exec "$@"
