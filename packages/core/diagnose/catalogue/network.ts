import { type Area, onDesktop, onLinux, onWindows } from './entry.ts';

/** Networks between containers. */
export const network = {
  NETWORK_OVERLAP: {
    title: 'The network {network|of the stack} would overlap with one that exists[: {subnet}]',
    cause: 'Its address range is used by another Docker network, a VPN or the network of this machine.',
    next: [
      'See the others: `docker network ls`, and remove unused ones: `docker network prune`',
      'Choose another range under `networks: … ipam` in the compose file, or leave `ipam` out',
      'Disconnect the VPN while starting, then: `sutazai up`',
    ],
    exit: 1,
    severity: 'error',
  },
  NETWORK_POOL_EXHAUSTED: {
    title: 'The engine has no free address range left for the network {network|of the stack}',
    cause:
      'An engine can give addresses to about 30 networks by default, and all are in use; a VPN that covers private ranges has the same effect.',
    next: [
      'Remove networks that nothing uses: `docker network prune`',
      'Disconnect the VPN while starting, then: `sutazai up`',
      'Or set a range of its own under `networks: … ipam` in the compose file',
    ],
    exit: 1,
    severity: 'error',
  },
  NETWORK_ACTIVE_ENDPOINTS: {
    title: 'The network {network|of the stack} is still in use[ by {containers}] and was left in place',
    cause:
      'A container is connected to it, or the engine forgot that one was disconnected (a known fault of Docker). It does no harm.',
    next: [
      'Nothing to do: the next `sutazai up` uses it again',
      'To get rid of it, see who is connected: `docker network inspect {network|NETWORK}`',
      onLinux(
        'If nobody is, only a restart of the engine helps: `sudo systemctl restart docker` (this stops running containers)',
      ),
      onDesktop('If nobody is, only a restart of Docker Desktop helps'),
    ],
    exit: 1,
    severity: 'warning',
  },
  NETWORK_MISSING: {
    title: 'The network {network|asked for} does not exist',
    cause: 'It was removed meanwhile, or the compose file calls it `external` and nobody has created it.',
    next: [
      'If it is external, create it: `docker network create {network|NETWORK}`',
      "If it is the stack's own, make the containers anew: `sutazai up --recreate`",
    ],
    exit: 1,
    severity: 'error',
  },
  NETWORK_NAME_TAKEN: {
    title: 'There is already a network called {network|like that}',
    cause: 'Another project or program made it.',
    next: [
      'See what it is: `docker network inspect {network|NETWORK}`',
      'Remove it if unused: `docker network rm {network|NETWORK}`, or mark it `external: true` in the compose file to share it',
    ],
    exit: 1,
    severity: 'error',
  },
  NETWORK_AMBIGUOUS: {
    title: 'There are several networks called {network|like that}',
    cause: 'Older engines allow two networks of one name, and then nobody can tell which one is meant.',
    next: [
      'See them: `docker network ls --filter name={network|NETWORK}`',
      'Remove the unused one by its id: `docker network rm ID`, then `sutazai up`',
    ],
    exit: 1,
    severity: 'error',
  },
  NETWORK_ADDRESS_TAKEN: {
    title: 'The fixed address {address|of {service|a service}} is already used in its network',
    cause: '`ipv4_address` in the compose file gives it an address that another container has.',
    next: [
      'See who has it: `docker network inspect {network|NETWORK}`',
      'Choose another `ipv4_address`, or leave it out; services find each other by name',
    ],
    exit: 1,
    severity: 'error',
  },
  NETWORK_ADDRESS_OUTSIDE: {
    title: 'The fixed address {address|of {service|a service}} does not fit its network',
    cause: 'A fixed address needs a network with a range of its own (`ipam`) that contains it.',
    next: [
      'Leave `ipv4_address` out; services find each other by name',
      'Or give the network a fitting `ipam.config.subnet` in the compose file, then `sutazai down` and `sutazai up`',
    ],
    exit: 2,
    severity: 'error',
  },
  NETWORK_SUBNET_INVALID: {
    title: 'The address range {subnet|of a network} is not valid',
    cause: 'A range looks like 172.28.0.0/16, and its gateway must lie inside it.',
    next: ['Correct `ipam.config` of the network in the compose file: `sutazai config` shows it resolved'],
    exit: 2,
    severity: 'error',
  },
  NETWORK_DRIVER_MISSING: {
    title: 'The network driver {driver|asked for} is not installed in the engine',
    cause: 'The compose file names a driver that this engine does not have.',
    next: [
      'Remove `driver:` from the network in the compose file (then it is `bridge`)',
      'See what there is: `docker info --format "{{.Plugins.Network}}"`',
    ],
    exit: 2,
    severity: 'error',
  },
  NETWORK_ENDPOINT_EXISTS: {
    title: 'The engine still thinks that {service|the container} is connected to {network|its network}',
    cause: 'A left-over of a container that was ended hard.',
    next: [
      'Cut it off: `docker network disconnect -f {network|NETWORK} {name|CONTAINER}`, then `sutazai up`',
      'If it stays, restart the container engine',
    ],
    exit: 1,
    severity: 'error',
  },
  NETWORK_MODE_CONFLICT: {
    title: 'The network settings of {service|the service} exclude each other',
    cause:
      'With the network of the host or of another container, ports, host names and further networks cannot be set.',
    next: [
      'Remove either `network_mode:` or the other setting from {service|the service} in the compose file: `sutazai config`',
    ],
    exit: 2,
    severity: 'error',
  },
  NETWORK_IPV6: {
    title: 'IPv6 is switched off on the machine of the engine',
    cause: 'A network or port of the compose file asks for IPv6, and the system does not have it.',
    next: [
      'Remove `enable_ipv6` and IPv6 addresses from the compose file, then: `sutazai up`',
      onLinux('Or switch it on: `sudo sysctl net.ipv6.conf.all.disable_ipv6=0`'),
      onWindows('Or switch it on in Docker Desktop: Settings → Resources → Network'),
    ],
    exit: 1,
    severity: 'error',
  },
  HOST_GATEWAY: {
    title: 'The engine cannot tell the address of its host for {service|the service}',
    cause:
      '`host-gateway` under `extra_hosts` is filled in by the engine, and it has no value for it (no default bridge, or an old engine).',
    next: [
      onLinux(
        'Set it in /etc/docker/daemon.json: `"host-gateway-ip": "172.17.0.1"`, then `sudo systemctl restart docker`',
      ),
      onDesktop('Update Docker Desktop'),
      'Or write the address itself under `extra_hosts` in the compose file',
    ],
    exit: 1,
    severity: 'error',
  },
  IPTABLES: {
    title: 'The engine cannot set its firewall rules',
    cause:
      'Containers are connected by firewall rules of the system (iptables). They were wiped by another program, or the kernel lacks a part.',
    next: [
      onLinux(
        'Restart the engine, it writes them anew: `sudo systemctl restart docker` (this stops running containers)',
      ),
      onLinux('After a kernel update, reboot: the parts of the old kernel are gone'),
      onDesktop('Restart Docker Desktop'),
      'Then: `sutazai up`',
    ],
    exit: 1,
    severity: 'error',
  },
} as const satisfies Area;
