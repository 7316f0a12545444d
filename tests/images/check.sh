#!/usr/bin/env bash
# Starts each image as the product does (secrets as files, dropped rights, volumes), waits by its health command and uses it.
#
#   check.sh [--engine NAME] [NAME ...]      default: the fast set; builds or loads what is missing
set -euo pipefail
IMAGES_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$IMAGES_DIR/lib/setup.sh"
. "$IMAGES_DIR/lib/check.sh"

if [ "${1:-}" = --engine ]; then ENGINE=$2; shift 2; fi
names=("$@")
bash "$IMAGES_DIR/build.sh" --engine "$ENGINE" "${names[@]}"
[ ${#names[@]} -gt 0 ] || mapfile -t names < <(names_of fast)
failed=()
# Not as `check || …`: a condition would switch `set -e` off inside.
for name in "${names[@]}"; do
  set +e
  (set -e; check "$name")
  [ $? -eq 0 ] || failed+=("$name")
  set -e
done
[ ${#failed[@]} -eq 0 ] || die "failed: ${failed[*]}"
