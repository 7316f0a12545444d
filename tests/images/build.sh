#!/usr/bin/env bash
# Local images that hold the real servers of the stack, made from Debian packages, Go modules and jars: no image registry.
#
#   build.sh [NAME ...]      into the engine (default: the fast set); quick when all is there
#   build.sh --all           slow ones too, but none that must be asked for by name
#   build.sh --list          name, tag, fast|slow|asked, real version when built, where from
#   build.sh --map          one JSON line: repository of the official image to our tag
#   build.sh --force NAME... build again even where nothing changed
#   build.sh --engine NAME   which of the lab's engines (default 28); before the names
#
# Built images are kept as tarballs in the lab's cache, keyed by a hash of their recipe, and loaded from there.
set -euo pipefail
IMAGES_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$IMAGES_DIR/lib/setup.sh"

usage() { sed -n '2,12s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; }

list() {
  local name hash built
  for name in $(recipe_names); do
    load_recipe "$name"
    hash=$(recipe_hash "$name")
    built=$(cat "$(tar_of "$name" "$version" "$hash" | sed 's/\.tar$//').built" 2>/dev/null || echo "not-built")
    printf '%-20s %-40s %-5s %-18s %s\n' "$name" "$(tag_of "$name")" "$speed" "$built" "$source"
  done
}

map() {
  local name out=""
  for name in $(recipe_names); do
    load_recipe "$name"
    out+=",\"$replaces\":\"$(tag_of "$name")\""
  done
  echo "{${out#,}}"
}

names=()
while [ $# -gt 0 ]; do
  case $1 in
    --list) list; exit ;;
    --map) map; exit ;;
    --all) mapfile -t names < <(names_of fast slow) ;;
    --force) FORCE=1 ;;
    --engine) ENGINE=${2:?engine}; shift ;;
    -h | --help) usage; exit ;;
    -*) usage >&2; exit 2 ;;
    *) names+=("$1") ;;
  esac
  shift
done
[ ${#names[@]} -gt 0 ] || mapfile -t names < <(names_of fast)
setup_engine
for name in "${names[@]}"; do ensure "$name"; done
