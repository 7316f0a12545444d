import { type Area, on, onDesktop, onLinux, onWindows } from './entry.ts';

/** Volumes and folders of the host. */
export const volume = {
  VOLUME_PERMISSION: {
    title: '{service|The service} may not write to {path|its data folder}',
    cause: 'The folder or volume belongs to another user than the one the program runs as inside the container.',
    next: [
      onLinux('Give it to the right user: `sudo chown -R {user|1000:1000} {path|FOLDER}`'),
      'Or set `user:` for {service|the service} in the compose file to the owner of the folder',
      onDesktop('Use a named volume instead of a folder of the host; it has no such limits'),
      'Then: `sutazai restart {service|SERVICE}`',
    ],
    exit: 1,
    severity: 'error',
  },
  DATA_VERSION: {
    title: 'The data of {service|the service} is of version {found|another}, its image needs version {wanted|its own}',
    cause:
      'The volume {volume|of the service} was made by another major version; the server would refuse it at its start.',
    next: [
      'Keep the data: start the version that made it, back it up, and restore it into an empty volume of the new one',
      'Or, if the data may go: `docker volume rm {name|VOLUME}`',
    ],
    exit: 4,
    severity: 'error',
  },
  VOLUME_MISSING: {
    title: 'The volume {volume|asked for} does not exist',
    cause: 'It was removed meanwhile, or the compose file calls it `external` and nobody has created it.',
    next: [
      'If it is external, create it: `docker volume create {volume|VOLUME}`',
      "If it is the stack's own: `sutazai up` makes it anew (empty)",
    ],
    exit: 1,
    severity: 'error',
  },
  VOLUME_IN_USE: {
    title: 'The volume {volume|asked for} cannot be removed, a container uses it',
    cause: 'A volume stays as long as a container exists that uses it, also a stopped one.',
    next: [
      'See which one: `docker ps -a --filter volume={volume|VOLUME}`',
      'Remove the stack with its data: `sutazai down -v`',
    ],
    exit: 1,
    severity: 'warning',
  },
  VOLUME_DRIVER_MISSING: {
    title: 'The volume driver {driver|asked for} is not installed in the engine',
    cause: 'The compose file names a driver (plugin) that this engine does not have.',
    next: [
      'Remove `driver:` from the volume in the compose file (then it is `local`)',
      'Or install the plugin: `docker plugin install {driver|PLUGIN}`',
    ],
    exit: 1,
    severity: 'error',
  },
  VOLUME_NAME_INVALID: {
    title: 'The volume name {volume|in the compose file} is not valid',
    cause: 'A name has letters, digits, `_`, `.` and `-` only. A relative folder must begin with `./`.',
    next: ['Correct it under `volumes:`; for a folder write `./FOLDER:/target`: `sutazai config` shows what comes out'],
    exit: 2,
    severity: 'error',
  },
  VOLUME_CONFLICT: {
    title: 'The volume {volume|asked for} exists already with other settings',
    cause: 'Driver and options of a volume cannot be changed once it exists.',
    next: [
      'Keep its data: set the old driver and options in the compose file',
      'Or give up its data: `docker volume rm {volume|VOLUME}`, then `sutazai up`',
    ],
    exit: 1,
    severity: 'error',
  },
  VOLUME_MOUNT_FAILED: {
    title: 'The volume {volume|of {service|a service}} cannot be mounted',
    cause:
      'Its options (`driver_opts`: type, o, device) lead to a place that is not there or refuses, such as a network drive.',
    next: [
      'Check that the network drive or folder is reachable from the machine of the engine',
      'Correct `driver_opts` in the compose file; as options cannot change, remove it first: `docker volume rm {volume|VOLUME}`',
    ],
    exit: 1,
    severity: 'error',
  },
  MOUNT_NOT_FOUND: {
    title: 'The file or folder {path|that {service|a service} needs} does not exist',
    cause:
      'The compose file passes it from this machine into the container, and it is not there[ (wanted at {target})].',
    next: [
      'Create it or correct the path under `volumes:` in the compose file: `sutazai config` shows the full path',
      onWindows('Paths of Windows and of WSL differ: use one inside the distribution (/home/…), it is also faster'),
      'If the engine runs on another machine, the path must exist there',
    ],
    exit: 1,
    severity: 'error',
  },
  MOUNT_TYPE: {
    title: 'A file and a folder are mixed up for {service|a service}[: {path}]',
    cause:
      'A file of this machine is to be put where the image has a folder, or the other way round. Docker makes an empty folder for a missing file, which leads here the next time.',
    next: [
      'Look at {path|the path} on this machine: if it is an empty folder that should be a file, remove it and put the file there',
      'Check the path under `volumes:`, `configs:` or `secrets:`: `sutazai config`',
      'Then: `sutazai up`',
    ],
    exit: 1,
    severity: 'error',
  },
  MOUNT_DENIED: {
    title: 'The engine may not use the folder {path|of this machine}',
    cause:
      'Docker Desktop only reaches folders that were shared with it; on Linux, access rights or SELinux can forbid it.',
    next: [
      onDesktop('Share it: Docker Desktop → Settings → Resources → File sharing'),
      on('linux', 'Check the rights of each folder on the way: `namei -l {path|PATH}`'),
      on('linux', 'With SELinux (Fedora, RHEL) add `:z` at the end of the mount in the compose file'),
      'Or use a folder inside your home folder',
    ],
    exit: 1,
    severity: 'error',
  },
  MOUNT_DUPLICATE: {
    title: 'Two mounts of {service|a service} have the same target[: {target}]',
    cause: 'Only one volume, folder, secret or config can stand at one place in the container.',
    next: ['Remove one of them from the compose file: `sutazai config` shows all'],
    exit: 2,
    severity: 'error',
  },
  MOUNT_PATH_INVALID: {
    title: 'The path {path|of a mount} of {service|a service} is not valid',
    cause:
      'The place in the container must be a full path such as /data; the place on this machine too, or begin with `./`.',
    next: ['Correct it under `volumes:` in the compose file: `sutazai config` shows what comes out'],
    exit: 2,
    severity: 'error',
  },
  MOUNT_READ_ONLY: {
    title: 'A place for {path|a mount} cannot be made in {service|the container}: it is read-only',
    cause:
      'The container, or the folder that the mount should stand in, is read-only and does not have that folder yet.',
    next: [
      'Create the folder inside the outer one beforehand, or mount it somewhere else',
      'Check `read_only:` and `:ro` of {service|the service}: `sutazai config`',
    ],
    exit: 1,
    severity: 'error',
  },
} as const satisfies Area;
