# Configuration of the unpacked podman: nothing of /etc/containers is read, nothing of the user's storage is touched.
# shellcheck shell=bash

podman_config() {
  local dir=$1 files procs
  # podman asks for a million open files and processes; where root may not raise its limits, every start would fail.
  files=$(ulimit -Hn) procs=$(ulimit -Hu)
  [ "$files" = unlimited ] && files=1048576
  # It lowers its own limit of processes to the kernel's number of pids.
  [ "$procs" != unlimited ] && [ "$procs" -lt "$(</proc/sys/kernel/pid_max)" ] || procs=$(</proc/sys/kernel/pid_max)
  cat >"$dir/containers.conf" <<EOF
[containers]
default_sysctls = []
default_ulimits = ["nofile=$files:$files", "nproc=$procs:$procs"]
log_driver = "k8s-file"
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
# The monitor calls podman again when a container ends, and gets none of podman's own environment.
conmon_env_vars = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=$dir/home", "LD_LIBRARY_PATH=$TREE/usr/lib/x86_64-linux-gnu",
  "CONTAINERS_CONF=$dir/containers.conf", "CONTAINERS_STORAGE_CONF=$dir/storage.conf"]
# The other kind of lock lives in /dev/shm under one name for every podman of the machine.
lock_type = "file"
conmon_path = ["$TREE/usr/bin/conmon"]
helper_binaries_dir = ["$TREE/usr/lib/podman", "$TREE/usr/libexec/podman"]
init_path = "$TREE/usr/bin/catatonit"
runtime = "runc"
tmp_dir = "$dir/tmp"
[engine.runtimes]
runc = ["$TREE/usr/sbin/runc"]
[network]
network_backend = "netavark"
network_config_dir = "$DATA/podman/networks"
default_subnet = "10.$NET.0.0/24"
default_subnet_pools = [{"base" = "10.$((NET + 1)).0.0/16", "size" = 24}]
EOF
  cat >"$dir/storage.conf" <<EOF
[storage]
driver = "overlay"
graphroot = "$DATA/podman/storage"
runroot = "$dir/runroot"
EOF
  printf 'unqualified-search-registries = []\n[[registry]]\nlocation = "10.%s.255.1"\ninsecure = true\n' "$NET" >"$dir/registries.conf"
  echo '{"default": [{"type": "insecureAcceptAnything"}]}' >"$dir/home/.config/containers/policy.json"
}

podman_up() {
  local dir=$STATE/podman
  engine_facts podman
  mkdir -p "$dir/home/.config/containers" "$DATA/podman"
  netns_up "$NETNS" "$NET"
  rm -f "$dir/engine.sock" "$dir/ready"
  stop_pid "$dir/podman.pid" 50 # one whose start was interrupted
  # Containers do not outlive their engine here, and podman would believe its notes about running ones.
  sweep podman
  rm -rf "$dir/runroot" "$dir/tmp"
  podman_config "$dir"
  spawn podman podman env HOME="$dir/home" CONTAINERS_CONF="$dir/containers.conf" \
    CONTAINERS_STORAGE_CONF="$dir/storage.conf" CONTAINERS_REGISTRIES_CONF="$dir/registries.conf" \
    LD_LIBRARY_PATH="$TREE/usr/lib/x86_64-linux-gnu" \
    "$TREE/usr/bin/podman" system service --time=0 "unix://$dir/engine.sock"
  await podman podman 30 ping_engine podman
  : >"$dir/ready"
}
