#!/bin/bash
# The official contract: NEO4J_AUTH (`none` or neo4j/<password>), NEO4J_<setting> with `_` for a dot and `__` for `_`, each
# also as _FILE; root is given up; `neo4j` becomes `neo4j console`.
set -euo pipefail
as=()
if [ "$(id -u)" = 0 ]; then
  as=(setpriv --reuid=neo4j --regid=neo4j --init-groups --)
  for dir in /data /logs; do find "$dir" \! -user neo4j -exec chown neo4j:neo4j '{}' +; done
fi

from_files() {
  local name
  for name in $(compgen -e | grep -E '^NEO4J_.*_FILE$' || true); do
    [ -r "${!name}" ] || { echo "The secret file '${!name}' ($name) does not exist or cannot be read" >&2; exit 1; }
    export "${name%_FILE}=$(<"${!name}")"
    unset "$name"
  done
}

set_password() {
  case ${NEO4J_AUTH:-} in
    '') ;;
    none) export NEO4J_dbms_security_auth__enabled=false ;;
    neo4j/neo4j) echo "Invalid value for password. It cannot be 'neo4j', which is the default." >&2; exit 1 ;;
    neo4j/*/*) echo "Invalid value for NEO4J_AUTH: a password may not hold a slash" >&2; exit 1 ;;
    # Says so, and goes on, where a password is set already.
    neo4j/*) "${as[@]}" neo4j-admin dbms set-initial-password "${NEO4J_AUTH#neo4j/}" ;;
    *) echo "Invalid value for NEO4J_AUTH: it begins with neo4j/, or is none" >&2; exit 1 ;;
  esac
}

# A setting of the environment takes the place of the file's, except for JVM options, which add up.
settings() {
  local name setting kept file=$NEO4J_HOME/conf/neo4j.conf
  for name in $(compgen -e | grep '^NEO4J_' || true); do
    case $name in NEO4J_AUTH | NEO4J_AUTH_PATH | NEO4J_HOME | NEO4J_CONF | NEO4J_EDITION | NEO4J_PLUGINS | NEO4J_ACCEPT_LICENSE_AGREEMENT | NEO4J_DEBUG) continue ;; esac
    setting=$(sed 's/^NEO4J_//; s/_/./g; s/\.\./_/g' <<<"$name")
    [[ $setting =~ ^[a-z] ]] || continue
    # Not in place: with a user of one's own only the file can be written to, perhaps.
    [ "$setting" = server.jvm.additional ] || { kept=$(grep -vF "$setting=" "$file" || true) && printf '%s\n' "$kept" >"$file"; }
    [ -z "${!name}" ] || printf '%s=%s\n' "$setting" "${!name}" >>"$file"
    # The server would read the variable itself, in its own notation.
    unset "$name"
  done
}

if [ "${1:-}" != neo4j ]; then exec "${as[@]}" "$@"; fi
from_files
set_password
settings
unset NEO4J_AUTH
[ $# -gt 1 ] || set -- neo4j console
exec "${as[@]}" "$@"
