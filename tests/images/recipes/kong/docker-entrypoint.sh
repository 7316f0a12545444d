#!/bin/bash
# The official contract: files of secrets are read only where the first word is kong.
set -e
if [ "$1" = kong ] && [ -n "${KONG_PG_PASSWORD_FILE:-}" ]; then
  KONG_PG_PASSWORD=$(<"$KONG_PG_PASSWORD_FILE")
  export KONG_PG_PASSWORD
  unset KONG_PG_PASSWORD_FILE
fi
exec "$@"
