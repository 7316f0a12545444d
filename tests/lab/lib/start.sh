# Starting and stopping; sourced by lab.sh with the lock held.
# shellcheck shell=bash

# engine_facts NAME: tree (which binaries), netns (empty: the machine's), and two /16-free numbers for its networks.
engine_facts() {
  case $1 in
    28) TREE=$CACHE/tree28 NETNS="" NET=213 ;;
    28small) TREE=$CACHE/tree28 NETNS=stzlab28s NET=217 ;;
    20) TREE=$CACHE/tree20 NETNS=stzlab20 NET=215 ;;
    podman) TREE=$CACHE/podman NETNS=stzlabpod NET=219 ;;
    registry) TREE=$CACHE/misc NETNS="" NET="" ;;
  esac
}

# The namespaces have no default route on purpose: with one that leads nowhere, name look-ups take tens of seconds.
# A pair of interfaces joins them to the machine: 10.NET.255.1 is the tests' side (slow proxies listen there, for the
# registry), 10.NET.255.2 the engine's (ports that it publishes on all addresses are reached there).
netns_up() {
  local ns=$1 net=$2
  [ -n "$ns" ] || return 0
  if ! { [ -e "/run/netns/$ns" ] && nsenter --net="/run/netns/$ns" true 2>/dev/null; }; then
    ip netns del "$ns" 2>/dev/null || true # a left-over file of before a reboot, nothing mounted on it
    ip netns add "$ns"
    ip -n "$ns" link set lo up
  fi
  ip -n "$ns" link show lab0 >/dev/null 2>&1 && return
  ip link del "stzlab$net" 2>/dev/null || true
  ip link add "stzlab$net" type veth peer name lab0 netns "$ns"
  ip addr add "10.$net.255.1/30" dev "stzlab$net"
  ip -n "$ns" addr add "10.$net.255.2/30" dev lab0
  ip link set "stzlab$net" up
  ip -n "$ns" link set lab0 up
}

# Engine 28 gets a bridge of its own name and address: docker0 may belong to an engine of the user's.
bridge_up() {
  local ns=$1 net=$2
  local ip=(ip)
  [ -z "$ns" ] || ip=(ip -n "$ns")
  "${ip[@]}" link show stzlab0 >/dev/null 2>&1 && return
  "${ip[@]}" link add stzlab0 type bridge
  "${ip[@]}" addr add "10.$net.0.1/24" dev stzlab0
  "${ip[@]}" link set stzlab0 up
}

