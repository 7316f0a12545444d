# `lab.sh install`: Debian packages, unpacked into the cache and not installed over the system.
# shellcheck shell=bash

# Suites: engine 28 lives in sid only; the old engine, runc, tini, podman and the small tools are bookworm's, whose
# glibc is also the oldest any of them needs.
PKG_28="docker.io/sid containerd/sid docker-cli/sid docker-compose/sid docker-buildx/sid runc/bookworm tini/bookworm"
PKG_20="docker.io/bookworm containerd/bookworm runc/bookworm tini/bookworm"
PKG_PODMAN="podman/bookworm conmon/bookworm golang-github-containers-common/bookworm runc/bookworm
  netavark/bookworm aardvark-dns/bookworm catatonit/bookworm libgpgme11/bookworm libassuan0/bookworm libsubid4/bookworm"
PKG_MISC="docker-registry/bookworm busybox-static/bookworm"
# These go onto the system, because the daemons call them by name: small, and without daemons of their own.
SYSTEM="openssh-client iptables iproute2 curl e2fsprogs procps util-linux libseccomp2 libsystemd0 libdevmapper1.02.1"

# The machine's own mirror: the address of its first Debian source, in either format of sources lists.
debian_mirror() {
  local f uri
  for f in /etc/apt/sources.list.d/*.sources /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [ -r "$f" ] || continue
    uri=$(awk '
      /^[[:space:]]*#/ { next }
      /^URIs:/ { uri = $2 }
      /^Suites:/ && uri ~ /\/debian\/?$/ { print uri; exit }
      /^deb / { for (i = 2; i <= NF; i++) if ($i ~ /^[a-z+]+:\/\/.*\/debian\/?$/) { print $i; exit } }' "$f")
    [ -z "$uri" ] || { echo "${uri%/}"; return; }
  done
  die "no Debian mirror in this machine's apt sources: the lab takes its engines from Debian packages"
}

# apt with a configuration of its own: other suites than the system's, and no trace in the system's lists or state.
scratch_apt() {
  local apt=$1 mirror suite
  mirror=$(debian_mirror)
  mkdir -p "$apt"/lists/partial "$apt"/archives/partial "$apt"/state
  : >"$apt/state/status"
  for suite in bookworm trixie sid; do
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main"
  done >"$apt/sources.list"
  cat >"$apt/apt.conf" <<EOF
Dir::State "$apt/state";
Dir::State::Lists "$apt/lists";
Dir::State::status "$apt/state/status";
Dir::Cache "$apt";
Dir::Etc::SourceList "$apt/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
Acquire::Check-Valid-Until "false";
Acquire::Languages "none";
Acquire::Retries "3";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Acquire::IndexTargets::deb::DEP-11-icons-small::DefaultEnabled "false";
Acquire::IndexTargets::deb::DEP-11-icons::DefaultEnabled "false";
APT::Sandbox::User "root";
EOF
  APT_CONFIG=$apt/apt.conf apt-get -qq update || die "apt-get update failed for the lab's suites"
}

# fetch_tree APT TREE PACKAGES...: download and unpack into a new folder, then swap it in, so that a broken install
# never leaves half a tree behind.
fetch_tree() {
  local apt=$1 tree=$2 deb
  shift 2
  rm -rf "$apt/debs" "$tree.new"
  mkdir -p "$apt/debs" "$tree.new"
  (cd "$apt/debs" && APT_CONFIG=$apt/apt.conf apt-get -qq download "$@") || die "cannot download: $*"
  for deb in "$apt"/debs/*.deb; do dpkg-deb -x "$deb" "$tree.new"; done
  rm -rf "$tree.new"/usr/share/{doc,man,bash-completion,fish,zsh,lintian} "$tree"
  mv "$tree.new" "$tree"
}

# A future sid may need a newer glibc than this machine has. Then its libc is unpacked too and written into the
# binaries as their interpreter (ld.so as a wrapper would break dockerd, which starts itself again by /proc/self/exe).
fit_glibc() {
  local apt=$1 tree=$2 bin
  "$tree/usr/sbin/dockerd" --version >/dev/null 2>&1 && [ -z "${SUTAZAI_LAB_FORCE_LIBC:-}" ] && return
  say "the engine's packages need another glibc than this machine's: taking sid's"
  fetch_tree "$apt" "$tree/libc" libc6/sid libsystemd0/sid libcap2/sid libgcc-s1/sid
  command -v patchelf >/dev/null || apt_system patchelf
  local lib=$tree/libc/usr/lib/x86_64-linux-gnu
  for bin in "$tree"/usr/sbin/* "$tree"/usr/bin/* "$tree"/usr/libexec/docker/cli-plugins/*; do
    [ -L "$bin" ] && continue
    patchelf --print-interpreter "$bin" >/dev/null 2>&1 || continue # static: needs nothing
    [[ $bin == */runc || $bin == */tini ]] && continue                # bookworm's own
    patchelf --set-interpreter "$lib/ld-linux-x86-64.so.2" --set-rpath "$lib" "$bin"
  done
  "$tree/usr/sbin/dockerd" --version >/dev/null || die "dockerd of sid does not start, with its own glibc neither"
}

