import { type Area, on, onDesktop, onLinux } from './entry.ts';

/** What the operating system under the engine does not allow. */
export const host = {
  CGROUP_LIMIT: {
    title: 'The limits set for {service|a service} cannot be applied on this machine[: {reason}]',
    cause:
      'Memory, processor or process limits are more than the machine has, contradict each other, or its kernel does not let this engine set them.',
    next: [
      'Adjust `mem_limit`, `cpus`, `pids_limit` or `deploy.resources` of {service|the service}: `sutazai config` shows them',
      on('linux', 'An engine without root rights needs cgroup v2 with delegation: `systemctl --user show -p Delegate`'),
      'See what the machine has: `sutazai doctor`',
    ],
    exit: 1,
    severity: 'error',
  },
  ULIMIT_REFUSED: {
    title: 'The engine cannot set the limit {limit|that is asked for}[ for {service}]',
    cause:
      'The compose file sets it under `ulimits:` higher than the engine itself is allowed to. In virtual machines and rootless engines this is usual (memlock above all).',
    next: [
      'Remove or lower `ulimits:` of {service|the service} in the compose file, then: `sutazai up`',
      onLinux(
        'Or allow the engine more: `sudo systemctl edit docker` and set `LimitMEMLOCK=infinity` under [Service], then restart it',
      ),
    ],
    exit: 1,
    severity: 'error',
  },
  SECCOMP: {
    title: 'The system call filter of {service|a service} cannot be used[: {reason}]',
    cause: 'The seccomp profile named under `security_opt:` is missing, not valid, or not supported by this kernel.',
    next: [
      'Check the file named in `security_opt: seccomp=…` of {service|the service}, or remove the setting: `sutazai config`',
    ],
    exit: 1,
    severity: 'error',
  },
  APPARMOR: {
    title: 'The AppArmor profile {profile|of {service|a service}} cannot be used',
    cause:
      'AppArmor restricts what programs may do. The profile is not loaded, or AppArmor is half installed on this machine.',
    next: [
      onLinux('Load it: `sudo apparmor_parser -r /etc/apparmor.d/{profile|PROFILE}`'),
      onLinux('If `apparmor_parser` is missing, install the package `apparmor` and restart the engine'),
      'Or remove `apparmor=…` from `security_opt:` in the compose file',
    ],
    exit: 1,
    severity: 'error',
  },
  SECURITY_OPTION: {
    title: 'The engine does not know a security option of {service|a service}[: {reason}]',
    cause: 'A value under `security_opt:` in the compose file is misspelt or belongs to another engine.',
    next: ['Correct `security_opt:` of {service|the service}: `sutazai config` shows it'],
    exit: 2,
    severity: 'error',
  },
  DEVICE_MISSING: {
    title: 'The device {device|asked for} does not exist on the machine of the engine',
    cause:
      '{service|A service} wants to use a device file (under `devices:`) that is not there: hardware missing, driver not loaded, or a virtual machine without access to it.',
    next: [
      onLinux('See if it is there: `ls -l {device|/dev/…}`'),
      onDesktop(
        'Docker Desktop runs containers in a virtual machine that has no access to most devices; remove the line',
      ),
      'Remove it from `devices:` of {service|the service} in the compose file if it can run without',
    ],
    exit: 1,
    severity: 'error',
  },
  CAPABILITY_UNKNOWN: {
    title: 'The engine does not know a right that {service|a service} asks for[: {capability}]',
    cause: 'A value under `cap_add:` or `cap_drop:` is misspelt, or the kernel is too old for it.',
    next: ['Correct it in the compose file: names look like `NET_ADMIN`; `sutazai config` shows them'],
    exit: 2,
    severity: 'error',
  },
  SYSCTL_REFUSED: {
    title: 'The kernel setting {sysctl|asked for} of {service|a service} is refused',
    cause:
      "Under `sysctls:` only settings that belong to the container alone are allowed, and not together with the host's network.",
    next: [
      'Remove it from `sysctls:` of {service|the service} in the compose file',
      onLinux('Set it for the whole machine instead: `sudo sysctl {sysctl|NAME}=VALUE`'),
    ],
    exit: 2,
    severity: 'error',
  },
  PRIVILEGE_REFUSED: {
    title: 'The engine is not allowed to do what {service|a service} asks for[: {reason}]',
    cause:
      'The engine itself lacks the right: it runs without root (rootless), in a virtual machine or container, or the system forbids it.',
    next: [
      'See if {service|the service} can run without `privileged:`, `cap_add:`, `devices:` or `pid: host`: `sutazai config`',
      onLinux('Use an engine that runs as root: `docker context use default`'),
      'See which engine is used: `sutazai doctor`',
    ],
    exit: 1,
    severity: 'error',
  },
  KERNEL_FEATURE: {
    title: "The kernel of the engine's machine lacks something that {service|a service} needs[: {reason}]",
    cause: 'A part of the kernel is switched off, not loaded, or gone since a kernel update.',
    next: [
      onLinux('After a kernel update, reboot'),
      onDesktop('Update Docker Desktop (and WSL: `wsl.exe --update`)'),
      'Look at the machine: `sutazai doctor`',
    ],
    exit: 1,
    severity: 'error',
  },
} as const satisfies Area;