# Two engines in one network namespace flush each other's iptables chains.
no_other_engine() {
  local exe pid
  for exe in /proc/[0-9]*/exe; do
    [[ $(readlink "$exe" 2>/dev/null) == */dockerd* ]] || continue
    pid=${exe#/proc/} pid=${pid%/exe}
    [ "$(readlink "/proc/$pid/ns/net")" = "$(readlink /proc/self/ns/net)" ] || continue
    tr '\0' ' ' <"/proc/$pid/cmdline" | grep -qF "$STATE/" && continue
    [ -n "${SUTAZAI_LAB_ALONGSIDE:-}" ] && { say "dockerd $pid runs here too; going on as told"; continue; }
    die "another dockerd (pid $pid) runs in this network namespace and the two would overwrite each other's iptables" \
      "rules; stop it, or set SUTAZAI_LAB_ALONGSIDE=1 to go on all the same"
  done
}

# spawn NAME DAEMON COMMAND...: in the background, in its own session, with its own log; writes the pid file.
# A daemon that lives already (an `up` was interrupted before it answered) is left as it is.
spawn() {
  local dir=$STATE/$1 daemon=$2
  shift 2
  pid_alive "$dir/$daemon.pid" && return
  [ -e "$dir/$daemon.log" ] && mv -f "$dir/$daemon.log" "$dir/$daemon.log.1"
  local enter=()
  [ -z "$NETNS" ] || enter=(nsenter --net="/run/netns/$NETNS") # `ip netns exec` would hide the cgroup mounts
  (
    ulimit -n 1048576 2>/dev/null || true
    export PATH=$CACHE/iptables:$TREE/usr/bin:$TREE/usr/sbin:/usr/sbin:/usr/bin:/sbin:/bin
    cd /
    exec setsid "${enter[@]}" "$@"
  ) </dev/null >"$dir/$daemon.log" 2>&1 8>&- 9>&- &
  echo $! >"$dir/$daemon.pid"
}

# await NAME DAEMON SECONDS COMMAND...: until the command succeeds; at once an error if the daemon is gone.
await() {
  local name=$1 daemon=$2 end=$((SECONDS + $3)) seen=0
  shift 3
  until "$@" >/dev/null 2>&1; do
    # The command line is that of bash or setsid for a moment, so "not ours" counts only after it has been ours.
    if pid_alive "$STATE/$name/$daemon.pid"; then seen=1
    elif [ $seen -eq 1 ] || ! kill -0 "$(<"$STATE/$name/$daemon.pid")" 2>/dev/null; then
      die "$daemon of $name ended: $(tail -n 5 "$STATE/$name/$daemon.log" | tr '\n' '|')"
    fi
    [ $SECONDS -lt $end ] || die "$daemon of $name does not answer; see $STATE/$name/$daemon.log"
    sleep 0.03
  done
}

ping_engine() { curl -fsS --max-time 2 --unix-socket "$STATE/$1/engine.sock" http://engine/_ping; }

containerd_up() {
  local name=$1 dir=$STATE/$1
  pid_alive "$dir/containerd.pid" || rm -f "$dir/containerd.sock" "$dir/containerd.sock.ttrpc"
  local format=2
  [[ $TREE == *tree28 ]] && format=3
  # Own root, state and address: a containerd of the system's keeps to itself. The Kubernetes parts are of no use here.
  cat >"$dir/containerd.toml" <<EOF
version = $format
root = "$DATA/$name/containerd"
state = "$dir/containerd"
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.cri.v1.images", "io.containerd.cri.v1.runtime",
  "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.blockfile", "io.containerd.snapshotter.v1.erofs", "io.containerd.tracing.processor.v1.otlp",
  "io.containerd.internal.v1.tracing", "io.containerd.nri.v1.nri"]
[grpc]
  address = "$dir/containerd.sock"
EOF
  spawn "$name" containerd "$TREE/usr/bin/containerd" --config "$dir/containerd.toml"
  await "$name" containerd 30 test -S "$dir/containerd.sock"
}

dockerd_up() {
  local name=$1 dir=$STATE/$1 extra=""
  rm -f "$dir/ready"
  pid_alive "$dir/dockerd.pid" || rm -f "$dir/docker.pid" "$dir/engine.sock" # stale ones of a killed engine
  # 28 would set the policy of the machine's FORWARD chain to DROP.
  [[ $TREE == *tree28 ]] && extra='"ip-forward-no-drop": true,'
  # An engine tries a broken download five times, for 50 s in all: here a test can have its failure at once.
  [ "$name" = 28small ] && extra+=' "max-download-attempts": 1,'
  # A configuration file always, or the user's /etc/docker/daemon.json would be read.
  cat >"$dir/daemon.json" <<EOF
{
  "data-root": "$DATA/$name/docker",
  "exec-root": "$dir/exec",
  "pidfile": "$dir/docker.pid",
  "hosts": ["unix://$dir/engine.sock"],
  "containerd": "$dir/containerd.sock",
  "storage-driver": "overlay2",
  "log-driver": "json-file",
  "bridge": "stzlab0", $extra
  "default-address-pools": [{"base": "10.$((NET + 1)).0.0/16", "size": 24}],
  "insecure-registries": ["10.$NET.255.0/30"],
  "features": {"buildkit": true},
  "shutdown-timeout": 5
}
EOF
  spawn "$name" dockerd "$TREE/usr/sbin/dockerd" --config-file "$dir/daemon.json"
  await "$name" dockerd 60 ping_engine "$name"
  : >"$dir/ready"
}

engine_up() {
  local name=$1
  engine_facts "$name"
  [ -n "$NETNS" ] || no_other_engine
  if [ "$name" = 28small ]; then
    . "$LAB_DIR/lib/disk.sh"
    small_disk "$DATA/28small" "${SUTAZAI_LAB_SMALL_MB:-96}"
  fi
  mkdir -p "$STATE/$name" "$DATA/$name"
  netns_up "$NETNS" "$NET"
  bridge_up "$NETNS" "$NET"
  containerd_up "$name"
  dockerd_up "$name"
}

registry_up() {
  local dir=$STATE/registry
  engine_facts registry
  mkdir -p "$dir" "$DATA/registry"
  rm -f "$dir/ready"
  cat >"$dir/config.yml" <<EOF
version: 0.1
log: {level: warn, accesslog: {disabled: true}}
storage:
  filesystem: {rootdirectory: $DATA/registry}
  delete: {enabled: true}
http: {addr: "$REGISTRY"}
EOF
  spawn registry registry "$TREE/usr/bin/docker-registry" serve "$dir/config.yml"
  await registry registry 20 curl -fsS --max-time 2 "http://$REGISTRY/v2/"
  : >"$dir/ready"
}

start_one() {
  running "$1" && return
  case $1 in
    podman) . "$LAB_DIR/lib/podman.sh"; podman_up ;;
    registry) registry_up ;;
    *) engine_up "$1" ;;
  esac
}

# All at once: most of a start is waiting.
lab_up() {
  local n jobs=() failed=0
  for n in "$@"; do start_one "$n" & jobs+=($!); done
  for n in "${jobs[@]}"; do wait "$n" || failed=1; done
  return $failed
}