apt_system() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get -qq -y install --no-install-recommends "$@" >/dev/null 2>&1 && return
  apt-get -qq update >/dev/null 2>&1 || true # lists of a fresh machine may be empty or old
  apt-get -qq -y install --no-install-recommends "$@" >/dev/null || die "cannot install: $*"
}

install_system() {
  local p missing=()
  for p in $SYSTEM; do
    [ "$(dpkg-query -W -f '${Status}' "$p" 2>/dev/null)" = "install ok installed" ] || missing+=("$p")
  done
  [ ${#missing[@]} -eq 0 ] || apt_system "${missing[@]}"
}

# The engines call `iptables` by name. nft is Debian's default; a kernel without nf_tables only has legacy.
link_iptables() {
  local kind tool
  mkdir -p "$CACHE/iptables"
  for kind in nft legacy; do
    if "iptables-$kind" -w -t nat -S >/dev/null 2>&1 && "iptables-$kind" -w -t filter -S >/dev/null 2>&1; then
      for tool in iptables ip6tables iptables-save iptables-restore; do
        ln -sfn "/usr/sbin/${tool/tables/tables-$kind}" "$CACHE/iptables/$tool"
      done
      echo "$kind" >"$CACHE/versions/iptables"
      return
    fi
  done
  die "neither iptables-nft nor iptables-legacy works with this kernel"
}

link_cli_plugins() {
  mkdir -p "$DOCKER_CONFIG_DIR/cli-plugins"
  local p
  for p in compose buildx; do
    ln -sfn "$CACHE/tree28/usr/libexec/docker/cli-plugins/docker-$p" "$DOCKER_CONFIG_DIR/cli-plugins/docker-$p"
  done
  # An own configuration folder: neither contexts nor credentials of the user take part in a test.
  echo '{}' >"$DOCKER_CONFIG_DIR/config.json"
}

record_versions() {
  local v=$CACHE/versions
  "$CACHE/tree28/usr/sbin/dockerd" --version | sed -E 's/.*version ([0-9.]+).*/\1/' >"$v/28"
  "$CACHE/tree20/usr/sbin/dockerd" --version | sed -E 's/.*version ([0-9.]+).*/\1/' >"$v/20"
  LD_LIBRARY_PATH=$CACHE/podman/usr/lib/x86_64-linux-gnu "$CACHE/podman/usr/bin/podman" --version |
    sed -E 's/.*version ([0-9.]+).*/\1/' >"$v/podman"
  "$CACHE/misc/usr/bin/docker-registry" --version | sed -E 's/.* v?([0-9][0-9.]+).*/\1/' >"$v/registry"
  "$COMPOSE_BIN" version --short >"$v/compose"
  "$CACHE/tree28/usr/bin/containerd" --version | awk '{print $3}' >"$v/containerd28"
  "$CACHE/tree20/usr/bin/containerd" --version | awk '{print $3}' >"$v/containerd20"
}

lab_install() {
  [ "$(dpkg --print-architecture 2>/dev/null)" = amd64 ] || die "the lab needs Debian on amd64"
  install_system
  mkdir -p "$CACHE/versions"
  exec 8>"$CACHE/lock"
  flock 8
  if ! installed; then
    local apt=$CACHE/apt
    scratch_apt "$apt"
    # shellcheck disable=SC2086  # the lists are words
    {
      fetch_tree "$apt" "$CACHE/tree28" $PKG_28
      fit_glibc "$apt" "$CACHE/tree28"
      fetch_tree "$apt" "$CACHE/tree20" $PKG_20
      fetch_tree "$apt" "$CACHE/podman" $PKG_PODMAN
      fetch_tree "$apt" "$CACHE/misc" $PKG_MISC
    }
    record_versions
    rm -rf "$apt"
  fi
  link_iptables
  link_cli_plugins
  echo "$INSTALL_REV" >"$CACHE/installed"
  . "$LAB_DIR/lib/images.sh"
  build_images
  exec 8>&-
}
