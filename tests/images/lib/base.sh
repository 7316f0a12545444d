# The base image: Debian trixie, minbase, imported without a Dockerfile. Its apt knows sid too, but takes from it only
# what is asked for by name.
# shellcheck shell=bash

BASE=sutazai-test/base-trixie:13

# Set up once per machine; the tarball in the cache serves every other engine.
build_base() {
  local hash=$1 tar=$2 root mirror
  . "$LAB_DIR/lib/install.sh"
  mirror=$(debian_mirror)
  command -v debootstrap >/dev/null || apt_system debootstrap
  root=$(mktemp -d "$BUILD_DIR/base.XXXXXX")
  say "debootstrap trixie"
  debootstrap --variant=minbase --include=ca-certificates trixie "$root" "$mirror" >"$BUILD_DIR/debootstrap.log" 2>&1 ||
    die "debootstrap failed: $BUILD_DIR/debootstrap.log"
  base_apt "$root" "$mirror"
  install -m 755 "$IMAGES_DIR/lib/pkg" "$root/usr/local/sbin/pkg"
  # bash and coreutils stay: health commands of the product use bash's own TCP.
  rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/usr/share/{doc,man,locale,info}/* \
    "$root"/var/log/* "$root"/var/cache/debconf/*-old
  tar -C "$root" --numeric-owner -c . |
    docker_on "$ENGINE" import -c 'CMD ["bash"]' -c "LABEL sutazai.recipe=$hash" \
      -c 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' - "$BASE" >/dev/null
  rm -rf "$root"
  save_image "$BASE" "$tar"
}

base_apt() {
  local root=$1 mirror=$2 suite
  for suite in trixie sid; do echo "deb $mirror $suite main"; done >"$root/etc/apt/sources.list"
  # sid's signatures carry a short validity, and a machine's clock or mirror may lag.
  cat >"$root/etc/apt/apt.conf.d/90sutazai" <<'CONF'
APT::Install-Recommends "false";
APT::Install-Suggests "false";
Acquire::Check-Valid-Until "false";
Acquire::Languages "none";
Acquire::Retries "3";
CONF
  printf 'Package: *\nPin: release n=sid\nPin-Priority: 1\n' >"$root/etc/apt/preferences.d/sid"
  cat >"$root/etc/dpkg/dpkg.cfg.d/nodoc" <<'CONF'
path-exclude /usr/share/doc/*
path-exclude /usr/share/man/*
path-exclude /usr/share/locale/*
path-exclude /usr/share/info/*
CONF
  # A package's start script must not run a daemon inside a build.
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod 755 "$root/usr/sbin/policy-rc.d"
}
