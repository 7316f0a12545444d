# Configuration of the unpacked podman: nothing of /etc/containers is read, nothing of the user's storage is touched.
# shellcheck shell=bash

podman_config() {
  local dir=$1
  cat >"$dir/containers.conf" <<EOF
[containers]
default_sysctls = []
log_driver = "k8s-file"
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
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
  echo 'unqualified-search-registries = []' >"$dir/registries.conf"
  echo '{"default": [{"type": "insecureAcceptAnything"}]}' >"$dir/home/.config/containers/policy.json"
}
