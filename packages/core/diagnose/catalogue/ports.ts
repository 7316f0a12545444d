import { type Area, on, onDesktop, onLinux, onMac, onWindows } from './entry.ts';

/** Host ports. Exit code 4: found before the start in the usual case, and nothing was started. */
export const ports = {
  PORT_TAKEN: {
    title: 'Port {address|that {service|a service} needs} is already in use[ by {owner}]',
    cause: 'Only one program at a time can listen on a port of this machine, and another one was first.',
    next: [
      'Take a free port instead, it is kept for the next time: `sutazai up --fix-ports`',
      onLinux('See who has it: `sudo ss -ltnup "sport = :{port|PORT}"`'),
      onMac('See who has it: `lsof -nP -i :{port|PORT}`'),
      on('win32', 'See who has it: `netstat -ano | findstr :{port|PORT}`'),
      'Stop the other program, then: `sutazai up`',
    ],
    exit: 4,
    severity: 'error',
  },
  PORT_DUPLICATE: {
    title: 'Port {address|of this machine} is asked for twice[: by {first} and {second}]',
    cause: 'Two services of the compose file publish the same port. Only one of them can have it.',
    next: [
      'Change one of the two under `ports:` in the compose file; `sutazai config` shows them all',
      'Or let a free one be chosen: `sutazai up --fix-ports`',
    ],
    exit: 4,
    severity: 'error',
  },
  PORT_REPLICAS: {
    title: 'Port {address|of this machine} cannot be shared by {replicas|several} containers of {service|one service}',
    cause: 'The service is to run more than once, and a fixed port of this machine can belong to one container only.',
    next: [
      'Give a range under `ports:` in the compose file, one port for each: `"{range|8080-8082:80}"`',
      'Or run it once: `sutazai up --scale {service|SERVICE}=1`',
    ],
    exit: 4,
    severity: 'error',
  },
  PORT_PRIVILEGED: {
    title: 'Port {address|below 1024} may not be opened by this engine',
    cause: 'Ports below 1024 are kept for the system. An engine that runs without root rights may not open them.',
    next: [
      'Take a free port above 1024 instead: `sutazai up --fix-ports`',
      onLinux('Or allow it on this machine: `sudo sysctl net.ipv4.ip_unprivileged_port_start={port|80}`'),
    ],
    exit: 4,
    severity: 'error',
  },
  PORT_RESERVED: {
    title: 'Port {address|that {service|a service} needs} is kept back by Windows',
    cause:
      'Windows (Hyper-V, WinNAT) reserves ranges of ports, and this one lies in such a range. No program is listening there, and yet nobody may.',
    next: [
      'Take a free port instead: `sutazai up --fix-ports`',
      onWindows('See the ranges: `netsh.exe interface ipv4 show excludedportrange protocol=tcp`'),
      onWindows('Or free them until the next reboot, as administrator: `net stop winnat` and `net start winnat`'),
    ],
    exit: 4,
    severity: 'error',
  },
  PORT_ADDRESS: {
    title: 'This machine does not have the address {host|that {service|a service} should listen on}',
    cause:
      "The compose file publishes a port on an IP address that no network card of the engine's machine has (any more).",
    next: [
      'Use 127.0.0.1 as the address under `ports:` in the compose file, then: `sutazai up`',
      onLinux('See which addresses there are: `ip -brief address`'),
      'A VPN that is off takes its address along: switch it on, or change the address',
    ],
    exit: 4,
    severity: 'error',
  },
  PORT_FORWARD_FAILED: {
    title: 'The engine could not forward the port {address|of {service|a service}} to the container',
    cause: "The port is free, but the engine's own forwarding (its proxy program or firewall rules) failed.",
    next: [
      onLinux(
        'Restart the engine, it writes its rules anew: `sudo systemctl restart docker` (this stops running containers)',
      ),
      onDesktop('Restart Docker Desktop'),
      'Then: `sutazai up`',
    ],
    exit: 1,
    severity: 'error',
  },
  PORT_RANGE: {
    title: 'No port is left in the range {range|given for {service|the service}}',
    cause:
      'The compose file gives a range of ports to choose from, and all of them are taken; or its two sides differ in length.',
    next: [
      'Widen the range under `ports:` in the compose file',
      'See who uses ports here: `sutazai status` and `docker ps`',
    ],
    exit: 4,
    severity: 'error',
  },
} as const satisfies Area;
