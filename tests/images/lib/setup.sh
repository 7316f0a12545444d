# Paths and the engine; shared by build.sh and check.sh.
# shellcheck shell=bash disable=SC2034
LAB_DIR=$(cd "$IMAGES_DIR/../lab" && pwd)
. "$LAB_DIR/lib/common.sh"
. "$IMAGES_DIR/lib/base.sh"
. "$IMAGES_DIR/lib/recipes.sh"
. "$IMAGES_DIR/lib/go.sh"
say() { echo "images: $*" >&2; }
die() { echo "images: $*" >&2; exit 1; }
ENGINE=28
FORCE=0
TARS=$CACHE/images
# Sources, compilers' caches and logs: outside the clone, and safe to delete.
BUILD_DIR=$CACHE/build

setup_engine() {
  need_root
  known "$ENGINE"
  running "$ENGINE" || bash "$LAB_DIR/lab.sh" up "$ENGINE"
  mkdir -p "$TARS" "$BUILD_DIR"
  # One builder at a time: two would race for the same tarball and the machine's processors.
  exec 7>"$TARS/build.lock"
  flock 7
}
