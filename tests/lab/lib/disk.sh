# A small file system on a loop device, for tests of a full disk.
# shellcheck shell=bash

# small_disk DIR MB: mounts an ext4 file system of that size at DIR; nothing if one is there already.
small_disk() {
  local dir=$1 mb=$2 image=$1.img
  mountpoint -q "$dir" 2>/dev/null && return
  mkdir -p "$dir"
  rm -f "$image"
  truncate -s "${mb}M" "$image"
  # No journal and no reserve: all of the little space is usable, and it is soon made.
  mkfs.ext4 -q -F -m 0 -O ^has_journal "$image"
  mount -o loop "$image" "$dir"
}

small_disk_remove() {
  local dir=$1
  if mountpoint -q "$dir" 2>/dev/null; then umount "$dir" 2>/dev/null || umount -l "$dir"; fi
  rm -f "$dir.img"
  rmdir "$dir" 2>/dev/null || true
}