# What a killed daemon leaves behind: shims (podman: conmon) with their containers, then mounts, deepest first.
sweep() {
  local name=$1 pid at
  for pid in $(pgrep -f "^[^ ]*(containerd-shim|conmon).* $STATE/$name/" || true); do
    for at in $(pgrep -P "$pid" || true); do kill -KILL "$at" 2>/dev/null || true; done # its containers
    kill -KILL "$pid" 2>/dev/null || true
  done
  for pid in $(pgrep -f "^$CACHE/$name/[^ ]*aardvark-dns" || true); do kill -KILL "$pid" 2>/dev/null || true; done
  while read -r at; do umount -l "$at" 2>/dev/null || true; done < <(
    awk -v a="$STATE/$name/" -v b="$DATA/$name/" 'index($5, a) == 1 || index($5, b) == 1 { print $5 }' \
      /proc/self/mountinfo | sort -r)
}

stop_dockerd() {
  rm -f "$STATE/$1/ready"
  stop_pid "$STATE/$1/dockerd.pid" "${2:-200}"
  rm -f "$STATE/$1/docker.pid" "$STATE/$1/engine.sock"
}

# Rules of engine 28 in the machine's own tables: jumps to its chains and rules that name its bridge or its addresses,
# then the chains. Only ours are there, see no_other_engine.
drop_rules() {
  local tool table chains rule
  for tool in iptables ip6tables; do
    tool="$CACHE/iptables/$tool"
    for table in filter nat raw; do
      while read -r -a rule; do "$tool" -w -t "$table" "${rule[@]}" 2>/dev/null || true; done < <(
        "$tool" -w -t "$table" -S 2>/dev/null |
          awk -v net="10.$NET." -v pool="10.$((NET + 1))." '/^-A/ && !/^-A DOCKER/ &&
            (/-j DOCKER/ || /stzlab0/ || index($0, " " net) || index($0, " " pool)) { $1 = "-D"; print }')
      chains=$("$tool" -w -t "$table" -S 2>/dev/null | awk '/^-N DOCKER/ { print $2 }')
      for rule in $chains; do "$tool" -w -t "$table" -F "$rule" 2>/dev/null || true; done
      for rule in $chains; do "$tool" -w -t "$table" -X "$rule" 2>/dev/null || true; done
    done
  done
}

stop_one() {
  local name=$1 at
  engine_facts "$name"
  case $name in
    podman | registry)
      # podman's containers outlive it, and only its own way of stopping them removes their network namespaces.
      if [ "$name" = podman ] && running podman; then
        docker_on podman ps -q | while read -r at; do docker_on podman kill "$at" >/dev/null 2>&1 || true; done
      fi
      rm -f "$STATE/$name/ready"
      stop_pid "$STATE/$name/$(main_daemon "$name").pid" 50
      ;;
    *)
      stop_dockerd "$name"
      stop_pid "$STATE/$name/containerd.pid" 50
      ;;
  esac
  sweep "$name"
  if [ -n "$NETNS" ]; then ip netns del "$NETNS" 2>/dev/null || true
  elif [ "$name" = 28 ] && ip link show stzlab0 >/dev/null 2>&1; then
    # Bridges of networks that tests left behind: they carry addresses of our pool.
    local dev
    for dev in $(ip -o -4 addr show | awk -v p="10.$((NET + 1))." 'index($4, p) == 1 { print $2 }') stzlab0; do
      ip link del "$dev" 2>/dev/null || true
    done
    # With an engine of the user's beside ours (SUTAZAI_LAB_ALONGSIDE), the rules may be its own.
    if (SUTAZAI_LAB_ALONGSIDE="" no_other_engine) 2>/dev/null; then drop_rules; fi
  fi
  if [ "$name" = 28small ]; then
    . "$LAB_DIR/lib/disk.sh"
    small_disk_remove "$DATA/28small"
  fi
}

lab_down() {
  local n jobs=() failed=0
  for n in "$@"; do stop_one "$n" & jobs+=($!); done
  for n in "${jobs[@]}"; do wait "$n" || failed=1; done
  return $failed
}

docker_engine() { [ "$(main_daemon "$1")" = dockerd ] || die "$1 is no Docker engine: use up and down"; }
lab_stop_engine() { docker_engine "$1"; stop_dockerd "$1"; }
lab_start_engine() { docker_engine "$1"; start_one "$1"; }
lab_restart_engine() { lab_stop_engine "$1"; lab_start_engine "$1"; }

# As if it crashed: no clean-up, the sockets and pid files stay where they are.
lab_kill_engine() {
  local file=$STATE/$1/dockerd.pid
  docker_engine "$1"
  pid_alive "$file" || die "engine $1 does not run"
  rm -f "$STATE/$1/ready"
  kill -KILL "$(<"$file")"
}
