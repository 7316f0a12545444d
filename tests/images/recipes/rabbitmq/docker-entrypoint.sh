#!/bin/bash
# The official contract: root is given up for everything of rabbitmq; variables that were taken out stop the start.
set -euo pipefail
if [[ ${1:-} == rabbitmq* ]] && [ "$(id -u)" = 0 ]; then
  if [ "$1" = rabbitmq-server ]; then find /var/lib/rabbitmq \! -user rabbitmq -exec chown rabbitmq '{}' +; fi
  exec setpriv --reuid=rabbitmq --regid=rabbitmq --init-groups -- "${BASH_SOURCE[0]}" "$@"
fi
removed=()
for name in RABBITMQ_DEFAULT_PASS_FILE RABBITMQ_DEFAULT_USER_FILE RABBITMQ_HIPE_COMPILE RABBITMQ_VM_MEMORY_HIGH_WATERMARK \
  RABBITMQ_{,MANAGEMENT_}SSL_{CACERTFILE,CERTFILE,DEPTH,FAIL_IF_NO_PEER_CERT,KEYFILE,VERIFY}; do
  [ -z "${!name:-}" ] || removed+=("$name")
done
if [ ${#removed[@]} -gt 0 ]; then
  echo "error: ${removed[*]} set but deprecated: use a configuration file" >&2
  exit 1
fi
# A cookie by variable, as older deployments have it.
if [ -n "${RABBITMQ_ERLANG_COOKIE:-}" ]; then
  (umask 077; printf %s "$RABBITMQ_ERLANG_COOKIE" >/var/lib/rabbitmq/.erlang.cookie)
fi
exec "$@"
