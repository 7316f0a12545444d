#!/bin/sh
# The official contract: options or a .conf as first word mean redis-server; root is given up for the server only.
set -e
if [ "${1#-}" != "$1" ] || [ "${1%.conf}" != "$1" ]; then set -- redis-server "$@"; fi
if [ "$1" = redis-server ] && [ "$(id -u)" = 0 ]; then
  find . \! -user redis -exec chown redis '{}' +
  exec setpriv --reuid=redis --regid=redis --clear-groups -- "$0" "$@"
fi
# Files of the server are for itself, unless somebody set another umask.
if [ "$(umask)" = 0022 ]; then umask 0077; fi
# The official build runs without protected mode, since a container's port is not reachable from outside by itself. It is
# patched into the binary there; an option after the file would override the file, so it goes in front where there is none.
if [ "$1" = redis-server ]; then
  shift
  case "$*" in *--protected-mode*) set -- redis-server "$@" ;; *)
    case ${1:-} in
      '' | -*) set -- redis-server --protected-mode no "$@" ;;
      *) grep -qs '^ *protected-mode' "$1" && set -- redis-server "$@" || set -- redis-server "$@" --protected-mode no ;;
    esac ;;
  esac
fi
exec "$@"
