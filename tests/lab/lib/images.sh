# Test images: built here as `docker load` archives without any engine, byte for byte the same on every machine, so
# that an image has the same id in every engine.
# shellcheck shell=bash

IMAGES=(busybox pause)

# tar_root ROOT TAR: the layer, without anything of this machine in it.
tar_root() {
  tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --format=ustar -C "$1" -cf "$2" .
}

# make_archive LAYER_TAR CONFIG_JSON ARCHIVE TAGS_JSON
make_archive() {
  local layer=$1 config=$2 archive=$3 tags=$4 dir sum
  dir=$(mktemp -d)
  sum=$(sha256sum "$layer" | cut -d' ' -f1)
  cp "$layer" "$dir/layer.tar"
  printf '{"architecture":"amd64","os":"linux","created":"1970-01-01T00:00:00Z","config":%s,"rootfs":{"type":"layers","diff_ids":["sha256:%s"]},"history":[{"created":"1970-01-01T00:00:00Z","comment":"sutazai-lab"}]}' \
    "$config" "$sum" >"$dir/config.json"
  sum=$(sha256sum "$dir/config.json" | cut -d' ' -f1)
  mv "$dir/config.json" "$dir/$sum.json"
  printf '[{"Config":"%s.json","RepoTags":%s,"Layers":["layer.tar"]}]' "$sum" "$tags" >"$dir/manifest.json"
  tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C "$dir" -cf "$archive.new" .
  mv "$archive.new" "$archive"
  echo "sha256:$sum" >"${archive%.tar}.id"
  rm -rf "$dir"
}

build_busybox() {
  local root applet
  root=$(mktemp -d)
  mkdir -p "$root"/{bin,etc,root,home,usr,var,proc,sys,dev} "$root/tmp"
  cp "$CACHE/misc/bin/busybox" "$root/bin/busybox"
  for applet in $("$root/bin/busybox" --list); do
    [ "$applet" = busybox ] || ln -s busybox "$root/bin/$applet"
  done
  ln -s bin "$root/sbin"
  ln -s ../bin "$root/usr/bin"
  printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' >"$root/etc/passwd"
  printf 'root:x:0:\nnogroup:x:65534:\n' >"$root/etc/group"
  chmod -R u=rwX,go=rX "$root"
  chmod 1777 "$root/tmp"
  tar_root "$root" "$CACHE/images/busybox-layer.tar"
  make_archive "$CACHE/images/busybox-layer.tar" '{"Cmd":["sh"],"Env":["PATH=/bin:/sbin:/usr/bin"]}' \
    "$CACHE/images/busybox.tar" '["sutazai-lab/busybox:1"]'
  rm -rf "$root"
}

# The same image as the peer benchmark's: a static program that becomes ready, answers a health command, or is a job.
build_pause() {
  local root
  root=$(mktemp -d)
  mkdir -p "$root/bin" "$root/tmp" "$root/run/ready"
  if ! { command -v gcc && [ -e /usr/lib/x86_64-linux-gnu/libc.a ]; } >/dev/null; then apt_system gcc libc6-dev; fi
  gcc -static -Os -Wall -Wextra -o "$root/bin/pause" "$LAB_DIR/images/pause.c"
  strip "$root/bin/pause"
  chmod -R u=rwX,go=rX "$root"
  tar_root "$root" "$CACHE/images/pause-layer.tar"
  make_archive "$CACHE/images/pause-layer.tar" '{"Entrypoint":["/bin/pause"],"Env":["PATH=/bin"]}' \
    "$CACHE/images/pause.tar" '["sutazai-lab/pause:1","peer-pause:local"]'
  rm -rf "$root"
}

# Built once: afterwards neither gcc nor a package is needed. A changed source file means a new build.
build_images() {
  local sum
  mkdir -p "$CACHE/images"
  [ -e "$CACHE/images/busybox.id" ] || build_busybox
  sum=$(cat "$LAB_DIR/images/pause.c" "$LAB_DIR/lib/images.sh" | sha256sum)
  if [ ! -e "$CACHE/images/pause.id" ] || [ "$(cat "$CACHE/images/pause.source" 2>/dev/null)" != "$sum" ]; then
    declare -F apt_system >/dev/null || . "$LAB_DIR/lib/install.sh"
    build_pause
    build_busybox
    echo "$sum" >"$CACHE/images/pause.source"
  fi
}

lab_images() {
  local name=$1 image want
  build_images
  if [ "$name" = registry-seed ]; then
    running registry || die "the registry does not run: lab.sh up registry"
    node "$LAB_DIR/registry-seed.mjs" "http://$REGISTRY" "$CACHE/images/busybox-layer.tar"
    return
  fi
  known "$name"
  running "$name" || die "$name does not run: lab.sh up $name"
  for image in "${IMAGES[@]}"; do
    want=$(<"$CACHE/images/$image.id")
    # By tag and id: a test may have re-tagged or removed one.
    if [ "$image" = pause ] && ! has_image "$name" peer-pause:local "$want"; then :
    elif has_image "$name" "sutazai-lab/$image:1" "$want"; then continue; fi
    docker_on "$name" load -q -i "$CACHE/images/$image.tar" >/dev/null
  done
}

has_image() { [ "$(docker_on "$1" image inspect -f '{{.Id}}' "$2" 2>/dev/null)" = "$3" ]; }
